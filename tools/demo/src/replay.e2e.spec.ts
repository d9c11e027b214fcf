import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DemoResult } from './run-demo.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const OPTIONS = ['--records', '100', '--replay', '120', '--kills', '4', '--clock-scale', '60', '--json'];

describe('people at work in BPro while a second full sync runs, QuickBooks fails at times and the hosts are killed', () => {
  it('E5 G1 G2 G5 everything arrives once, nothing comes back, and a third sync writes nothing', async () => {
    const child = spawn(process.execPath, [program, ...OPTIONS]);
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
    await once(child, 'close');
    if (output === '') throw new Error(`the demonstration failed: ${errors.slice(-1000)}`);
    const { checks, replay } = JSON.parse(output) as DemoResult;
    expect(checks.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    expect(errors).toContain('Processes were killed 4 times.');
    expect(replay?.changes).toBeGreaterThanOrEqual(120);
    expect(replay?.writes).toBeGreaterThan(30);
  }, 300_000);
});
