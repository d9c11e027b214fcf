import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DemoResult } from './run-demo.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

async function demo(...args: readonly string[]): Promise<{ result: DemoResult; errors: string }> {
  const all = [program, '--records', '150', '--clock-scale', '100', '--json', ...args];
  const child = spawn(process.execPath, all);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  if (output === '') throw new Error(`the demonstration ended with ${String(code)}: ${errors.slice(-1000)}`);
  return { result: JSON.parse(output) as DemoResult, errors };
}

describe('kill -9 of sync-api and sync-projector at 20 random moments of a sync', () => {
  it('E4 J1 leads to the same end as without: nothing twice, nothing lost, read models as rebuilt', async () => {
    const calm = await demo();
    const killed = await demo('--kills', '20');
    expect(killed.errors).toContain('Processes were killed 20 times.');
    for (const { result } of [calm, killed])
      expect(result.checks.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    expect(killed.result.endState).toBe(calm.result.endState);
    expect(killed.result.links.length).toBe(calm.result.links.length);
  }, 600_000);
});
