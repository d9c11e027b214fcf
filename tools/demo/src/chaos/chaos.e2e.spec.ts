import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DemoResult } from '../run-demo.js';
import type { Chaos } from '../world.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

describe('npm run chaos: hosts and stores are killed while the network does harm to QuickBooks’ calls', () => {
  it('E4 E5 E7 G5 loses nothing, makes nothing twice, and a last sync writes nothing', async () => {
    const child = spawn(process.execPath, [
      program,
      '--chaos',
      '--kills',
      '5',
      '--records',
      '30',
      '--replay',
      '40',
      '--json',
    ]);
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
    const [code] = (await once(child, 'close')) as [number | null];
    if (output === '') throw new Error(`chaos ended with ${String(code)}: ${errors.slice(-1000)}`);
    const { checks, chaos } = JSON.parse(output) as DemoResult & { readonly chaos: Chaos };
    expect(checks.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    expect(chaos.suffered.reduce((sum, { kills }) => sum + kills, 0)).toBe(5);
    expect(Object.values(chaos.faults)).not.toContain(0);
    expect(chaos.endedByThemselves).toEqual([]);
    expect(code).toBe(0);
  }, 300_000);
});
