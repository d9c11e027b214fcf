import { refuse } from '../api/service-fault.js';
import { cents, fromCents, prorate } from '../model/money.js';
import {
  amount,
  child,
  compact,
  type Draft,
  isObject,
  list,
  type QboRecord,
  refId,
  text,
} from '../model/record.js';
import { pacificDate } from '../model/time.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import { taxByLine } from '../tax/line-tax.js';
import { automatedTax, manualTax } from '../tax/us-tax.js';
import { transactionCurrency } from './currency.js';
import { documentNumber } from './document-number.js';
import type { RemovalContext, WriteContext } from './rules.js';
import { completeDiscount, completeLines } from './sales-lines.js';

/** Refuses a change to closed books (6210): the date before and the date after both count. */
export function requireOpenBooks(work: UnitOfWork, ...dates: readonly unknown[]): void {
  const closed = work.company.settings.bookCloseDate;
  if (closed !== undefined && dates.some((date) => typeof date === 'string' && date <= closed))
    throw refuse.booksClosed();
}

export const booksOpenFor = ({ work, stored }: RemovalContext): void =>
  requireOpenBooks(work, text(stored, 'TxnDate'));

/** What an invoice, credit memo, sales receipt and refund receipt have in common. */
export function completeSalesForm(context: WriteContext, draft: Draft): Draft {
  const { work, stored } = context;
  const customerId = refId(draft, 'CustomerRef');
  const customer = customerId === undefined ? undefined : work.get('Customer', customerId);
  const dated: Draft = { ...draft, TxnDate: text(draft, 'TxnDate') ?? pacificDate(work.now) };
  requireOpenBooks(work, dated['TxnDate'], stored && text(stored, 'TxnDate'));
  const money = completeMoney(context, dated, customer);
  return {
    CustomField: [],
    ApplyTaxAfterDiscount: false,
    PrintStatus: 'NeedToPrint',
    EmailStatus: 'NotSet',
    ...(stored ? {} : addresses(customer)),
    ...dated,
    ...transactionCurrency(work.company, draft, customer),
    ...money,
    DocNumber: documentNumber(context, draft),
    ...requireEmail(dated),
  };
}

function addresses(customer: QboRecord | undefined): Draft {
  if (!customer) return {};
  const bill = customer['BillAddr'];
  const ship = customer['ShipAddr'];
  return {
    ...(isObject(bill) ? { BillAddr: bill, FreeFormAddress: true } : {}),
    ...(isObject(ship) ? { ShipAddr: ship, FreeFormAddress: true } : {}),
  };
}

function requireEmail(draft: Draft): Draft {
  if (draft['EmailStatus'] === 'NeedToSend' && text(child(draft, 'BillEmail'), 'Address') === undefined)
    throw refuse.missing('BillEmail');
  return {};
}

/** Lines, subtotal, discount, tax and total. */
function completeMoney(context: WriteContext, draft: Draft, customer: QboRecord | undefined): Draft {
  const { work, stored, sent } = context;
  const touched = [
    'Line',
    'TxnTaxDetail',
    'CustomerRef',
    'GlobalTaxCalculation',
    'ApplyTaxAfterDiscount',
    'TxnDate',
  ];
  if (stored && sent['sparse'] === true && !touched.some((property) => property in sent)) return {};
  const { lines, discount } = completeLines(work, draft, stored, customer);
  const gross = sum(lines);
  const discountLine = discount && completeDiscount(work, discount, lines.length + 1, gross);
  const discountCents = discountLine ? cents(amount(discountLine, 'Amount')) : 0;
  const shares =
    draft['ApplyTaxAfterDiscount'] === true
      ? prorate(
          discountCents,
          lines.map((line) => cents(amount(line, 'Amount'))),
        )
      : lines.map(() => 0);
  const sentTax = isObject(sent['TxnTaxDetail']) ? sent['TxnTaxDetail'] : undefined;
  const mode = text(draft, 'GlobalTaxCalculation') ?? 'TaxExcluded';
  const taxed = work.company.isUs
    ? { ...usTax(context, lines, shares, customer, sentTax), lines }
    : taxByLine(work, lines, shares, mode, sentTax);
  const subtotal = sum(taxed.lines);
  const total = subtotal - discountCents + taxed.totalTax;
  if (total < 0) throw refuse.business('Transaction amount must be 0 or greater.');
  return compact({
    Line: [
      ...taxed.lines,
      { Amount: fromCents(subtotal), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
      ...(discountLine ? [discountLine] : []),
    ],
    TxnTaxDetail: taxed.detail,
    TotalAmt: fromCents(total),
    GlobalTaxCalculation: work.company.isUs ? undefined : mode,
  });
}

const sum = (lines: readonly QboRecord[]): number =>
  lines.reduce((total, line) => total + cents(amount(line, 'Amount')), 0);

function usTax(
  context: WriteContext,
  lines: readonly QboRecord[],
  shares: readonly number[],
  customer: QboRecord | undefined,
  sent: QboRecord | undefined,
): { detail: QboRecord; totalTax: number } {
  const { work, stored } = context;
  const taxable = lines.reduce(
    (total, line, index) => total + taxableCents(line) - taxedShare(line, shares[index]),
    0,
  );
  const input = { work, taxable, customer, sent, stored: stored && child(stored, 'TxnTaxDetail') };
  return work.company.profile === 'us-automated' ? automatedTax(input) : manualTax(input);
}

function taxableCents(line: QboRecord): number {
  const group = list(child(line, 'GroupLineDetail'), 'Line');
  if (group.length > 0) return group.reduce((total, item) => total + taxableCents(item), 0);
  const code = refId(child(line, 'SalesItemLineDetail'), 'TaxCodeRef');
  return code === 'TAX' ? cents(amount(line, 'Amount')) : 0;
}

const taxedShare = (line: QboRecord, share = 0): number => (taxableCents(line) === 0 ? 0 : share);

/** A voided sales form: amounts and quantities zero, the document stays. */
export function voidedForm(stored: QboRecord): Draft {
  const note = text(stored, 'PrivateNote');
  const Line = list(stored, 'Line').map((line) => {
    const detail = child(line, 'SalesItemLineDetail');
    if (line['DetailType'] !== 'SalesItemLineDetail') return { ...line, Amount: 0 };
    const rest = compact({ ...detail, Qty: undefined, UnitPrice: undefined, TaxInclusiveAmt: undefined });
    return { ...line, Amount: 0, SalesItemLineDetail: rest };
  });
  return {
    ...stored,
    Line,
    TxnTaxDetail: { TotalTax: 0 },
    LinkedTxn: [],
    TotalAmt: 0,
    Balance: 0,
    PrivateNote: note === undefined ? 'Voided' : `Voided - ${note}`,
  };
}
