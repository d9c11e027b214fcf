import { expect } from '@jest/globals';
import type { BproRecord, RecordType } from '@bpro-qbo-sync/sync-domain';
import type { BproChange, BproPort } from '../port.js';

export type Data = BproRecord['data'];

/** What a person does in BPro itself: these versions are not of origin `sync`. */
export interface BproUser {
  create(type: RecordType, data: Data): Promise<BproRecord>;
  update(type: RecordType, id: string, changes: Data): Promise<BproRecord>;
  deactivate(type: RecordType, id: string): Promise<BproRecord>;
  void(type: RecordType, id: string): Promise<BproRecord>;
  remove(type: RecordType, id: string): Promise<BproRecord>;
}

/** An implementation under test, with a fresh tenant that has its five sales terms and nothing else. */
export interface BproUnderTest {
  readonly port: BproPort;
  readonly tenant: string;
  readonly user: BproUser;
  /** Real or virtual milliseconds; the suite lets a long poll wait so long at most. */
  readonly longPollMs: number;
  close(): Promise<void>;
}

export const contractCustomer = (displayName: string): Data => ({
  displayName,
  givenName: null,
  familyName: null,
  companyName: null,
  email: null,
  phone: null,
  billingAddress: null,
  shippingAddress: null,
  salesTermId: null,
  taxExempt: false,
});

export const create = (
  { port, tenant }: BproUnderTest,
  idempotencyKey: string,
  displayName: string,
  createdAt?: string,
): Promise<BproRecord> =>
  port.create(tenant, 'customer', contractCustomer(displayName), {
    idempotencyKey,
    ...(createdAt === undefined ? {} : { createdAt }),
  });

export const rename = (
  { port, tenant }: BproUnderTest,
  { type, id, version }: BproRecord,
  displayName: string,
  idempotencyKey: string,
): Promise<BproRecord> => port.update(tenant, type, id, version, { displayName }, { idempotencyKey });

export async function pagedIds(
  { port, tenant }: BproUnderTest,
  type: RecordType,
  limit: number,
): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await port.page(tenant, type, cursor, limit);
    expect(page.records.length).toBeLessThanOrEqual(limit);
    ids.push(...page.records.map((r) => r.id));
    cursor = page.next;
  }
  return ids;
}

/** Everything after a position, two changes at a time. */
export async function changesAfter({ port, tenant }: BproUnderTest, position: string): Promise<BproChange[]> {
  const all: BproChange[] = [];
  for (let more = true; more;) {
    const answer = await port.changes(tenant, position, 2);
    all.push(...answer.changes);
    position = answer.position;
    more = answer.more;
  }
  return all;
}

/** What a promise was rejected with; undefined when it was not. */
export const failure = (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => undefined,
    (error: unknown) => error,
  );
