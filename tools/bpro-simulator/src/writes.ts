import { createHash } from 'node:crypto';
import { isoNow, type Clock } from '@bpro-qbo-sync/clock';
import { BproNotFound, BproRefused, BproVersionConflict } from '@bpro-qbo-sync/bpro-adapter';
import type { BproRecord, RecordType } from '@bpro-qbo-sync/sync-domain';
import type { KeptAnswer } from './journal.js';
import { type Breach, checkRules, checkShape } from './rules.js';
import type { NewChange, Tenant } from './tenant.js';

type Data = BproRecord['data'];

export interface NewRecord {
  readonly type: RecordType;
  readonly data: Data;
  readonly origin: string;
  /** UTC instant; default now. */
  readonly createdAt?: string | undefined;
}

const ID_PREFIX: Readonly<Record<RecordType, string>> = {
  'sales-term': 'trm',
  'payment-method': 'pm',
  tax: 'tax',
  'product-category': 'cat',
  product: 'prd',
  customer: 'cus',
  invoice: 'inv',
  payment: 'pay',
  refund: 'ref',
};

/**
 * Answers a keyed write: the kept answer if the key has been used for the same request, otherwise what `work` makes
 * of it. Throws `BproRefused('idempotency-key-reused')` when the key was used for something else.
 */
export function underKey(
  tenant: Tenant,
  key: string,
  asked: unknown,
  work: (keep: (answer: BproRecord) => KeptAnswer) => BproRecord,
): BproRecord {
  const hash = sha256(canonical(asked));
  const kept = tenant.keptAnswer(key);
  if (!kept) return work((answer) => ({ key, hash, answer }));
  if (kept.hash !== hash)
    throw new BproRefused(
      'idempotency-key-reused',
      undefined,
      'this idempotency key was used for another request',
    );
  return kept.answer;
}

/** Builds a record that BPro accepts, or throws `BproRefused`. The id follows from the key, or counts up. */
export function buildRecord(tenant: Tenant, clock: Clock, wanted: NewRecord, key?: string): BproRecord {
  refuseSalesTerm(wanted.type);
  const data = shaped(wanted.type, wanted.data);
  const now = isoNow(clock);
  if (wanted.createdAt !== undefined && Number.isNaN(Date.parse(wanted.createdAt)))
    throw new BproRefused('invalid-field', 'createdAt', 'not an instant');
  const record: BproRecord = {
    type: wanted.type,
    id: freeId(tenant, wanted.type, key),
    version: 1,
    createdAt: wanted.createdAt === undefined ? now : new Date(wanted.createdAt).toISOString(),
    updatedAt: now,
    state: 'active',
    origin: wanted.origin,
    data,
  };
  refuseBreach(checkRules(record, tenant.books) ?? checkOpenInvoice(tenant, record));
  return record;
}

/** The record with other fields, or none when nothing is different. Throws `BproRefused`. */
export function changeRecord(
  tenant: Tenant,
  clock: Clock,
  current: BproRecord,
  changes: Data,
  origin: string,
): BproRecord | undefined {
  refuseSalesTerm(current.type);
  if (current.state === 'deleted' || current.state === 'voided')
    throw new BproRefused('wrong-state', undefined, `the record is ${current.state}`);
  const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const data = shaped(current.type, { ...current.data, ...named });
  if (canonical(data) === canonical(current.data)) return undefined;
  const changed = nextVersion(current, clock, { data, origin });
  refuseBreach(checkRules(changed, tenant.books));
  return changed;
}

export const nextVersion = (
  current: BproRecord,
  clock: Clock,
  change: Partial<Pick<BproRecord, 'data' | 'state' | 'origin'>>,
): BproRecord => ({
  ...current,
  ...change,
  version: current.version + 1,
  updatedAt: isoNow(clock),
});

/** Throws `BproNotFound`. */
export function existing(tenant: Tenant, type: RecordType, id: string): BproRecord {
  const record = tenant.books.find(type, id);
  if (!record) throw new BproNotFound(`there is no such ${type}`);
  return record;
}

/** What the sync creates: `BproPort.create`. */
export function createForSync(
  tenant: Tenant,
  clock: Clock,
  wanted: Omit<NewRecord, 'origin'>,
  key: string,
): BproRecord {
  const asked = { create: wanted.type, data: wanted.data, createdAt: wanted.createdAt };
  return underKey(tenant, key, asked, (keep) => {
    const record = buildRecord(tenant, clock, { ...wanted, origin: 'sync' }, key);
    tenant.commit([{ kind: 'created', record }], keep(record));
    return record;
  });
}

/** What the sync updates: `BproPort.update`. */
export function updateForSync(
  tenant: Tenant,
  clock: Clock,
  target: { readonly type: RecordType; readonly id: string; readonly version: number },
  changes: Data,
  key: string,
): BproRecord {
  return underKey(tenant, key, { update: target, data: changes }, (keep) => {
    const current = existing(tenant, target.type, target.id);
    if (current.version !== target.version) throw new BproVersionConflict(current.version);
    const changed = changeRecord(tenant, clock, current, changes, 'sync');
    const told: NewChange[] = changed ? [{ kind: 'updated', record: changed }] : [];
    const answer = changed ?? current;
    tenant.commit(told, keep(answer));
    return answer;
  });
}

const refuseSalesTerm = (type: RecordType): void => {
  if (type === 'sales-term')
    throw new BproRefused('sales-terms-fixed', undefined, 'BPro has exactly five sales terms');
};

const refuseBreach = (breach: Breach | undefined): void => {
  if (breach) throw new BproRefused(breach.code, breach.field, breach.message);
};

/** No new payment on an invoice that is void; one that was there before stays as it is. */
const checkOpenInvoice = (tenant: Tenant, record: BproRecord): Breach | undefined => {
  const id = record.type === 'payment' ? record.data['invoiceId'] : null;
  return typeof id === 'string' && tenant.books.find('invoice', id)?.state === 'voided'
    ? { code: 'invoice-voided', field: 'invoiceId', message: 'that invoice is void' }
    : undefined;
};

const shaped = (type: RecordType, data: unknown): Data => {
  const checked = checkShape(type, data);
  if (!checked.ok) throw new BproRefused(checked.breach.code, checked.breach.field, checked.breach.message);
  return checked.data;
};

const freeId = (tenant: Tenant, type: RecordType, key: string | undefined): string => {
  const prefix = ID_PREFIX[type];
  if (key !== undefined) return `${prefix}-${sha256(key).slice(0, 20)}`;
  for (let n = tenant.books.size(type) + 1; ; n++) {
    const id = `${prefix}-${String(n).padStart(6, '0')}`;
    if (!tenant.books.find(type, id)) return id;
  }
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** JSON with sorted keys: equal content, equal text. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
