import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import { QboSimulator } from '../qbo-simulator.js';
import { REALM, seeded } from '../spec-support/in-process.js';
import { JournalFile } from './journal-file.js';

describe('a data directory', () => {
  let directory: string;
  const clock = new VirtualClock(Date.UTC(2026, 4, 5, 9));
  const start = (): QboSimulator =>
    new QboSimulator({
      clock,
      random: seeded(3),
      journal: new JournalFile(directory),
      switches: { monthlyQuota: 100 },
    });
  const file = (): string => join(directory, 'qbo-simulator.jsonl');
  const call = async (
    simulator: QboSimulator,
    token: string,
    method: string,
    path: string,
    body = '',
  ): Promise<string> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await simulator.handle({ method, url: `/v3/company/${REALM}/${path}`, headers, body })).body;
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'qbo-simulator-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('keeps companies, tokens and answers over a kill: nothing that was answered is lost', async () => {
    const before = start();
    before.createCompany({ realmId: REALM, name: 'Kept', profile: 'us-manual' });
    const tokens = before.connect(REALM);
    const created = await call(
      before,
      tokens.access_token,
      'POST',
      'customer?requestid=r1',
      '{"DisplayName":"A"}',
    );
    await call(before, tokens.access_token, 'POST', 'customer', '{"DisplayName":"B"}');

    const after = start();
    expect(after.companyList()).toEqual([{ realmId: REALM, name: 'Kept', profile: 'us-manual' }]);
    expect(after.dump(REALM)).toEqual(before.dump(REALM));
    expect(
      await call(after, tokens.access_token, 'POST', 'customer?requestid=r1', '{"DisplayName":"A"}'),
    ).toBe(created);
    expect(after.tokens.refresh(tokens.refresh_token, false)?.refresh_token).toBe(tokens.refresh_token);
    expect(await call(after, tokens.access_token, 'POST', 'customer', '{"DisplayName":"C"}')).toContain(
      '"Id":"3"',
    );
  });

  it('keeps deletions and the order of changes', async () => {
    const before = start();
    before.createCompany({ realmId: REALM, name: 'Kept', profile: 'us-manual' });
    const { access_token } = before.connect(REALM);
    const user = before.user(REALM);
    user.create('Customer', { DisplayName: 'A' });
    for (const amount of [1, 2, 3])
      user.create('Invoice', {
        CustomerRef: { value: '1' },
        Line: [
          {
            DetailType: 'SalesItemLineDetail',
            Amount: amount,
            SalesItemLineDetail: { ItemRef: { value: '1' } },
          },
        ],
      });
    user.delete('Invoice', '2');
    user.edit('Invoice', '1', { PrivateNote: 'last' });
    const feed = (simulator: QboSimulator): Promise<string> =>
      call(simulator, access_token, 'GET', 'cdc?entities=Invoice&changedSince=2026-05-01T00:00:00Z');
    const expected = await feed(before);
    start();
    expect(await feed(start())).toBe(expected);
  });

  it('killed at any byte of a write, the write and its answer are both there or neither: once, never twice', async () => {
    const before = start();
    before.createCompany({ realmId: REALM, name: 'Kept', profile: 'us-manual' });
    const { access_token } = before.connect(REALM);
    const customer = JSON.stringify({
      BatchItemRequest: [{ bId: '1', operation: 'create', Customer: { DisplayName: 'A' } }],
    });
    const payment = '{"CustomerRef":{"value":"1"},"TotalAmt":5}';
    const writes = async (simulator: QboSimulator): Promise<void> => {
      await call(simulator, access_token, 'POST', 'batch?requestid=b1', customer);
      await call(simulator, access_token, 'POST', 'payment?requestid=p1', payment);
    };
    const from = statSync(file()).size;
    await writes(before);
    const whole = readFileSync(file());
    for (let at = from; at < whole.length; at += 97) {
      writeFileSync(file(), whole.subarray(0, at));
      const after = start();
      await writes(after);
      expect(after.dump(REALM)).toMatchObject({ Customer: [{ Balance: -5 }], Payment: [{ TotalAmt: 5 }] });
    }
  });

  it('killed while a company is loaded, the company that was there before is still there', () => {
    start().createCompany({ realmId: REALM, name: 'Before', profile: 'us-manual' });
    const loading = start();
    const from = statSync(file()).size;
    loading.loadRecords({ realmId: REALM, records: { Customer: [{ Id: '1', DisplayName: 'New' }] } });
    const whole = readFileSync(file());
    for (let at = from; at < whole.length; at += 1009) {
      writeFileSync(file(), whole.subarray(0, at));
      expect(start().companyList()).toEqual([{ realmId: REALM, name: 'Before', profile: 'us-manual' }]);
    }
    writeFileSync(file(), whole);
    expect(start().dump(REALM).Customer).toMatchObject([{ DisplayName: 'New' }]);
  });

  it('counts the month on after a close', async () => {
    const before = start();
    before.createCompany({ realmId: REALM, name: 'Kept', profile: 'us-manual' });
    const { access_token } = before.connect(REALM);
    await call(before, access_token, 'GET', 'preferences');
    before.close();
    expect(readFileSync(file(), 'utf8')).toContain('"used":1');
    start();
    expect(readFileSync(file(), 'utf8')).toContain('"used":1');
  });

  it('is compacted at each start', () => {
    const before = start();
    before.createCompany({ realmId: REALM, name: 'Kept', profile: 'us-manual' });
    before.user(REALM).create('Customer', { DisplayName: 'A' });
    for (let i = 0; i < 200; i++) before.user(REALM).edit('Customer', '1', { Notes: String(i) });
    const grown = statSync(file()).size;
    start();
    expect(statSync(file()).size).toBeLessThan(grown / 2);
  });

  it('drops a last line that was torn by a kill, and refuses a damaged one', () => {
    start().createCompany({ realmId: REALM, name: 'Kept', profile: 'us-manual' });
    appendFileSync(file(), '{"kind":"commit","realm');
    expect(start().companyList()).toHaveLength(1);
    writeFileSync(file(), 'not json\n');
    expect(start).toThrow(/line 1: not a change/);
  });
});
