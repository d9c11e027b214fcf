import { accountsFor, type CompanyProfile, type Decision } from '@bpro-qbo-sync/sync-domain';
import type { QboRecord } from '@bpro-qbo-sync/qbo-client';
import type { Ports } from '../ports.js';
import { requestIdOf } from '../reconcile/intents.js';
import { NotNow } from '../reconcile/not-now.js';
import { noteEvents } from '../reconcile/outcomes.js';
import { appendToRecord, reloadRecord } from '../reconcile/record-journal.js';
import { orNotNow, sendQbo } from '../reconcile/send.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { COMPANY_FACTS } from './run-context.js';

interface Auxiliary {
  readonly recordId: string;
  readonly entity: string;
  readonly name: string;
  readonly fact: string;
  readonly body: QboRecord;
}

const ACCOUNT: Auxiliary = {
  recordId: 'x.deposit-account',
  entity: 'Account',
  name: 'BPro money on account',
  fact: 'depositAccountId',
  body: {
    Name: 'BPro money on account',
    AccountType: 'Other Current Liability',
    AccountSubType: 'OtherCurrentLiabilities',
  },
};

const item = (recordId: string, name: string, fact: string, account: string): Auxiliary => ({
  recordId,
  entity: 'Item',
  name,
  fact,
  body: { Name: name, Type: 'NonInventory', IncomeAccountRef: { value: account }, Taxable: true },
});

/** QuickBooks refused what refunds need: they are not sent, and say so (rules F9, F11). */
export class AuxiliaryRefused extends Error {
  override readonly name = 'AuxiliaryRefused';
  constructor(
    readonly code: string,
    readonly intuitTid: string | undefined,
  ) {
    super(`QuickBooks refused an item or account that refunds need: ${code}`);
  }

  decision(): Decision {
    const tid = this.intuitTid === undefined ? {} : { intuitTid: this.intuitTid };
    const note = { code: 'refund-item-refused', qboCode: this.code, ...tid } as const;
    return { action: 'blocked', reason: 'F11:refund-item-refused', note };
  }
}

/** Whether refunds can be written: what they need besides themselves is there (rule F11). */
export const hasAuxiliary = ({ refundItemId, depositRefundItemId }: CompanyProfile): boolean =>
  refundItemId !== undefined && depositRefundItemId !== undefined;

/**
 * What refunds need in QuickBooks besides themselves (rule F11): an item for what reverses a sale, and one, on a
 * liability, for money that was never applied. Finds or makes what is missing, once: each has a record stream of its
 * own, so a crash repeats the same request. Answers the company with what is there now. Throws `AuxiliaryRefused`; without
 * an income account no refund comes here (rule C7).
 */
export async function ensureAuxiliary(ports: Ports, tc: TenantContext): Promise<CompanyProfile> {
  const { company } = tc;
  const income = accountsFor(tc).incomeId;
  if (income === undefined) throw new Error('rule C7: the company has no income account');
  const refundItemId = await ensure(ports, tc, item('x.refund-item', 'BPro refund', 'refundItemId', income));
  const account = await ensure(ports, tc, ACCOUNT);
  const deposit = item(
    'x.deposit-refund-item',
    'BPro refund of money on account',
    'depositRefundItemId',
    account,
  );
  const made = { refundItemId, depositRefundItemId: await ensure(ports, tc, deposit) };
  const facts = (await ports.records.facts.get(tc.scope, COMPANY_FACTS)) ?? {};
  await ports.records.facts.put(tc.scope, COMPANY_FACTS, { ...facts, company: { ...company, ...made } });
  return { ...company, ...made };
}

async function ensure(
  ports: Ports,
  tc: TenantContext,
  { recordId, entity, name, body }: Auxiliary,
): Promise<string> {
  const type = 'product';
  let handle = await reloadRecord(ports, tc.scope, { type, recordId });
  if (handle.state.qboId !== undefined) return handle.state.qboId;
  const [existing] = await orNotNow(
    ports.qbo.query(tc.connection, { entity, where: [{ property: 'Name', operator: '=', value: name }] }),
  );
  const requestId = handle.state.open?.requestId ?? requestIdOf(tc, handle);
  if (!handle.state.open) {
    const reference = `body/${requestId}.auxiliary`;
    await ports.records.content.put(
      tc.scope,
      reference,
      { side: 'qbo', entity, operation: 'create', body },
      undefined,
    );
    const at = new Date(ports.clock.now()).toISOString();
    handle = await appendToRecord(ports, tc, handle, [
      {
        type: 'WriteIntended',
        data: {
          side: 'qbo',
          operation: 'create',
          requestId,
          body: reference,
          fields: [],
          agreed: {},
          createdAt: at,
          at,
        },
      },
    ]);
  }
  const confirm = async (record: QboRecord, adopted: boolean): Promise<string> => {
    const sideId = String(record['Id']);
    await appendToRecord(ports, tc, handle, [
      {
        type: 'WriteConfirmed',
        data: {
          side: 'qbo',
          requestId,
          sideId,
          version: String(record['SyncToken']),
          agreed: {},
          versions: {},
          ...(adopted ? { adopted } : {}),
        },
      },
      ...noteEvents(handle, undefined, undefined),
    ]);
    return sideId;
  };
  if (existing) return confirm(existing, true);
  const result = await sendQbo(ports, tc, { side: 'qbo', entity, operation: 'create', body }, requestId);
  if (result.outcome === 'done') return confirm(result.written.record, false);
  if (result.outcome === 'unknown') throw new NotNow(result.reason);
  const { code, intuitTid } =
    result.outcome === 'refused' ? result.fault : { code: 'stale', intuitTid: undefined };
  const tid = intuitTid === undefined ? {} : { intuitTid };
  await appendToRecord(ports, tc, handle, [
    { type: 'WriteRefused', data: { side: 'qbo', requestId, code, ...tid } },
  ]);
  throw new AuxiliaryRefused(code, intuitTid);
}
