import { describe, expect, it } from '@jest/globals';
import { ContentConflict } from '@bpro-qbo-sync/record-store';
import { MAPPINGS, type RecordType, type Settings } from '@bpro-qbo-sync/sync-domain';
import { refusal } from '../testing/pretend-systems.js';
import { customer, order, product, syncBench, type SyncBench } from '../testing/sync-bench.js';
import { NotNow } from './not-now.js';
import { RecordMoved } from './record-journal.js';
import { reconcilePage, type Reconciled } from './reconcile-page.js';
import { recoverOpenIntents } from './recover.js';

const NONE = { match: { kind: 'none' } } as const;

/** Decides records of BPro's own and carries the decisions out. */
const reconcileWith = async (
  bench: SyncBench,
  settings: Partial<Settings>,
  type: RecordType,
  ...ids: readonly string[]
): Promise<Map<string, Reconciled>> => {
  const seeds = ids.map((id) => ({ recordId: `b.${id}`, bproId: id }));
  const context = await bench.context('execute', settings);
  return reconcilePage(bench.ports, context, MAPPINGS[type], seeds, () => NONE);
};

const reconcile = (
  bench: SyncBench,
  type: RecordType,
  ...ids: readonly string[]
): Promise<Map<string, Reconciled>> => reconcileWith(bench, {}, type, ...ids);

const twoCustomers = async (): Promise<SyncBench> => {
  const bench = await syncBench();
  await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
  await bench.mirrorBpro('customer', 'bo', customer('Bo Park'));
  return bench;
};

describe('what QuickBooks refuses', () => {
  it('F9 one refused record stops no other: it gets a note with QuickBooks’ code and trace id', async () => {
    const bench = await twoCustomers();
    bench.qbo.whims.refuse = ({ body }) => (body['DisplayName'] === 'Ann Lee' ? refusal('6240') : undefined);
    const done = await reconcile(bench, 'customer', 'ann', 'bo');
    expect(done.get('b.ann')?.performed.handle.state).toMatchObject({
      qboId: undefined,
      open: undefined,
      note: { code: 'name-taken' },
    });
    expect(done.get('b.bo')?.performed.handle.state).toMatchObject({ bproId: 'bo', note: undefined });
    expect(done.get('b.bo')?.performed.handle.state.qboId).toBeDefined();
    const events = await bench.eventsOf('customer', 'b.ann');
    expect(events.map(({ type }) => type)).toEqual(['WriteIntended', 'WriteRefused', 'NoteRaised']);
    expect(events.at(-1)?.data).toMatchObject({ rule: 'F9', qboCode: '6240', intuitTid: '1-tid' });
  });

  it('F9 a code that nobody foresaw is a refusal all the same', async () => {
    const bench = await twoCustomers();
    bench.qbo.whims.refuse = () => refusal('9999');
    const done = await reconcile(bench, 'customer', 'ann');
    expect(done.get('b.ann')?.performed.handle.state.note?.code).toBe('refused');
  });
});

describe('what QuickBooks stores otherwise', () => {
  const withOrder = async (): Promise<SyncBench> => {
    const bench = await syncBench();
    await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
    await bench.mirrorBpro('product', 'fit', product('Fitting'));
    await bench.mirrorBpro('invoice', 'i', order('1001', 'ann', 'fit'));
    await reconcile(bench, 'product', 'fit');
    await reconcile(bench, 'customer', 'ann');
    return bench;
  };

  it('F7 a total that is a cent off is held and noted', async () => {
    const bench = await withOrder();
    bench.qbo.whims.store = (record) => ({ ...record, TotalAmt: 40.01 });
    const done = await reconcile(bench, 'invoice', 'i');
    const { state } = done.get('b.i')?.performed.handle ?? {};
    expect(state?.qboId).toBeDefined();
    expect(state?.note?.code).toBe('total-mismatch');
    const raised = (await bench.eventsOf('invoice', 'b.i')).find(({ type }) => type === 'NoteRaised');
    expect(raised?.data).toMatchObject({ rule: 'F7', fields: ['total'] });
  });

  it('F7 a total that is as it was sent needs no note', async () => {
    const bench = await withOrder();
    bench.qbo.whims.store = (record) => ({ ...record, TotalAmt: 40 });
    const done = await reconcile(bench, 'invoice', 'i');
    expect(done.get('b.i')?.performed.handle.state.note).toBeUndefined();
  });
});

describe('a crash around a write', () => {
  it('E4 the intent is in the store before QuickBooks is asked', async () => {
    const bench = await twoCustomers();
    const seen: string[][] = [];
    bench.qbo.beforeWrite = async () => {
      seen.push((await bench.eventsOf('customer', 'b.ann')).map(({ type }) => type));
    };
    await reconcile(bench, 'customer', 'ann');
    expect(seen).toEqual([['WriteIntended']]);
  });

  it.each([
    ['alone', ['ann']],
    ['in a batch', ['ann', 'bo']],
  ])('E4 a write whose answer was lost, %s, is sent again byte for byte and done once', async (_how, ids) => {
    const bench = await twoCustomers();
    bench.qbo.whims.loseAnswer = true;
    await expect(reconcile(bench, 'customer', ...ids)).rejects.toThrow(NotNow);
    bench.qbo.whims = {};
    expect(await recoverOpenIntents(bench.ports, await bench.context('execute'))).toHaveLength(ids.length);
    const half = bench.qbo.sent.length / 2;
    expect(half).toBe(ids.length);
    expect(bench.qbo.sent.slice(half)).toEqual(bench.qbo.sent.slice(0, half));
    expect(bench.qbo.records.size).toBe(ids.length);
    const done = await reconcile(bench, 'customer', ...ids);
    expect([...done.values()].map(({ decision }) => decision.action)).toEqual(ids.map(() => 'unchanged'));
  });
});

describe('another writer of the same records', () => {
  it('E4 I10 an intent whose outcome is not known is settled before another is made', async () => {
    const bench = await twoCustomers();
    bench.qbo.whims.loseAnswer = true;
    await expect(reconcile(bench, 'customer', 'ann')).rejects.toThrow(NotNow);
    bench.qbo.whims = {};
    await expect(reconcile(bench, 'customer', 'ann')).rejects.toThrow(RecordMoved);
    expect(bench.qbo.sent).toHaveLength(1);
    await recoverOpenIntents(bench.ports, await bench.context('execute'));
    await reconcile(bench, 'customer', 'ann');
    expect(bench.qbo.records.size).toBe(1);
  });

  it('E4 a batch that was given up as never sent cannot be sent any more by whoever began it', async () => {
    const bench = await twoCustomers();
    const { content } = bench.ports.records;
    const put = content.put.bind(content);
    content.put = async (scope, reference, body, about) => {
      if (reference.startsWith('batch/')) {
        content.put = put;
        expect(await recoverOpenIntents(bench.ports, await bench.context('execute'))).toHaveLength(2);
      }
      return put(scope, reference, body, about);
    };
    await expect(reconcile(bench, 'customer', 'ann', 'bo')).rejects.toThrow(ContentConflict);
    expect(bench.qbo.sent).toEqual([]);
    await reconcile(bench, 'customer', 'ann', 'bo');
    expect(bench.qbo.records.size).toBe(2);
  });
});

describe('what is new in BPro for a record that QuickBooks does not use any more', () => {
  it.each([
    ['', {}],
    [', and which is from before the date', { fromDate: '2026-02-02' }],
  ])('F8 F5 C2 is blocked by name before QuickBooks is asked%s', async (_which, settings) => {
    const bench = await syncBench();
    await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
    await bench.mirrorBpro('product', 'fit', product('Fitting'));
    await reconcile(bench, 'customer', 'ann');
    await reconcile(bench, 'product', 'fit');
    const stored = bench.qbo.records.get('Customer/100') ?? {};
    await bench.mirrorQbo('customer', { ...stored, Active: false });
    await reconcileWith(bench, settings, 'customer', 'ann');
    await bench.mirrorBpro('invoice', 'i', order('1001', 'ann', 'fit'), '2026-02-03T12:00:00.000Z');
    const sent = bench.qbo.sent.length;
    const done = await reconcileWith(bench, settings, 'invoice', 'i');
    expect(done.get('b.i')?.decision).toMatchObject({
      action: 'blocked',
      note: {
        code: 'dependency-blocked',
        root: { type: 'customer', recordId: 'b.ann', code: 'qbo-inactive' },
      },
    });
    expect(bench.qbo.sent).toHaveLength(sent);
  });
});
