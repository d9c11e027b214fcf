import { refuse } from '../api/service-fault.js';
import { cents, fromCents, percentCents, productCents } from '../model/money.js';
import {
  amount,
  child,
  compact,
  type Draft,
  idOf,
  list,
  type QboRecord,
  refId,
  text,
} from '../model/record.js';
import { accountOfSubType } from '../store/find-account.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import { lineIds } from './line-ids.js';
import { SHIPPING_ITEM } from './references.js';

export interface SalesLines {
  /** Item, group and description lines, completed, without subtotal and discount. */
  readonly lines: readonly QboRecord[];
  readonly discount: QboRecord | undefined;
}

/** Completes the lines of a sales form: ids, numbers, item accounts, default tax codes; checks amounts. */
export function completeLines(
  work: UnitOfWork,
  draft: Draft,
  stored: QboRecord | undefined,
  customer: QboRecord | undefined,
): SalesLines {
  const identify = lineIds(stored);
  const lines: QboRecord[] = [];
  let discount: QboRecord | undefined;
  for (const line of list(draft, 'Line')) {
    const type = text(line, 'DetailType');
    if (type === undefined) throw refuse.missing('Line.DetailType');
    if (type === 'SubTotalLineDetail') continue;
    if (NEEDED_DETAILS.includes(type) && line[type] === undefined) throw refuse.missing(`Line.${type}`);
    if (type === 'DiscountLineDetail') discount = { ...line, Id: identify(line) };
    else lines.push(completeLine(work, line, type, identify(line), lines.length + 1, draft, customer));
  }
  if (lines.length === 0) throw refuse.missing('Line');
  if (lines.filter(isTaxable).length > MOST_TAXABLE)
    throw refuse.business(`A transaction can have ${String(MOST_TAXABLE)} taxable lines at most.`);
  return { lines, discount };
}

const NEEDED_DETAILS: readonly string[] = ['SalesItemLineDetail', 'GroupLineDetail', 'DiscountLineDetail'];
const MOST_TAXABLE = 750;

function isTaxable(line: QboRecord): boolean {
  const code = refId(child(line, 'SalesItemLineDetail'), 'TaxCodeRef');
  return code !== undefined && code !== 'NON';
}

function completeLine(
  work: UnitOfWork,
  line: QboRecord,
  type: string,
  id: string,
  number: number,
  draft: Draft,
  customer: QboRecord | undefined,
): QboRecord {
  const common = { ...line, Id: id, LineNum: number, DetailType: type };
  switch (type) {
    case 'SalesItemLineDetail':
      return { ...common, ...salesItemLine(work, line, draft, customer), CustomExtensions: [] };
    case 'GroupLineDetail': {
      const group = child(line, 'GroupLineDetail');
      const Line = list(group, 'Line').map((item) => ({
        ...item,
        ...salesItemLine(work, item, draft, customer),
      }));
      const sum = Line.reduce((total, item) => total + cents(amount(item, 'Amount')), 0);
      return { ...common, Amount: fromCents(sum), GroupLineDetail: { ...group, Line } };
    }
    case 'DescriptionOnly':
      return compact({ ...common, Amount: undefined, CustomExtensions: [] });
    default:
      throw refuse.unsupportedProperty('Line.DetailType');
  }
}

function salesItemLine(
  work: UnitOfWork,
  line: QboRecord,
  draft: Draft,
  customer: QboRecord | undefined,
): { Amount: number; SalesItemLineDetail: QboRecord } {
  if (line['Amount'] === undefined) throw refuse.missing('Line.Amount');
  const detail = child(line, 'SalesItemLineDetail');
  checkAmount(line, detail);
  const itemId = refId(detail, 'ItemRef') ?? defaultItem(work);
  if (itemId === SHIPPING_ITEM && !work.company.settings.allowShipping)
    throw refuse.business('Shipping must be enabled to perform this operation.');
  const item = itemId === undefined ? undefined : work.get('Item', itemId);
  if (item?.['Type'] === 'Category') throw refuse.business('A category cannot be used on a transaction.');
  const started = item && text(item, 'InvStartDate');
  if (item?.['Type'] === 'Inventory' && started !== undefined && String(draft['TxnDate']) < started)
    throw refuse.beforeInventoryStart();
  return {
    Amount: fromCents(cents(amount(line, 'Amount'))),
    SalesItemLineDetail: compact({
      ...detail,
      ItemRef: itemId === undefined ? undefined : { value: itemId },
      ItemAccountRef: item?.['IncomeAccountRef'] ?? detail['ItemAccountRef'],
      TaxCodeRef: taxCode(work, detail, item, customer),
    }),
  };
}

/** Amount must be Qty times UnitPrice to the cent (6070); with tax inclusive the gross amount may be. */
export function checkAmount(line: QboRecord, detail: QboRecord): void {
  if (detail['Qty'] === undefined || detail['UnitPrice'] === undefined) return;
  const product = productCents(amount(detail, 'Qty'), amount(detail, 'UnitPrice'));
  const amounts = [cents(amount(line, 'Amount')), cents(amount(detail, 'TaxInclusiveAmt'))];
  if (!amounts.includes(product)) throw refuse.amountMismatch(amount(line, 'Amount'));
}

/** US lines are TAX or NON (6100), taxable when both item and customer are; elsewhere the code is as sent. */
function taxCode(
  work: UnitOfWork,
  detail: QboRecord,
  item: QboRecord | undefined,
  customer: QboRecord | undefined,
): QboRecord | undefined {
  const sent = refId(detail, 'TaxCodeRef');
  if (!work.company.isUs) return sent === undefined ? undefined : { value: sent };
  if (sent !== undefined && sent !== 'TAX' && sent !== 'NON') throw refuse.invalidTaxCode(sent);
  const taxable = item?.['Taxable'] === true && customer?.['Taxable'] !== false;
  return { value: sent ?? (taxable ? 'TAX' : 'NON') };
}

/** The item of a line that names none: the company's first service item. */
function defaultItem(work: UnitOfWork): string | undefined {
  const found = work.company
    .store('Item')
    .byId()
    .find(({ record }) => record['Type'] === 'Service' && record['Active'] !== false);
  return found && idOf(found.record);
}

/** The discount line with its amount and account. `subtotal` in cents. */
export function completeDiscount(
  work: UnitOfWork,
  line: QboRecord,
  number: number,
  subtotal: number,
): QboRecord {
  if (!work.company.settings.allowDiscount)
    throw refuse.business('Discounts must be enabled to perform this operation.');
  const detail = child(line, 'DiscountLineDetail');
  const percentBased = detail['PercentBased'] === true;
  if (!percentBased && line['Amount'] === undefined) throw refuse.missing('Line.Amount');
  const value = percentBased
    ? percentCents(subtotal, amount(detail, 'DiscountPercent'))
    : cents(amount(line, 'Amount'));
  const account =
    refId(detail, 'DiscountAccountRef') ?? accountOfSubType(work.company, 'DiscountsRefundsGiven');
  return {
    ...line,
    LineNum: number,
    Amount: fromCents(value),
    DetailType: 'DiscountLineDetail',
    CustomExtensions: [],
    DiscountLineDetail: compact({
      ...detail,
      PercentBased: percentBased,
      DiscountAccountRef: account === undefined ? undefined : { value: account },
    }),
  };
}
