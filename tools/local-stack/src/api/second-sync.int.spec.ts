import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChangedByOthers, PreFlight } from '@bpro-qbo-sync/sync-application/nest';
import type { QuickBooksUser } from '@bpro-qbo-sync/qbo-simulator';
import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import { COMPANY_FACTS } from '@bpro-qbo-sync/sync-application';
import {
  DEFAULT_SETTINGS,
  derivedRecordId,
  MAPPINGS,
  RECORD_TYPES,
  type RecordType,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import {
  customerNamed,
  enableAndConnect,
  fullSync,
  makePlan,
  managerOf,
  REALM,
  startApiBench,
  TENANT,
  until,
  type ApiBench,
} from './api-bench.js';

const BASE = `/api/tenants/${TENANT}`;
const SCOPE = { tenant: TENANT, generation: 1 };
const MARK = 'qbo-read-mark';

describe('QuickBooks is read again', () => {
  let bench: ApiBench;
  let manager: string;
  let user: QuickBooksUser;

  const metered = (): number => bench.ports.qbo.usage(REALM).metered;
  /** Queries for records of a type so far. */
  const queries = (entity: string): number => bench.ports.qbo.usage(REALM).byKind[`${entity}.query`] ?? 0;
  const plan = (body: object = {}): Promise<string> => makePlan(bench, manager, body);
  const mirrored = async (): Promise<MirrorRow[]> => {
    const rows = RECORD_TYPES.map((type) =>
      bench.ports.records.mirror.page(SCOPE, 'qbo', type, undefined, 10_000),
    );
    return (await Promise.all(rows)).flat();
  };
  /** What the sync reads of the mirror, and the plan that comes of it. */
  const seen = async (run: string): Promise<unknown> => {
    const { company, timeZone } = (await bench.ports.records.facts.get(SCOPE, COMPANY_FACTS)) as never;
    const context = {
      company,
      timeZone,
      settings: DEFAULT_SETTINGS,
      recordId: (_type: RecordType, side: Side, id: string) => derivedRecordId(side, id),
      content: () => undefined,
    };
    const rows = (await mirrored()).map(({ content, ...row }) => ({
      ...row,
      fields: MAPPINGS[row.type].fromQbo(content, context),
    }));
    const plans = await bench.ports.records.plans.page(SCOPE, run, {}, undefined, 10_000);
    return { rows, plans };
  };
  /** After what changed was read, and after everything was. */
  const bothWays = async (): Promise<[unknown, unknown]> => {
    const before = queries('Invoice');
    const byChanges = await seen(await plan());
    expect(queries('Invoice')).toBe(before);
    await forgetMark();
    const byReading = await seen(await plan());
    expect(queries('Invoice')).toBeGreaterThan(before);
    return [byChanges, byReading];
  };
  const forgetMark = async (): Promise<void> => {
    const mark = await bench.ports.records.facts.get(SCOPE, MARK);
    await bench.ports.records.facts.put(SCOPE, MARK, { ...mark, fullReadAt: '2020-01-01T00:00:00Z' });
  };

  beforeAll(async () => {
    bench = await startApiBench({ traps: true, size: 60, seed: 5 });
    manager = await managerOf(TENANT);
    await enableAndConnect(bench, manager);
    await fullSync(bench, manager);
    user = bench.qbo.simulator.user(REALM);
  });
  afterAll(async () => {
    await bench.close();
  });

  it('E7 a plan over unchanged systems asks QuickBooks for what changed, not for the records', async () => {
    await plan();
    const [before, invoices] = [metered(), queries('Invoice')];
    await plan();
    expect(metered() - before).toBeLessThanOrEqual(12);
    expect(queries('Invoice')).toBe(invoices);
  });

  it('G3 tells how many records others changed in QuickBooks, not what the sync wrote, for one call an hour', async () => {
    const asked = async (): Promise<ChangedByOthers | null> =>
      (
        (await bench.request('get', `${BASE}/changed-by-others`, manager).expect(200)).body as {
          changes: ChangedByOthers | null;
        }
      ).changes;
    const [one, two] = bench.qbo.simulator.dump(REALM).Customer;
    user.edit('Customer', String(one?.['Id']), { CompanyName: 'Seen by nobody yet' });
    user.create('Customer', { DisplayName: 'New in QuickBooks' });
    bench.bpro.user(TENANT).create('customer', customerNamed('New in BPro'));
    await until(
      () => Promise.resolve(bench.qbo.simulator.dump(REALM).Customer),
      (all) => all.some(({ DisplayName }) => DisplayName === 'New in BPro'),
    );
    const before = metered();
    expect(await asked()).toMatchObject({ atLeast: 2 });
    expect(metered() - before).toBe(1);
    user.edit('Customer', String(two?.['Id']), { CompanyName: 'Not asked for within the hour' });
    expect(await asked()).toMatchObject({ atLeast: 2 });
    expect(metered() - before).toBe(1);
    await plan();
    expect(await asked()).toMatchObject({ atLeast: 3 });
    await fullSync(bench, manager);
    expect(await asked()).toMatchObject({ atLeast: 0 });
  });

  it('C9 looking at what stands in the way costs nothing within minutes of a reading; asking to look again does', async () => {
    await plan();
    const before = metered();
    await bench.request('get', `${BASE}/pre-flight`, manager).expect(200);
    expect(metered()).toBe(before);
    const preferences = { SalesFormsPrefs: { CustomTxnNumbers: false } };
    user.edit('Preferences', '1', preferences);
    const codes = ({ body }: { body: unknown }): string[] =>
      (body as PreFlight).findings.map(({ code }) => code);
    const anew = codes(await bench.request('post', `${BASE}/pre-flight`, manager).expect(200));
    expect(metered()).toBeGreaterThan(before);
    expect(codes(await bench.request('get', `${BASE}/pre-flight`, manager).expect(200))).toEqual(anew);
  });

  it('K2 a plan to try settings out asks QuickBooks for nothing', async () => {
    const before = metered();
    await plan({ settings: { ...DEFAULT_SETTINGS, onlyInBpro: 'ignore' } });
    expect(metered()).toBe(before);
  });

  it.each([1, 2, 3])(
    'E5 F8 F14 what QuickBooks’ users did comes to the same by changes as by reading everything (seed %i)',
    async (seed) => {
      workInQuickBooks(bench, user, seed);
      const [byChanges, byReading] = await bothWays();
      expect(byChanges).toEqual(byReading);
    },
  );

  it('F8 a customer that was merged into another has everything read: documents moved without a word', async () => {
    const [from, into] = bench.qbo.simulator.dump(REALM).Customer;
    user.merge('Customer', String(from?.['Id']), String(into?.['Id']));
    const before = queries('Invoice');
    await plan();
    expect(queries('Invoice')).toBeGreaterThan(before);
  });

  it('more changes than one answer holds have everything read', async () => {
    for (let n = 0; n < 1000; n++) user.create('Customer', { DisplayName: `Walk-in ${String(n)}` });
    const before = queries('Invoice');
    await plan();
    expect(queries('Invoice')).toBeGreaterThan(before);
    const shown = await mirrored();
    expect(shown.filter(({ content }) => String(content['DisplayName']).startsWith('Walk-in'))).toHaveLength(
      1000,
    );
  });

  it('a mirror that was thrown away is filled again, not taken for an empty company', async () => {
    const before = (await mirrored()).length;
    await bench.ports.records.mirror.clear(SCOPE);
    await plan();
    expect(await mirrored()).toHaveLength(before);
  });
});

/** A seeded day of QuickBooks' users: everything that changes, ends or comes. What QuickBooks refuses is not done. */
function workInQuickBooks({ qbo }: ApiBench, user: QuickBooksUser, seed: number): void {
  let state = seed;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const some = (entity: 'Customer' | 'Item' | 'Invoice' | 'Payment' | 'RefundReceipt'): string => {
    const all = qbo.simulator.dump(REALM)[entity];
    return String(all[Math.floor(random() * all.length)]?.['Id']);
  };
  const deeds: (() => unknown)[] = [
    () =>
      user.edit('Customer', some('Customer'), { PrimaryPhone: { FreeFormNumber: `555-${String(seed)}` } }),
    () => user.create('Customer', { DisplayName: `Passer-by ${String(seed)} ${String(random())}` }),
    () => user.inactivate('Customer', some('Customer')),
    () => user.edit('Item', some('Item'), { UnitPrice: Math.round(random() * 100) }),
    () => user.inactivate('Item', some('Item')),
    () => user.edit('Invoice', some('Invoice'), { CustomerMemo: { value: `seen ${String(seed)}` } }),
    () => user.void('Invoice', some('Invoice')),
    () => user.delete('Invoice', some('Invoice')),
    () => user.edit('Payment', some('Payment'), { PrivateNote: `seen ${String(seed)}` }),
    () => user.void('Payment', some('Payment')),
    () => user.delete('Payment', some('Payment')),
    () => user.delete('RefundReceipt', some('RefundReceipt')),
    () => payTwo(qbo, user),
  ];
  for (let n = 0; n < 40; n++)
    try {
      deeds[Math.floor(random() * deeds.length)]?.();
    } catch {
      continue;
    }
}

/** One payment over two open invoices of a customer (rule F14). */
function payTwo({ simulator }: ApiBench['qbo'], user: QuickBooksUser): void {
  const open = simulator.dump(REALM).Invoice.filter((invoice) => Number(invoice['Balance']) > 2);
  const customerOf = (invoice: (typeof open)[number]): string => JSON.stringify(invoice['CustomerRef']);
  const two = open.flatMap((one) => {
    const other = open.find((each) => each !== one && customerOf(each) === customerOf(one));
    return other ? [[one, other] as const] : [];
  })[0];
  if (!two) return;
  user.create('Payment', {
    CustomerRef: two[0]['CustomerRef'],
    TotalAmt: 2,
    Line: two.map(({ Id }) => ({ Amount: 1, LinkedTxn: [{ TxnId: Id, TxnType: 'Invoice' }] })),
  });
}
