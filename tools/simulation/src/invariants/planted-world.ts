import { foldRecord, type BproRecord, type RecordEvent, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { Evidence, PlannedRow, QboDump, RecordLife } from './evidence.js';

const DAY = '2026-01-05';
const AT = '2026-01-05T09:00:00.000Z';
const MetaData = { CreateTime: AT, LastUpdatedTime: AT };

const bpro = (type: RecordType, id: string, data: BproRecord['data']): BproRecord => ({
  type,
  id,
  version: 1,
  createdAt: AT,
  updatedAt: AT,
  state: 'active',
  origin: 'bpro',
  data,
});

const qbo = (Id: string, fields: object): Readonly<Record<string, unknown>> => ({
  Id,
  SyncToken: '0',
  MetaData,
  ...fields,
});

/** A record's life from its events. */
export function life(type: RecordType, recordId: string, ...events: readonly RecordEvent[]): RecordLife {
  const stream = `record-acme_1_${type}_${recordId}`;
  return {
    type,
    recordId,
    generation: 1,
    state: foldRecord(events),
    events: events.map((event, revision) => ({
      ...event,
      stream,
      revision,
      id: `${stream}/${String(revision)}`,
      position: `${String(revision)}/0`,
      metadata: {},
    })),
  };
}

export const linkedEvent = (bproId: string, qboId: string): RecordEvent => ({
  type: 'RecordLinked',
  data: { bproId, qboId, key: '0', createdAt: AT, agreed: {}, versions: { bpro: '1', qbo: '0' } },
});

export const intended = (requestId: string, side: 'bpro' | 'qbo' = 'qbo'): RecordEvent => ({
  type: 'WriteIntended',
  data: { side, operation: 'create', requestId, body: 'body', fields: [], agreed: {}, createdAt: AT, at: AT },
});

export const confirmed = (requestId: string, sideId: string, bproVersion = '1'): RecordEvent => ({
  type: 'WriteConfirmed',
  data: { side: 'qbo', requestId, sideId, version: '0', agreed: {}, versions: { bpro: bproVersion } },
});

export const refused = (requestId: string): RecordEvent => ({
  type: 'WriteRefused',
  data: { side: 'qbo', requestId, code: '6000' },
});

export const noted = (code: string, bproId: string, cause?: string): RecordEvent => {
  const [type = '', recordId = ''] = (cause ?? '').split('/');
  return {
    type: 'NoteRaised',
    data: {
      code,
      rule: 'F9',
      bproId,
      ...(cause === undefined ? {} : { cause: { type, recordId, code: 'refused' } }),
    },
  };
};

/** A QuickBooks payment over invoices, as `[invoice id, amount]`. */
export const payment = (
  id: string,
  TotalAmt: number,
  applied: readonly (readonly [string, number])[],
  more: object = {},
): Readonly<Record<string, unknown>> =>
  qbo(id, {
    CustomerRef: { value: '1' },
    PaymentMethodRef: { value: '3' },
    TxnDate: DAY,
    TotalAmt,
    UnappliedAmt: Math.max(0, TotalAmt - applied.reduce((sum, [, amount]) => sum + amount, 0)),
    Line: applied.map(([TxnId, Amount]) => ({ Amount, LinkedTxn: [{ TxnId, TxnType: 'Invoice' }] })),
    ...more,
  });

export const refund = (id: string, TotalAmt: number, account: string): Readonly<Record<string, unknown>> =>
  qbo(id, {
    CustomerRef: { value: '1' },
    PaymentMethodRef: { value: '3' },
    TxnDate: DAY,
    TotalAmt,
    DepositToAccountRef: { value: account },
  });

const BPRO: readonly BproRecord[] = [
  bpro('payment-method', 'pm', { name: 'Visa', kind: 'card' }),
  bpro('customer', 'c', { displayName: 'Ada Park' }),
  bpro('invoice', 'i', { number: '1001', customerId: 'c', total: '110.00', taxTotal: '10.00' }),
  bpro('payment', 'p', { customerId: 'c', invoiceId: 'i', methodId: 'pm', amount: '60.00' }),
  bpro('refund', 'r', { customerId: 'c', invoiceId: 'i', paymentId: 'p', methodId: 'pm', amount: '5.00' }),
];

const QBO: QboDump = {
  Account: [qbo('35', { Name: 'Checking', AccountSubType: 'Checking', CurrentBalance: 995 })],
  PaymentMethod: [qbo('3', { Name: 'Visa' })],
  Customer: [qbo('1', { DisplayName: 'Ada Park', Notes: 'likes tea' })],
  Invoice: [
    qbo('10', {
      DocNumber: '1001',
      CustomerRef: { value: '1' },
      TxnDate: DAY,
      TotalAmt: 110,
      Balance: 50,
      TxnTaxDetail: { TotalTax: 10 },
    }),
  ],
  Payment: [payment('20', 60, [['10', 60]], { PrivateNote: '[BPro b.p]' })],
  RefundReceipt: [refund('30', 5, '35')],
};

const RECORDS: readonly RecordLife[] = [
  life('payment-method', 'b.pm', linkedEvent('pm', '3')),
  life('customer', 'b.c', linkedEvent('c', '1')),
  life('invoice', 'b.i', linkedEvent('i', '10')),
  life('payment', 'b.p', linkedEvent('p', '20')),
  life('refund', 'b.r', linkedEvent('r', '30')),
];

/** One customer, invoice, payment and refund, the same on both sides: nothing is wrong with it. */
export const SOUND: Evidence = { bpro: BPRO, qbo: QBO, records: RECORDS };

/** The sound world before the sync sent the payment and the refund. */
export const BEFORE: Evidence = {
  bpro: BPRO,
  qbo: {
    ...QBO,
    Payment: [],
    RefundReceipt: [],
    Account: [qbo('35', { Name: 'Checking', AccountSubType: 'Checking', CurrentBalance: 1000 })],
  },
  records: [],
};

export const ROWS: readonly PlannedRow[] = RECORDS.map(({ type, recordId, state }) => ({
  type,
  recordId,
  action: 'unchanged',
  reason: 'F3:equal',
  bproId: state.bproId,
  qboId: state.qboId,
  root: undefined,
}));

/** The sound world with one QuickBooks record changed, or added. */
export function withQbo(entity: string, id: string, change: object): Evidence {
  const records = SOUND.qbo[entity] ?? [];
  const there = records.some((r) => r['Id'] === id);
  const next = there
    ? records.map((r) => (r['Id'] === id ? { ...r, ...change } : r))
    : [...records, qbo(id, change)];
  return { ...SOUND, qbo: { ...SOUND.qbo, [entity]: next } };
}

/** The sound world with one more BPro record, or one whose data changed. */
export function withBpro(type: RecordType, id: string, data: BproRecord['data']): Evidence {
  const there = SOUND.bpro.find((r) => r.type === type && r.id === id);
  const rest = SOUND.bpro.filter((r) => r !== there);
  return {
    ...SOUND,
    bpro: [...rest, { ...(there ?? bpro(type, id, data)), data: { ...there?.data, ...data } }],
  };
}

/** The sound world with one record's life replaced, or added. */
export const withLife = (one: RecordLife): Evidence => ({
  ...SOUND,
  records: [...RECORDS.filter((r) => r.type !== one.type || r.recordId !== one.recordId), one],
});

/** The sound rows with one changed, or added. */
export const withRow = (type: RecordType, recordId: string, change: Partial<PlannedRow>): PlannedRow[] => {
  const there = ROWS.find((row) => row.type === type && row.recordId === recordId);
  const blank = {
    action: 'unchanged',
    reason: 'F3:equal',
    bproId: undefined,
    qboId: undefined,
    root: undefined,
  };
  return [...ROWS.filter((row) => row !== there), { ...blank, type, recordId, ...there, ...change }];
};
