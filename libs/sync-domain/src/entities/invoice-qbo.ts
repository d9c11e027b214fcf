import { Big } from 'big.js';
import { z } from 'zod';
import type { Fields } from '../fields.js';
import type { MappingContext, QboContent, Reference } from '../mapping.js';
import { toCents, type Cents } from '../money.js';
import type { NoteCode } from '../notes.js';
import { qboRef } from '../qbo-record.js';
import { plainText } from '../text.js';
import { lineCodes, percentOfGroup, taxFromQbo, type TaxReading } from './document-tax.js';
import {
  chargesIn,
  discountOf,
  itemOf,
  lineFromQbo,
  qboLine,
  sumOf,
  type InvoiceLine,
  type QboLine,
} from './invoice-lines.js';
import { qboTransaction } from './qbo-transaction.js';

/** The fields of a QuickBooks invoice that the sync reads (qbo API, Invoice). */
export const qboInvoice = qboTransaction.extend({
  DocNumber: z.string().optional(),
  CustomerRef: qboRef,
  DueDate: z.string().optional(),
  SalesTermRef: qboRef.optional(),
  CustomerMemo: z.looseObject({ value: z.string().optional() }).optional(),
  GlobalTaxCalculation: z.string().optional(),
  TxnTaxDetail: z
    .looseObject({ TxnTaxCodeRef: qboRef.optional(), TotalTax: z.number().optional() })
    .optional(),
  Line: z.array(qboLine).default([]),
});
type QboInvoice = z.infer<typeof qboInvoice>;

/** An invoice in the form in which both sides are compared. Amounts in cents, references as our record ids. */
export type InvoiceFields = {
  readonly number: string;
  readonly customer: string;
  readonly date: string;
  readonly dueDate: string;
  readonly term: string | null;
  /** Absent where QuickBooks has no tax codes of ours (rule F12). */
  readonly taxGroup?: string | null;
  readonly lines: readonly InvoiceLine[];
  readonly discount: Cents;
  readonly taxTotal: Cents;
  readonly total: Cents;
  readonly memo: string | null;
  /** Why BPro cannot hold what the QuickBooks invoice says; absent: it can. */
  readonly obstacle?: NoteCode;
};

/** Lines, tax and total hang together: when one is sent, all are. */
export const CHARGES = ['lines', 'discount', 'taxGroup', 'taxTotal', 'total'] as const;

export const asInvoice = (fields: Fields): InvoiceFields => fields as unknown as InvoiceFields;

export const chargesOf = (invoice: QboInvoice): QboLine[] => invoice.Line.flatMap(chargesIn);

const taxOf = (invoice: QboInvoice, context: MappingContext): TaxReading =>
  taxFromQbo(
    {
      codeId: invoice.TxnTaxDetail?.TxnTaxCodeRef?.value,
      taxes: (invoice.TxnTaxDetail?.TotalTax ?? 0) !== 0,
      charges: chargesOf(invoice),
    },
    context,
  );

export function invoiceFromQbo(content: QboContent, context: MappingContext): InvoiceFields {
  const invoice = qboInvoice.parse(content);
  const tax = taxOf(invoice, context);
  const taxTotal = toCents(invoice.TxnTaxDetail?.TotalTax ?? 0);
  const total = toCents(invoice.TotalAmt);
  const { lines, exact } = comparedLines(invoice, tax, taxTotal, total, context);
  const obstacle = tax.mixed ? 'tax-mixed' : exact ? undefined : 'tax-inclusive';
  return {
    number: plainText(invoice.DocNumber),
    customer: context.recordId('customer', 'qbo', invoice.CustomerRef.value),
    date: invoice.TxnDate,
    dueDate: invoice.DueDate ?? invoice.TxnDate,
    term: invoice.SalesTermRef ? context.recordId('sales-term', 'qbo', invoice.SalesTermRef.value) : null,
    ...(tax.group === undefined ? {} : { taxGroup: tax.group }),
    lines,
    discount: discountOf(invoice.Line, sumOf(lines)),
    taxTotal,
    total,
    memo: plainText(invoice.CustomerMemo?.value) || null,
    ...(obstacle ? { obstacle } : {}),
  };
}

/**
 * The lines without tax. A document that includes tax states its amounts net; where they are gross, they are made
 * net by the group's rate when that is exact to the cent (rule F7).
 */
function comparedLines(
  invoice: QboInvoice,
  tax: TaxReading,
  taxTotal: Cents,
  total: Cents,
  context: MappingContext,
): { readonly lines: InvoiceLine[]; readonly exact: boolean } {
  const charges = chargesOf(invoice);
  const productOf = (id: string): string => context.recordId('product', 'qbo', id);
  const lines = charges.map((line, i) => lineFromQbo(line, productOf, tax.taxable[i] ?? false));
  const adds = (sum: Cents): boolean => sum - discountOf(invoice.Line, sum) + taxTotal === total;
  if (invoice.GlobalTaxCalculation !== 'TaxInclusive' || adds(sumOf(lines))) return { lines, exact: true };
  const percent = typeof tax.group === 'string' ? percentOfGroup(tax.group, context) : undefined;
  if (percent === undefined) return { lines, exact: false };
  const net = charges.map((line, i) =>
    lineFromQbo(
      line,
      productOf,
      tax.taxable[i] ?? false,
      tax.taxable[i] ? netOf(toCents(line.Amount ?? 0), percent) : undefined,
    ),
  );
  return adds(sumOf(net)) ? { lines: net, exact: true } : { lines, exact: false };
}

const netOf = (gross: Cents, percent: string): Cents =>
  new Big(gross).times(100).div(new Big(percent).plus(100)).round(0, Big.roundHalfUp).toNumber();

export function invoiceReferencesInQbo(content: QboContent, context: MappingContext): Reference[] {
  const invoice = qboInvoice.parse(content);
  const charges = chargesOf(invoice);
  const items = new Set(charges.map(itemOf).filter((item) => item !== undefined));
  return [
    { field: 'customer', type: 'customer', sideId: invoice.CustomerRef.value, required: true },
    ...(invoice.SalesTermRef
      ? [{ field: 'term', type: 'sales-term' as const, sideId: invoice.SalesTermRef.value, required: false }]
      : []),
    ...taxReferences(invoice, charges, context),
    ...[...items].map((sideId) => ({ field: 'lines', type: 'product' as const, sideId, required: true })),
  ];
}

/** The code that becomes BPro's tax group is needed; the others of the document are only looked at. */
function taxReferences(
  invoice: QboInvoice,
  charges: readonly QboLine[],
  context: MappingContext,
): Reference[] {
  const { group } = taxOf(invoice, context);
  const { taxRegime } = context.company;
  if (taxRegime !== 'manual' && taxRegime !== 'codes') return [];
  const document = invoice.TxnTaxDetail?.TxnTaxCodeRef?.value;
  const codes =
    taxRegime === 'codes' ? lineCodes(charges, context) : document === undefined ? [] : [document];
  return codes.map((sideId) => ({
    field: 'taxGroup',
    type: 'tax',
    sideId,
    required: context.recordId('tax', 'qbo', sideId) === group,
  }));
}
