import type { BatchItem, Connection, QboApi, QboRecord, WriteOptions } from '@bpro-qbo-sync/qbo-client';

/** Of 100 records: items, customers and invoices go in batches, money goes one by one, each under a key of its own. */
const SHARES = { Item: 5, Customer: 20, Invoice: 40, Payment: 33, RefundReceipt: 2 } as const;
type Entity = keyof typeof SHARES;
const BATCHED: readonly Entity[] = ['Item', 'Customer', 'Invoice'];
export const BATCH_SIZE = 30;

/** What the records of the mix refer to. */
export interface Referred {
  readonly customerId: string;
  readonly itemId: string;
  readonly accountId: string;
}

export interface Mix {
  readonly batches: readonly (readonly BatchItem[])[];
  readonly singles: readonly { readonly entity: Entity; readonly body: QboRecord }[];
}

/** `records` creates in the usual mix. */
export function usualMix(records: number, referred: Referred): Mix {
  const made = (entity: Entity): { entity: Entity; body: QboRecord }[] =>
    Array.from({ length: Math.round((records * SHARES[entity]) / 100) }, (_, i) => ({
      entity,
      body: bodyOf(entity, i, referred),
    }));
  const batched = BATCHED.flatMap(made);
  return {
    batches: Array.from({ length: Math.ceil(batched.length / BATCH_SIZE) }, (_, b) =>
      batched
        .slice(b * BATCH_SIZE, (b + 1) * BATCH_SIZE)
        .map((item, i) => ({ ...item, bId: String(i + 10), operation: 'create' as const })),
    ),
    singles: (['Payment', 'RefundReceipt'] as const).flatMap(made),
  };
}

function bodyOf(entity: Entity, i: number, { customerId, itemId, accountId }: Referred): QboRecord {
  const CustomerRef = { value: customerId };
  const line = {
    DetailType: 'SalesItemLineDetail',
    Amount: 10,
    SalesItemLineDetail: { ItemRef: { value: itemId } },
  };
  switch (entity) {
    case 'Item':
      return { Name: `Fitting ${String(i)}`, Type: 'Service', IncomeAccountRef: { value: accountId } };
    case 'Customer':
      return { DisplayName: `Customer ${String(i)}` };
    case 'Invoice':
      return { CustomerRef, Line: [line] };
    case 'Payment':
      return { CustomerRef, TotalAmt: 10 };
    case 'RefundReceipt':
      return { CustomerRef, Line: [line], DepositToAccountRef: { value: '35' } };
  }
}

/** How many calls of each kind wait for their turn at once. */
const AT_ONCE = { batches: 8, singles: 30 };

/** Writes the mix in the bulk lane. */
export async function writeMix(
  api: QboApi,
  connection: Connection,
  { batches, singles }: Mix,
): Promise<void> {
  const bulk = (requestId: string): WriteOptions => ({ requestId, lane: 'bulk' });
  await Promise.all([
    inTurn(singles, AT_ONCE.singles, ({ entity, body }, i) =>
      api.write(connection, { entity, operation: 'create', body }, bulk(`s-${String(i)}`)),
    ),
    inTurn(batches, AT_ONCE.batches, async (items, i) => {
      for (const result of await api.batch(connection, items, bulk(`b-${String(i)}`)))
        if (result.ok !== true)
          throw new Error(
            `item ${result.bId} of batch ${String(i)}: ${result.ok === 'missing' ? 'missing' : result.fault.code}`,
          );
    }),
  ]);
}

async function inTurn<T>(
  all: readonly T[],
  atOnce: number,
  work: (one: T, i: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < all.length; i = next++) await work(all[i] as T, i);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
