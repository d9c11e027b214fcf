import type { Clock } from '@bpro-qbo-sync/clock';
import { BproRefused } from '@bpro-qbo-sync/bpro-adapter';
import type { BproRecord, BproState, RecordType } from '@bpro-qbo-sync/sync-domain';
import type { NewChange, Tenant } from './tenant.js';
import { buildRecord, changeRecord, existing, nextVersion } from './writes.js';

type Data = BproRecord['data'];

/** Which end of life a type has besides deletion. */
const VOIDABLE: ReadonlySet<RecordType> = new Set(['invoice', 'payment', 'refund']);

/** What a person does in BPro: every action is one commit in the change feed, of origin `bpro`. */
export interface UserActions {
  /** `createdAt` (UTC instant) lets a person enter something that happened earlier. */
  create(type: RecordType, data: Data, createdAt?: string): BproRecord;
  update(type: RecordType, id: string, changes: Data): BproRecord;
  /**
   * Invoices, payments and refunds. The payments of a voided invoice become money on account: their `invoiceId`
   * is emptied in the same commit.
   */
  void(type: RecordType, id: string): BproRecord;
  /** The other types. */
  deactivate(type: RecordType, id: string): BproRecord;
  reactivate(type: RecordType, id: string): BproRecord;
  /** Refused while other records refer to it. */
  remove(type: RecordType, id: string): BproRecord;
}

const ORIGIN = 'bpro';

export function userActions(tenant: Tenant, clock: Clock): UserActions {
  const commit = (
    kind: NewChange['kind'],
    record: BproRecord,
    also: readonly NewChange[] = [],
  ): BproRecord => {
    tenant.commit([{ kind, record }, ...also]);
    return record;
  };
  const moveTo = (type: RecordType, id: string, from: readonly BproState[], state: BproState): BproRecord => {
    const current = existing(tenant, type, id);
    if (!from.includes(current.state))
      throw new BproRefused('wrong-state', undefined, `the record is ${current.state}`);
    return nextVersion(current, clock, { state, origin: ORIGIN });
  };
  const freed = (invoiceId: string): NewChange[] =>
    [...tenant.books.all('payment')]
      .filter((p) => p.state === 'active' && p.data['invoiceId'] === invoiceId)
      .map((p) => ({
        kind: 'updated',
        record: nextVersion(p, clock, { data: { ...p.data, invoiceId: null }, origin: ORIGIN }),
      }));

  return {
    create: (type, data, createdAt) =>
      commit('created', buildRecord(tenant, clock, { type, data, origin: ORIGIN, createdAt })),

    update: (type, id, changes) => {
      const current = existing(tenant, type, id);
      const changed = changeRecord(tenant, clock, current, changes, ORIGIN);
      return changed ? commit('updated', changed) : current;
    },

    void: (type, id) => {
      if (!VOIDABLE.has(type)) throw new BproRefused('wrong-type', undefined, `a ${type} cannot be voided`);
      return commit('voided', moveTo(type, id, ['active'], 'voided'), type === 'invoice' ? freed(id) : []);
    },

    deactivate: (type, id) => {
      refuseTransaction(type);
      return commit('deactivated', moveTo(type, id, ['active'], 'inactive'));
    },

    reactivate: (type, id) => {
      refuseTransaction(type);
      return commit('updated', moveTo(type, id, ['inactive'], 'active'));
    },

    remove: (type, id) => {
      if (type === 'sales-term')
        throw new BproRefused('sales-terms-fixed', undefined, 'BPro has exactly five sales terms');
      const removed = moveTo(type, id, ['active', 'inactive', 'voided'], 'deleted');
      if (tenant.books.isReferredTo(type, id))
        throw new BproRefused('in-use', undefined, `other records refer to this ${type}`);
      return commit('deleted', removed);
    },
  };
}

const refuseTransaction = (type: RecordType): void => {
  if (VOIDABLE.has(type) || type === 'sales-term')
    throw new BproRefused('wrong-type', undefined, `a ${type} cannot be made inactive`);
};
