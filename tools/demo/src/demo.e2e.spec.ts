import { describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoResult } from './run-demo.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const books = fileURLToPath(new URL('../../demo-books/hand-written/', import.meta.url));
const HAND_WRITTEN = ['--qbo-company', `${books}qbo`, '--bpro-data', `${books}bpro.json`];

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
  /** What it left in the folder for temporary files. */
  readonly left: readonly string[];
}

/** Runs the built demonstration with a folder of its own for temporary files. */
async function demo(args: readonly string[], whenItRuns?: (child: ChildProcess) => void): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-e2e-'));
  chmodSync(folder, 0o755);
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, TMPDIR: folder } });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
    if (errors.includes('The local stack runs')) whenItRuns?.(child);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const left = readdirSync(folder);
  rmSync(folder, { recursive: true, force: true });
  return { code, output, errors, left };
}

describe('npm run demo', () => {
  it('E7 D3 syncs the hand-written books twice, finds all rules to hold and leaves nothing behind', async () => {
    const { code, output, errors, left } = await demo([...HAND_WRITTEN, '--json']);
    expect(errors).toContain('All rules hold.');
    expect(code).toBe(0);
    const result = JSON.parse(output) as DemoResult;
    expect(result.checks.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    expect(result.checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['D2/D3', 'E7', 'I1', 'I2', 'I3', 'I4', 'I5', 'I8', 'I9', 'I16']),
    );
    expect(result.counts.after.find(({ type }) => type === 'invoice')).toMatchObject({ qbo: 6, bpro: 6 });
    expect(result.links.length).toBeGreaterThan(30);
    expect(result.calls.first.qbo['Invoice.create']).toBe(1);
    expect(left).toEqual([]);
  }, 120_000);

  it('ends with 130 on Ctrl-C, and so do all its processes', async () => {
    const interrupt = (child: ChildProcess): void => void child.kill('SIGINT');
    const { code, output, left } = await demo([...HAND_WRITTEN, '--json'], interrupt);
    expect(code).toBe(130);
    expect(output).toBe('');
    expect(left).toEqual([]);
  }, 60_000);

  it('ends with 2 and one line when a file cannot be used', async () => {
    const { code, errors, left } = await demo(['--qbo-company', join(books, 'nowhere')]);
    expect(code).toBe(2);
    expect(errors).toMatch(/^demo: --qbo-company .*nowhere: there is no such folder\n$/);
    expect(left).toEqual([]);
  });
});
