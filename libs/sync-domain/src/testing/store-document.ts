import { Big } from 'big.js';
import type { TaxRegime } from '../company.js';
import type { QboContent } from '../mapping.js';
import { centsToNumber, lineAmount, percentOf, toCents, type Cents } from '../money.js';
import { without } from '../entities/qbo-transaction.js';

type Line = Readonly<Record<string, unknown>> & {
  readonly Amount?: number;
  readonly DetailType?: string;
  readonly Id?: string;
  readonly SalesItemLineDetail?: {
    readonly Qty?: number;
    readonly UnitPrice?: number;
    readonly ItemRef?: { readonly value: string };
    readonly TaxCodeRef?: { readonly value: string };
  };
  readonly GroupLineDetail?: { readonly Line?: readonly Line[] };
};

interface TaxDetail {
  readonly TotalTax?: number;
  readonly TxnTaxCodeRef?: { readonly value: string };
  readonly TaxLine?: readonly { readonly Amount: number }[];
}

export class Refused extends Error {}

const inner = (line: Line): readonly Line[] =>
  line.DetailType === 'GroupLineDetail' ? (line.GroupLineDetail?.Line ?? []) : [line];

/**
 * Stores a sales document as QuickBooks does (qbo API, Invoice and RefundReceipt): checks the arithmetic and the tax
 * codes, replaces the lines as a whole, adds the subtotal and computes the total. An explicit TotalTax is honoured.
 */
export function storeDocument(body: QboContent, regime: TaxRegime, existing?: QboContent): QboContent {
  const sparse = existing !== undefined && body['sparse'] !== false;
  const merged: Record<string, unknown> = { ...(sparse ? existing : {}), ...body };
  const version = existing ? Number(existing['SyncToken']) + 1 : 0;
  const lines = (merged['Line'] as readonly Line[] | undefined) ?? [];
  if (lines.length === 0) throw new Refused('2020 Line is missing');
  const known = new Set(((existing?.['Line'] as readonly Line[] | undefined) ?? []).map((line) => line.Id));
  const charges = lines.flatMap(inner).filter((line) => line.DetailType === 'SalesItemLineDetail');
  for (const line of charges) check(line, regime);
  for (const { Id } of lines) if (Id !== undefined && !known.has(Id)) throw new Refused(`2030 line ${Id}`);

  const subtotal = sum(charges);
  const discount = sum(lines.filter((line) => line.DetailType === 'DiscountLineDetail'));
  const tax = taxTotal(merged['TxnTaxDetail'] as TaxDetail | undefined, body, regime);
  const total = subtotal - discount + tax;
  return {
    ...cleared(merged),
    Id: existing?.['Id'] ?? '145',
    SyncToken: String(version),
    MetaData: {
      CreateTime: '2026-02-01T08:00:00-08:00',
      LastUpdatedTime: `2026-02-0${String(version + 1)}T08:00:00-08:00`,
    },
    Line: numbered(lines, subtotal, version),
    ...(regime === 'off'
      ? {}
      : { TxnTaxDetail: { ...(merged['TxnTaxDetail'] ?? {}), TotalTax: centsToNumber(tax) } }),
    TotalAmt: centsToNumber(total),
    Balance: centsToNumber(total),
    CurrencyRef: { value: 'USD' },
  };
}

const sum = (lines: readonly Line[]): Cents =>
  lines.reduce((all, line) => all + toCents(line.Amount ?? 0), 0);

function check(line: Line, regime: TaxRegime): void {
  const { Qty, UnitPrice, TaxCodeRef, ItemRef } = line.SalesItemLineDetail ?? {};
  if (ItemRef === undefined) throw new Refused('2020 ItemRef is missing');
  if (Qty !== undefined && UnitPrice !== undefined) {
    const product = lineAmount(new Big(Qty).toFixed(), new Big(UnitPrice).toFixed());
    if (product !== toCents(line.Amount ?? 0))
      throw new Refused('6070 Amount is not equal to UnitPrice * Qty');
  }
  const code = TaxCodeRef?.value;
  if ((regime === 'automated' || regime === 'manual') && code !== 'TAX' && code !== 'NON')
    throw new Refused(`6100 ${String(code)}`);
  if (regime === 'codes' && (code === undefined || code === 'TAX' || code === 'NON'))
    throw new Refused('6000 all your transactions need a rate');
}

function taxTotal(detail: TaxDetail | undefined, body: QboContent, regime: TaxRegime): Cents {
  if (regime === 'off') {
    if (body['TxnTaxDetail'] !== undefined) throw new Refused('sales tax is off');
    return 0;
  }
  if (body['Line'] !== undefined && body['TxnTaxDetail'] === undefined)
    throw new Refused('the tax would be stale');
  const tax = toCents(detail?.TotalTax ?? 0);
  if (detail?.TaxLine) {
    const parts = detail.TaxLine.reduce((all, line) => all + toCents(line.Amount), 0);
    if (parts !== tax) throw new Refused('the tax lines do not add up');
  }
  return tax;
}

/** An empty text and an empty reference clear a field. */
const cleared = (body: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(without(body, 'sparse')).filter(
      ([, value]) => value !== '' && (value as { value?: unknown } | null)?.value !== '',
    ),
  );

function numbered(lines: readonly Line[], subtotal: Cents, version: number): unknown[] {
  const kept = lines.filter((line) => line.DetailType !== 'SubTotalLineDetail');
  const discounts = kept.filter((line) => line.DetailType === 'DiscountLineDetail');
  const others = kept.filter((line) => line.DetailType !== 'DiscountLineDetail');
  const withIds = others.map((line, i) => ({
    ...line,
    Id: line.Id ?? `${String(version)}0${String(i)}`,
    LineNum: i + 1,
    CustomExtensions: [],
  }));
  const subTotalLine = {
    Amount: centsToNumber(subtotal),
    DetailType: 'SubTotalLineDetail',
    SubTotalLineDetail: {},
  };
  return [...withIds, subTotalLine, ...discounts];
}

/** What QuickBooks itself would charge per rate: every rate rounded on its own, hence the odd cent. */
export const taxByRate = (percents: readonly string[], net: Cents): Cents =>
  percents.reduce((all, percent) => all + percentOf(percent, net), 0);
