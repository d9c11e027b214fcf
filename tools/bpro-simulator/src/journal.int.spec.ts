import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import { BproSimulator } from './index.js';
import { booksOf } from './fixtures.js';

const METHOD = { name: 'Cash', kind: 'other' };

describe('the journal', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'bpro-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const started = (): BproSimulator =>
    new BproSimulator({ clock: new VirtualClock(), random: () => 0.5, dataDirectory: directory });
  const file = (): string => join(directory, 'demo.jsonl');
  const everything = async (simulator: BproSimulator): Promise<unknown> => ({
    records: simulator.dump('demo'),
    capabilities: await simulator.port().capabilities('demo'),
    changes: await simulator.port().changes('demo', '000000000000', 1000),
  });
  const filled = (): BproSimulator => {
    const simulator = started();
    simulator.loadBooks('demo', booksOf());
    const made = simulator.user('demo').create('payment-method', METHOD);
    simulator.user('demo').update('payment-method', made.id, { name: 'Coins' });
    return simulator;
  };

  it('E4 a killed simulator comes back with every commit: records, feed and settings', async () => {
    const before = await everything(filled());
    expect(await everything(started())).toEqual(before);
    expect(await everything(started())).toEqual(before);
  });

  it('E4 idempotency keys survive too', async () => {
    const options = { idempotencyKey: 'k-1' };
    const first = await filled().port().create('demo', 'payment-method', METHOD, options);
    const after = started();
    expect(await after.port().create('demo', 'payment-method', METHOD, options)).toEqual(first);
    expect(after.dump('demo').filter((r) => r.id === first.id)).toHaveLength(1);
  });

  it('a commit cut off by the kill was never answered and is left out; the next one is whole again', async () => {
    const simulator = filled();
    const kept = await everything(simulator);
    simulator.user('demo').create('payment-method', { name: 'Half written', kind: 'other' });
    truncateSync(file(), statSync(file()).size - 10);
    const after = started();
    expect(await everything(after)).toEqual(kept);
    const made = after.user('demo').create('payment-method', { name: 'Whole', kind: 'other' });
    expect((await started().port().read('demo', 'payment-method', made.id)).data).toEqual({
      name: 'Whole',
      kind: 'other',
    });
  });

  it('a line that was damaged by somebody else is named', () => {
    filled();
    appendFileSync(file(), '{oops}\n');
    const lines = readFileSync(file(), 'utf8').split('\n').length - 1;
    expect(() => started()).toThrow(`demo.jsonl: line ${String(lines)}`);
  });

  it('what was edited a hundred times takes one record at the next start', () => {
    const simulator = filled();
    const user = simulator.user('demo');
    const { id } = user.create('payment-method', METHOD);
    for (let i = 0; i < 100; i++) user.update('payment-method', id, { name: `Name ${String(i)}` });
    started();
    const lines = readFileSync(file(), 'utf8').split('\n');
    expect(lines.filter((line) => line.includes(id) && line.includes('"data"'))).toHaveLength(1);
  });

  it('a tenant that is reset is gone for good', () => {
    filled().reset('demo');
    expect(started().tenantNames()).toEqual([]);
  });
});
