import { cents, fromCents } from '../model/money.js';
import { amount, idOf, type QboRecord, refId, text } from '../model/record.js';
import { definitionOf } from '../schema/definitions.js';
import type { EntityName } from '../schema/entity-names.js';
import { type Ledger, type Postings, postingsOf } from './postings.js';
import { accountOfSubType, accountOfType } from './find-account.js';
import type { UnitOfWork } from './unit-of-work.js';

/** A transaction before and after a write; undefined: there was or is none. */
export interface Change {
  readonly entity: EntityName;
  readonly before: QboRecord | undefined;
  readonly after: QboRecord | undefined;
}

/** Accounts of results: their balance is nothing that stands, and QuickBooks shows 0. */
const RESULTS = new Set(['Income', 'Other Income', 'Cost of Goods Sold', 'Expense', 'Other Expense']);

/** Moves the balances of names and accounts, and the stock, by what the changes of transactions come to. */
export function postChanges(work: UnitOfWork, changes: readonly Change[]): void {
  const transactions = changes.filter(({ entity }) => definitionOf(entity).kind === 'transaction');
  if (transactions.length === 0) return;
  const ledger = ledgerOf(work);
  const sums = { customers: new Map(), vendors: new Map(), accounts: new Map(), items: new Map() } as const;
  for (const { entity, before, after } of transactions) {
    const old = postingsOf(entity, before, ledger);
    const now = postingsOf(entity, after, ledger);
    for (const kind of ['customers', 'vendors', 'accounts', 'items'] as const satisfies (keyof Postings)[])
      difference(sums[kind], old[kind], now[kind]);
  }
  for (const [id, delta] of nonZero(sums.customers)) postCustomer(work, id, delta);
  for (const [id, delta] of nonZero(sums.vendors)) postVendor(work, id, delta);
  for (const [id, delta] of nonZero(sums.accounts)) postAccount(work, id, delta);
  for (const [id, delta] of nonZero(sums.items)) postItem(work, id, delta);
}

const ledgerOf = (work: UnitOfWork): Ledger => ({
  receivables: accountOfType(work.company, 'Accounts Receivable') ?? '',
  payables: accountOfType(work.company, 'Accounts Payable') ?? '',
  undeposited: accountOfSubType(work.company, 'UndepositedFunds') ?? '',
  accountType: (id) => text(work.get('Account', id) ?? {}, 'AccountType'),
  item: (id) => work.get('Item', id),
});

function difference(
  into: Map<string, number>,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): void {
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const delta = (after.get(key) ?? 0) - (before.get(key) ?? 0);
    if (delta !== 0) into.set(key, (into.get(key) ?? 0) + delta);
  }
}

const nonZero = (sums: ReadonlyMap<string, number>): [string, number][] =>
  [...sums].filter(([, delta]) => delta !== 0);

const plus = (record: QboRecord, key: string, delta: number): number =>
  fromCents(cents(amount(record, key)) + delta);

/** The records above this one, the nearest first. */
function* parentsOf(work: UnitOfWork, entity: EntityName, record: QboRecord): Generator<QboRecord> {
  let child: QboRecord | undefined = record;
  for (let depth = 0; depth < 5; depth++) {
    const id: string | undefined = child && refId(child, 'ParentRef');
    child = id === undefined ? undefined : work.get(entity, id);
    if (!child) return;
    yield child;
  }
}

function raise(
  work: UnitOfWork,
  entity: EntityName,
  record: QboRecord,
  keys: readonly string[],
  delta: number,
): void {
  const changed = Object.fromEntries(keys.map((key) => [key, plus(record, key, delta)]));
  work.derive(entity, { ...record, ...changed }, { bump: false });
}

function postCustomer(work: UnitOfWork, id: string, delta: number): void {
  const customer = work.get('Customer', id);
  if (!customer) return;
  const parents = [...parentsOf(work, 'Customer', customer)];
  raise(work, 'Customer', customer, ['Balance', 'BalanceWithJobs'], delta);
  for (const parent of parents) raise(work, 'Customer', parent, ['BalanceWithJobs'], delta);
}

function postVendor(work: UnitOfWork, id: string, delta: number): void {
  const vendor = work.get('Vendor', id);
  if (vendor) raise(work, 'Vendor', vendor, ['Balance'], delta);
}

function postAccount(work: UnitOfWork, id: string, delta: number): void {
  const account = work.get('Account', id);
  if (!account || RESULTS.has(text(account, 'AccountType') ?? '')) return;
  const parents = [...parentsOf(work, 'Account', account)].filter((parent) => idOf(parent) !== id);
  raise(work, 'Account', account, ['CurrentBalance', 'CurrentBalanceWithSubAccounts'], delta);
  for (const parent of parents) raise(work, 'Account', parent, ['CurrentBalanceWithSubAccounts'], delta);
}

function postItem(work: UnitOfWork, id: string, delta: number): void {
  const item = work.get('Item', id);
  if (item?.['Type'] !== 'Inventory' || item['TrackQtyOnHand'] !== true) return;
  const QtyOnHand = Math.round((amount(item, 'QtyOnHand') + delta) * 1e5) / 1e5;
  work.derive('Item', { ...item, QtyOnHand }, { bump: work.switches.inventorySaleBumpsItem });
}
