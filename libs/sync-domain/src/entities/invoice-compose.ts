import { discountAccount } from '../company.js';
import type { ComposeContext, QboContent } from '../mapping.js';
import {
  centsToNumber,
  decimalToNumber,
  percentOf,
  plainDecimal,
  splitByWeight,
  type Cents,
} from '../money.js';
import { NO_REFERENCE } from '../qbo-record.js';
import { keepsUntaxedCodes, lineTaxCode, taxDetail } from './document-tax.js';
import { sumOf, type QboLine } from './invoice-lines.js';
import { CHARGES, invoiceFromQbo, qboInvoice, type InvoiceFields } from './invoice-qbo.js';
import { carried, mergeLines, type LineComposer } from './merge-lines.js';
import { present, refTo, without } from './qbo-transaction.js';

/** An invoice for QuickBooks: all of it, or of an existing one what changed. */
export function invoiceToQbo(
  fields: InvoiceFields,
  changed: readonly string[],
  exists: QboContent | undefined,
  context: ComposeContext,
): Record<string, unknown> {
  const wants = (...names: readonly string[]): boolean =>
    !exists || names.some((name) => changed.includes(name));
  const dated = wants('date', 'dueDate', 'term');
  const term = fields.term === null ? undefined : refTo(context.sideId('sales-term', 'qbo', fields.term));
  const cleared = exists && fields.term === null ? NO_REFERENCE : undefined;
  return present({
    DocNumber: wants('number') ? fields.number : undefined,
    CustomerRef: wants('customer') ? refTo(context.sideId('customer', 'qbo', fields.customer)) : undefined,
    TxnDate: dated ? fields.date : undefined,
    DueDate: dated ? fields.dueDate : undefined,
    SalesTermRef: wants('term') ? (term ?? cleared) : undefined,
    CustomerMemo:
      wants('memo') && (exists || fields.memo !== null) ? { value: fields.memo ?? '' } : undefined,
    ...(wants(...CHARGES) ? charges(fields, exists, context) : {}),
  });
}

/** Lines, discount and tax, always together: QuickBooks keeps a stale tax otherwise. */
function charges(
  fields: InvoiceFields,
  exists: QboContent | undefined,
  context: ComposeContext,
): Record<string, unknown> {
  const { lines, discount, taxTotal, taxGroup } = fields;
  const existing = exists ? qboInvoice.parse(exists).Line : [];
  const compared = exists ? invoiceFromQbo(exists, context).lines : [];
  const taxed = lines.filter((line) => line.taxable);
  const untaxed = lines.filter((line) => !line.taxable);
  const [offTaxed = 0] = splitByWeight(discount, [sumOf(taxed), sumOf(untaxed)]);
  const off = discount === 0 ? [] : [discountLine(discount, sumOf(lines), existing, context)];
  return {
    Line: [...mergeLines(lines, existing, compared, lineComposer(taxGroup, context)), ...off],
    ...(discount === 0 ? {} : { ApplyTaxAfterDiscount: true }),
    ...taxDetail({ group: taxGroup, total: taxTotal, net: sumOf(taxed) - offTaxed }, context),
  };
}

const lineComposer =
  (taxGroup: string | null | undefined, context: ComposeContext): LineComposer =>
  (line, onto, same) => {
    const detail = onto?.SalesItemLineDetail ?? {};
    const keepsCode = same && !line.taxable && keepsUntaxedCodes(taxGroup, context);
    const TaxCodeRef =
      (keepsCode ? detail.TaxCodeRef : undefined) ?? lineTaxCode(line.taxable, taxGroup, context);
    if (onto && same) return { ...carried(onto), SalesItemLineDetail: withCode(detail, TaxCodeRef) };
    const users = without(detail, 'TaxInclusiveAmt', 'DiscountAmt', 'DiscountRate');
    const ItemRef =
      line.product === null ? detail.ItemRef : refTo(context.sideId('product', 'qbo', line.product));
    return present({
      ...(onto ? carried(onto) : {}),
      DetailType: 'SalesItemLineDetail',
      Amount: centsToNumber(line.amount),
      Description: line.description === '' ? undefined : line.description,
      SalesItemLineDetail: withCode(
        present({
          ...users,
          ItemRef,
          Qty: decimalToNumber(line.quantity),
          UnitPrice: decimalToNumber(line.unitPrice),
        }),
        TaxCodeRef,
      ),
    });
  };

const withCode = (
  detail: Record<string, unknown>,
  code: { value: string } | undefined,
): Record<string, unknown> => (code === undefined ? detail : { ...detail, TaxCodeRef: code });

/** A percentage that still gives the same discount stays one. */
function discountLine(
  discount: Cents,
  subtotal: Cents,
  existing: readonly QboLine[],
  context: ComposeContext,
): QboLine {
  const old = existing.find((line) => line.DetailType === 'DiscountLineDetail');
  const { PercentBased, DiscountPercent: percent } = old?.DiscountLineDetail ?? {};
  if (old && PercentBased && percent !== undefined && percentOf(plainDecimal(percent), subtotal) === discount)
    return { ...carried(old), Amount: centsToNumber(discount) };
  const users = without(old?.DiscountLineDetail ?? {}, 'DiscountPercent');
  return {
    ...(old ? carried(old) : {}),
    DetailType: 'DiscountLineDetail',
    Amount: centsToNumber(discount),
    DiscountLineDetail: {
      ...present({ DiscountAccountRef: refTo(discountAccount(context.company)) }),
      ...users,
      PercentBased: false,
    },
  };
}
