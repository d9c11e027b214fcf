import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_SETTINGS,
  fullSyncStream,
  RECORD_TYPES,
  replayStream,
  settingsStream,
} from '@bpro-qbo-sync/sync-domain';
import { advanceRun } from '../full-sync/advance-run.js';
import type { QboRecord } from '@bpro-qbo-sync/qbo-client';
import { given } from '../nest/testing/nest-ports.js';
import { NotNow } from '../reconcile/not-now.js';
import { refusal } from '../testing/pretend-systems.js';
import { customer, order, product, RUN, syncBench, TENANT, type SyncBench } from '../testing/sync-bench.js';
import { replayChanges } from './replay-changes.js';

const positions = async (bench: SyncBench): Promise<unknown[]> =>
  (await bench.ports.store.read(replayStream(TENANT))).map(({ data }) => data['position']);
const phones = (bench: SyncBench): unknown[] =>
  bench.qbo.sent.map(({ body }) => (body['PrimaryPhone'] as { FreeFormNumber?: string })?.FreeFormNumber);

/** What QuickBooks adds to the test's order. */
const ofForty = (record: QboRecord): QboRecord => ({ TotalAmt: 40, Balance: 40, ...record });

/** A deposit that is given back. */
const deposit = (customerId: string): Record<string, unknown> => ({
  customerId,
  invoiceId: null,
  paymentId: null,
  methodId: null,
  date: '2026-02-01',
  amount: '10.00',
  reference: null,
  note: null,
});

/** An order of 40.00, paid. */
const paid = (customerId: string, invoiceId: string): Record<string, unknown> => {
  const { paymentId: _, ...rest } = deposit(customerId);
  return { ...rest, invoiceId, amount: '40.00', tip: '0.00' };
};

describe('replay', () => {
  it('E5 begins where the first full sync took the feed’s position, and goes on while a later one runs', async () => {
    const bench = await syncBench();
    bench.bpro.put('customer', 'old', customer('Read by the run'));
    await bench.completeFullSync('1');
    bench.bpro.put('customer', 'new', customer('Came meanwhile'));
    const again = { run: 'run-2', settings: DEFAULT_SETTINGS, version: 1 };
    await given(bench.ports, settingsStream(TENANT), { type: 'FullSyncRequested', data: again });
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    expect(bench.qbo.sent.map(({ body }) => body['DisplayName'])).toEqual(['Came meanwhile']);
    expect(await replayChanges(bench.ports, TENANT)).toBe(0);
    expect(bench.qbo.sent).toHaveLength(1);
  });

  it('E5 G1 a first full sync that is not complete holds everything back', async () => {
    const bench = await syncBench();
    bench.bpro.put('customer', 'new', customer('Came meanwhile'));
    const first = { run: 'run-1', settings: DEFAULT_SETTINGS, version: 1 };
    await given(bench.ports, settingsStream(TENANT), { type: 'FullSyncRequested', data: first });
    expect(await replayChanges(bench.ports, TENANT)).toBe(0);
    expect(bench.qbo.sent).toEqual([]);
  });

  it('C1 G1 a later full sync that ignores what is only in BPro first sends what came since the first', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'new', customer('Came since'));
    const settings = { ...DEFAULT_SETTINGS, onlyInBpro: 'ignore' as const };
    await given(
      bench.ports,
      fullSyncStream(TENANT, 'run-2'),
      { type: 'FullSyncPlanningStarted', data: { settings, settingsVersion: 2, generation: 1 } },
      { type: 'FeedPositionTaken', data: { position: '1' } },
      { type: 'CompanyRead', data: {} },
      ...RECORD_TYPES.flatMap((type) =>
        (['bpro', 'qbo'] as const).map((side) => ({
          type: 'RecordsRead',
          data: { side, type, found: 0, malformed: 0 },
        })),
      ),
    );
    await advanceRun(bench.ports, TENANT, 'run-2');
    expect(bench.qbo.sent.map(({ body }) => body['DisplayName'])).toEqual(['Came since']);
  });

  it('G1 the position moves when a page is done, not before: what failed is tried again', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.qbo.whims.refuse = () => refusal('http-503', 'unavailable');
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow(NotNow);
    expect(new Set(await positions(bench))).toEqual(new Set(['0']));
  });

  it('B4, G1 after starting over with another company it waits for the first full sync there, and begins with it', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await replayChanges(bench.ports, TENANT);
    await bench.startOver();
    bench.bpro.put('customer', 'ben', customer('Read by the new run'));
    expect(await replayChanges(bench.ports, TENANT)).toBe(0);
    expect(bench.qbo.sent.map(({ body }) => body['DisplayName'])).toEqual(['Ann Lee']);

    await bench.completeFullSync('2', {}, 'run-2');
    bench.bpro.put('customer', 'cat', customer('Came afterwards'));
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    expect(bench.qbo.sent.map(({ body }) => body['DisplayName'])).toEqual(['Ann Lee', 'Came afterwards']);
    expect(await positions(bench)).toEqual(['0', '1', '2', '3']);
  });

  it('G1 a later full sync of the same company leaves the position where it is', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await bench.completeFullSync('1', {}, 'run-2');
    expect(await replayChanges(bench.ports, TENANT)).toBe(0);
    expect(await positions(bench)).toEqual(['1']);
    await bench.completeFullSync('1', {}, 'run-3');
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555' }));
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    expect(await positions(bench)).toEqual(['1', '2']);
  });

  it('G2 what the sync itself wrote into BPro is not sent back', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Imported'), { origin: 'sync' });
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    expect(bench.qbo.sent).toEqual([]);
    expect(await positions(bench)).toEqual(['0', '1']);
  });

  it('G4 obeys the settings of the last full sync', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0', { uncheckedMethods: { bpro: [], qbo: [], none: true } });
    const payment = {
      customerId: 'ann',
      invoiceId: null,
      methodId: null,
      date: '2026-02-01',
      amount: '10.00',
      tip: '0.00',
      reference: null,
      note: null,
    };
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('payment', 'y', payment);
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent.map(({ entity }) => entity)).toEqual(['Customer']);
  });

  it('C1 what the full sync ignored stays ignored, its edits and what is new on it included', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0', { onlyInBpro: 'ignore' });
    const { scope } = await bench.context('replay');
    await bench.ports.records.plans.put(scope, RUN, [
      {
        type: 'customer',
        recordId: 'b.old',
        bproId: 'old',
        qboId: undefined,
        action: 'ignored',
        reason: 'C1:only-in-bpro',
        detail: { counted: { qbo: false, bpro: true } },
      },
    ]);
    bench.bpro.put('product', 'fit', product('Fitting'));
    bench.bpro.put('customer', 'old', customer('Old Customer', { phone: '555' }));
    bench.bpro.put('invoice', 'i', order('1001', 'old', 'fit'));
    bench.bpro.put('customer', 'new', customer('New Customer'));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent.map(({ body }) => body['DisplayName'] ?? body['Name'])).toEqual([
      'Fitting',
      'New Customer',
    ]);
  });

  it('G5 ten changes of one record that wait together cost one write of its latest state', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    for (let n = 1; n <= 10; n++)
      bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: `555-${n}` }));
    expect(await replayChanges(bench.ports, TENANT)).toBe(10);
    expect(phones(bench)).toEqual(['555-10']);
    expect(bench.bpro.reads).toEqual(['customer/ann']);
  });

  it('G5 what was made and ended before it was sent is not sent', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('customer', 'ann', customer('Ann Lee'), { state: 'deleted' });
    expect(await replayChanges(bench.ports, TENANT)).toBe(2);
    expect(bench.qbo.sent).toEqual([]);
  });

  it('G1 G5 changes of different records go in one batch, those that need others after them', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('product', 'fit', product('Fitting'));
    for (const id of ['a', 'b', 'c']) {
      bench.bpro.put('customer', id, customer(`Customer ${id}`));
      bench.bpro.put('invoice', `i-${id}`, order(`100-${id}`, id, 'fit'));
    }
    expect(await replayChanges(bench.ports, TENANT)).toBe(7);
    expect(bench.qbo.sent.map(({ entity }) => entity)).toEqual([
      'Item',
      ...['Customer', 'Customer', 'Customer'],
      ...['Invoice', 'Invoice', 'Invoice'],
    ]);
    expect(new Set(bench.qbo.sent.slice(1, 4).map(({ requestId }) => requestId.slice(0, 32))).size).toBe(1);
  });

  it('C3 F5 what a record needs and QuickBooks does not have goes before it, though it did not change', async () => {
    const bench = await syncBench();
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('product', 'fit', product('Fitting'));
    await bench.completeFullSync('2');
    bench.bpro.put('invoice', 'i', order('1001', 'ann', 'fit'));
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    expect(bench.qbo.sent.map(({ entity }) => entity)).toEqual(['Customer', 'Item', 'Invoice']);
  });

  it('H2 what QuickBooks refused holds what needs it, by name, and releases it once it is there', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.qbo.whims.refuse = ({ entity }) => (entity === 'Customer' ? refusal('6240') : undefined);
    bench.bpro.put('product', 'fit', product('Fitting'));
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('invoice', 'i', order('1001', 'ann', 'fit'));
    await replayChanges(bench.ports, TENANT);
    const [held] = await bench.eventsOf('invoice', 'b.i');
    expect(held?.data).toMatchObject({ code: 'dependency-blocked', cause: { recordId: 'b.ann' } });

    bench.qbo.whims = { store: ofForty };
    bench.bpro.put('customer', 'ann', customer('Ann Lee of the shop'));
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    expect(bench.qbo.sent.slice(-2).map(({ entity }) => entity)).toEqual(['Customer', 'Invoice']);
    expect((await bench.eventsOf('invoice', 'b.i')).map(({ type }) => type)).toContain('NoteCleared');
  });

  it('F2 G1 an edit that takes away the keys does not answer which record it is: nothing is created', async () => {
    const bench = await syncBench();
    for (const Id of ['7', '8'])
      await bench.mirrorQbo('product', {
        Id,
        SyncToken: '0',
        MetaData: { CreateTime: '2026-01-01T10:00:00-08:00', LastUpdatedTime: '2026-01-01T10:00:00-08:00' },
        Name: `Fitting ${Id}`,
        Sku: 'F-1',
        Active: true,
        Type: 'Service',
      });
    await bench.completeFullSync('0');
    bench.bpro.put('product', 'fit', product('Fitting', { number: 'F-1' }));
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('product', 'fit', product('Fitting', { number: 'F-2' }));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent).toEqual([]);
    expect((await bench.eventsOf('product', 'b.fit')).map(({ data }) => data['candidates'])).toEqual([
      ['7', '8'],
    ]);
  });

  it('F8 G1 what ended goes after what changed, and what leans on another before it', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.qbo.whims.store = ofForty;
    bench.bpro.put('product', 'fit', product('Fitting'));
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('invoice', 'i', order('1001', 'ann', 'fit'));
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('customer', 'ann', customer('Ann Lee'), { state: 'inactive' });
    bench.bpro.put('invoice', 'i', order('1001', 'ann', 'fit'), { state: 'voided' });
    bench.bpro.put('product', 'fit', product('Fitting anew'));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent.slice(-3).map(({ entity, operation }) => `${entity} ${operation}`)).toEqual([
      'Item update',
      'Invoice void',
      'Customer update',
    ]);
  });

  it('F13 G1 money that ended goes before new money, for which it makes room', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.qbo.whims.store = ({ TotalAmt = 40, ...record }) => ({ TotalAmt, Balance: TotalAmt, ...record });
    bench.bpro.put('product', 'fit', product('Fitting'));
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('invoice', 'i', order('1001', 'ann', 'fit'));
    bench.bpro.put('payment', 'y', paid('ann', 'i'));
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('payment', 'y', paid('ann', 'i'), { state: 'voided' });
    bench.bpro.put('payment', 'z', paid('ann', 'i'));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent.slice(-2).map(({ entity, operation }) => `${entity} ${operation}`)).toEqual([
      'Payment void',
      'Payment create',
    ]);
  });

  it('F9, G1 a record that cannot be read is noted and holds up no other; it follows once it is right', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ben', { ...customer('Ben'), displayName: 17 });
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    expect(await replayChanges(bench.ports, TENANT)).toBe(2);
    expect(bench.qbo.sent.map(({ body }) => body['DisplayName'])).toEqual(['Ann Lee']);
    const noted = { code: 'malformed', rule: 'F9', fields: ['data.displayName'], bproId: 'ben' };
    expect(await bench.eventsOf('customer', 'b.ben')).toEqual([{ type: 'NoteRaised', data: noted }]);

    bench.bpro.put('customer', 'ben', customer('Ben'));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent.map(({ body }) => body['DisplayName'])).toEqual(['Ann Lee', 'Ben']);
    expect((await bench.eventsOf('customer', 'b.ben')).map(({ type }) => type)).toContain('NoteCleared');
  });

  it('F5, F9 what needs a record that cannot be read waits for it', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0', { refundAccountId: '35' });
    bench.bpro.put('customer', 'ben', { ...customer('Ben'), displayName: 17 });
    bench.bpro.put('refund', 'r', deposit('ben'));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent).toEqual([]);
    const [raised] = await bench.eventsOf('refund', 'b.r');
    expect(raised?.data).toMatchObject({ code: 'dependency-blocked', cause: { recordId: 'b.ben' } });
  });

  it('F11, G1 the first refund of all makes what refunds need in QuickBooks, the second finds it', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0', { refundAccountId: '35' });
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('refund', 'r', deposit('ann'));
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('refund', 's', deposit('ann'));
    await replayChanges(bench.ports, TENANT);
    const entities = bench.qbo.sent.map(({ entity }) => entity);
    expect(entities).toEqual(['Customer', 'Item', 'Account', 'Item', 'RefundReceipt', 'RefundReceipt']);
  });

  it('C7, F11, F9 without an income account a refund waits with its note, and nothing else waits for it', async () => {
    const bench = await syncBench({ profile: { accounts: [] } });
    await bench.completeFullSync('0', { refundAccountId: '35' });
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('refund', 'r', deposit('ann'));
    bench.bpro.put('customer', 'ben', customer('Ben'));
    expect(await replayChanges(bench.ports, TENANT)).toBe(3);
    expect(bench.qbo.sent.map(({ body }) => body['DisplayName'])).toEqual(['Ann Lee', 'Ben']);
    const [raised] = await bench.eventsOf('refund', 'b.r');
    expect(raised).toMatchObject({ data: { code: 'refund-income-account-missing', rule: 'C7' } });

    bench.qbo.whims.store = (record) => ({ TotalAmt: 10, ...record });
    const accounts = { incomeId: '79', expenseId: null, assetId: null };
    await bench.completeFullSync('3', { refundAccountId: '35', accounts }, 'run-2');
    bench.bpro.put('refund', 'r', deposit('ann'));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent.find(({ entity }) => entity === 'Item')?.body).toMatchObject({
      IncomeAccountRef: { value: '79' },
    });
    expect(bench.qbo.sent.at(-1)?.entity).toBe('RefundReceipt');
    expect((await bench.eventsOf('refund', 'b.r')).map(({ type }) => type)).toContain('NoteCleared');
  });

  it('F9, F11 QuickBooks refuses the item of refunds: each refund says so, and is sent once it is there', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0', { refundAccountId: '35' });
    bench.qbo.whims.refuse = ({ entity }) => (entity === 'Item' ? refusal('6240') : undefined);
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('refund', 'r', deposit('ann'));
    bench.bpro.put('refund', 's', deposit('ann'));
    expect(await replayChanges(bench.ports, TENANT)).toBe(3);
    const said = { code: 'refund-item-refused', rule: 'F11', qboCode: '6240', intuitTid: '1-tid' };
    for (const id of ['b.r', 'b.s'])
      expect(await bench.eventsOf('refund', id)).toMatchObject([{ type: 'NoteRaised', data: said }]);

    bench.qbo.whims = {};
    bench.bpro.put('refund', 'r', deposit('ann'));
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    expect(bench.qbo.sent.at(-1)?.entity).toBe('RefundReceipt');
  });

  it('G6 writes the changed fields against the SyncToken that it knows, without reading first', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555' }));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent.at(-1)).toMatchObject({
      operation: 'update',
      body: { Id: '100', SyncToken: '0', sparse: true, PrimaryPhone: { FreeFormNumber: '555' } },
    });
    expect(Object.keys(bench.qbo.sent.at(-1)?.body ?? {})).toHaveLength(4);
    expect(bench.qbo.queries).toEqual([]);
  });

  it('G6 F3 when QuickBooks says that the record moved it is read once, and both edits stand', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await replayChanges(bench.ports, TENANT);
    const stored = bench.qbo.records.get('Customer/100') ?? {};
    bench.qbo.records.set('Customer/100', { ...stored, SyncToken: '7', CompanyName: 'Lee Ltd' });
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555' }));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.queries).toEqual(['Customer']);
    expect(bench.bpro.record('customer', 'ann').data).toMatchObject({ companyName: 'Lee Ltd', phone: '555' });
    expect(bench.qbo.records.get('Customer/100')).toMatchObject({
      SyncToken: '8',
      CompanyName: 'Lee Ltd',
      PrimaryPhone: { FreeFormNumber: '555' },
    });
    const events = (await bench.eventsOf('customer', 'b.ann')).map(({ type }) => type);
    expect(events).toContain('WriteAbandoned');
  });
});
