import { describe, expect, it } from '@jest/globals';
import { SWEPT } from '../../client-sweep/bodies.js';
import type { QboRecord } from '../../model/record.js';
import { definitionOf } from '../../schema/definitions.js';
import type { EntityName } from '../../schema/entity-names.js';
import { Bench, REALM } from '../../spec-support/in-process.js';
import { key } from '../../spec-support/ledger.js';

describe('closed books', () => {
  const dated: readonly EntityName[] = [
    'Bill',
    'BillPayment',
    'CreditMemo',
    'Deposit',
    'Estimate',
    'JournalEntry',
    'Purchase',
    'PurchaseOrder',
    'SalesReceipt',
    'TimeActivity',
    'Transfer',
    'VendorCredit',
  ];
  it.each(dated)(
    '%s: nothing is written on or before the closing date (6210) [documented]',
    async (entity) => {
      const bench = new Bench({ options: { bookCloseDate: '2026-03-31' } });
      const make = async (type: EntityName, body: QboRecord): Promise<string> =>
        (await bench.post(type, body)).Id;
      const body = await SWEPT[entity]?.body(make, 1);
      expect(await bench.refusal(entity, { ...body, TxnDate: '2026-03-31' })).toMatch(/^6210/);
      const record = await bench.post(entity, { ...body, TxnDate: '2026-04-01' });
      const repeated = Object.fromEntries(
        definitionOf(entity).requiredInUpdates.map((property) => [property, record[property]]),
      );
      const back = { ...key(record), sparse: true, ...repeated, TxnDate: '2026-03-01' };
      expect(await bench.refusal(entity, back)).toMatch(/^6210/);
      const old = bench.simulator.dump(REALM)[entity].find((each) => each['Id'] === record.Id);
      expect(old).toMatchObject({ TxnDate: '2026-04-01', SyncToken: '0' });
    },
  );

  it.each(['Bill', 'JournalEntry', 'Transfer'] as const)(
    '%s before the closing date is not deleted [documented]',
    async (entity) => {
      const bench = new Bench();
      const make = async (type: EntityName, body: QboRecord): Promise<string> =>
        (await bench.post(type, body)).Id;
      const record = await bench.post(entity, {
        ...(await SWEPT[entity]?.body(make, 1)),
        TxnDate: '2026-01-01',
      });
      const closed = { AccountingInfoPrefs: { BookCloseDate: '2026-03-31' } };
      expect(bench.simulator.user(REALM).edit('Preferences', '1', closed)).toMatchObject(closed);
      expect(await bench.refusal(entity, key(record), '?operation=delete')).toMatch(/^6210/);
    },
  );
});
