import { z } from 'zod';
import { bproDate, bproDecimal, bproId, bproMoney, type BproRecord } from '../bpro-record.js';
import { canonicalJson, type Fields } from '../fields.js';
import type { ComposeContext, EntityMapping, MappingContext, Reference } from '../mapping.js';
import { centsToText, toCents } from '../money.js';
import { keyInBody } from '../qbo-record.js';
import { matchText, plainText } from '../text.js';
import { taxFromBpro } from './document-tax.js';
import { invoiceToQbo } from './invoice-compose.js';
import { invoiceLine, type InvoiceLine } from './invoice-lines.js';
import {
  asInvoice,
  invoiceFromQbo,
  invoiceReferencesInQbo,
  qboInvoice,
  type InvoiceFields,
} from './invoice-qbo.js';
import { invoiceProblemsInBpro, invoiceProblemsInQbo } from './invoice-problems.js';
import { foreignCurrency, transactionUnit } from './qbo-transaction.js';

/** An order, a job and an invoice are one thing in BPro. A change order is a new invoice. */
export const bproInvoice = z.object({
  number: z.string().min(1).max(40),
  customerId: bproId,
  date: bproDate,
  dueDate: bproDate,
  salesTermId: bproId.nullable(),
  /** One tax group per order; none: nothing is taxed, or another system computed the tax (US automated sales tax). */
  taxGroupId: bproId.nullable(),
  lines: z
    .array(
      z.object({
        id: bproId,
        productId: bproId,
        description: z.string().max(4000),
        quantity: bproDecimal,
        unitPrice: bproDecimal,
        /** quantity × unitPrice, rounded half up to the cent. */
        amount: bproMoney,
        taxable: z.boolean(),
      }),
    )
    .min(1),
  /** Off the whole order, before tax, spread over the lines in proportion. `"0.00"`: none. */
  discount: bproMoney,
  taxTotal: bproMoney,
  /** Sum of the lines − discount + taxTotal. */
  total: bproMoney,
  memo: z.string().max(1000).nullable(),
});
export type BproInvoice = z.infer<typeof bproInvoice>;

export function invoiceFromBpro(data: BproRecord['data'], context: MappingContext): InvoiceFields {
  const invoice = bproInvoice.parse(data);
  const tax = taxFromBpro(
    {
      taxGroupId: invoice.taxGroupId,
      taxes: toCents(invoice.taxTotal) !== 0,
      taxable: invoice.lines.map((line) => line.taxable),
    },
    context,
  );
  return {
    number: plainText(invoice.number),
    customer: context.recordId('customer', 'bpro', invoice.customerId),
    date: invoice.date,
    dueDate: invoice.dueDate,
    term: invoice.salesTermId === null ? null : context.recordId('sales-term', 'bpro', invoice.salesTermId),
    ...(tax.group === undefined ? {} : { taxGroup: tax.group }),
    lines: invoice.lines.map((line, i) =>
      invoiceLine({
        ...line,
        product: context.recordId('product', 'bpro', line.productId),
        amount: toCents(line.amount),
        taxable: tax.taxable[i] ?? false,
      }),
    ),
    discount: toCents(invoice.discount),
    taxTotal: toCents(invoice.taxTotal),
    total: toCents(invoice.total),
    memo: plainText(invoice.memo) || null,
  };
}

function references(data: BproRecord['data'], context: MappingContext): Reference[] {
  const invoice = bproInvoice.parse(data);
  const products = new Set(invoice.lines.map((line) => line.productId));
  const { taxGroup } = invoiceFromBpro(data, context);
  return [
    { field: 'customer', type: 'customer', sideId: invoice.customerId, required: true },
    ...(invoice.salesTermId === null
      ? []
      : [{ field: 'term', type: 'sales-term' as const, sideId: invoice.salesTermId, required: false }]),
    ...(typeof taxGroup === 'string' && invoice.taxGroupId !== null
      ? [{ field: 'taxGroup', type: 'tax' as const, sideId: invoice.taxGroupId, required: true }]
      : []),
    ...[...products].map((sideId) => ({ field: 'lines', type: 'product' as const, sideId, required: true })),
  ];
}

function toBpro(
  fields: InvoiceFields,
  changed: readonly string[],
  exists: BproInvoice | undefined,
  context: ComposeContext,
): Partial<BproInvoice> {
  const id = (type: 'customer' | 'sales-term' | 'tax', recordId: string | null | undefined): string | null =>
    typeof recordId === 'string' ? (context.sideId(type, 'bpro', recordId) ?? null) : null;
  const data: BproInvoice = {
    number: fields.number,
    customerId: id('customer', fields.customer) ?? '',
    date: fields.date,
    dueDate: fields.dueDate,
    salesTermId: id('sales-term', fields.term),
    taxGroupId: id('tax', fields.taxGroup),
    lines: linesToBpro(fields.lines, exists, context),
    discount: centsToText(fields.discount),
    taxTotal: centsToText(fields.taxTotal),
    total: centsToText(fields.total),
    memo: fields.memo,
  };
  if (!exists) return data;
  const names = new Set(changed.map((name) => NAMES_IN_BPRO[name] ?? name));
  return Object.fromEntries(Object.entries(data).filter(([name]) => names.has(name)));
}

const NAMES_IN_BPRO: Readonly<Record<string, keyof BproInvoice>> = {
  customer: 'customerId',
  term: 'salesTermId',
  taxGroup: 'taxGroupId',
};

/** A line keeps its id in BPro when it is equal, or else when it is the next one of the same product. */
function linesToBpro(
  lines: readonly InvoiceLine[],
  exists: BproInvoice | undefined,
  context: ComposeContext,
): BproInvoice['lines'] {
  const compared = exists ? invoiceFromBpro(exists, context).lines : [];
  const free = (exists?.lines ?? []).map((old, i) => ({
    old,
    key: canonicalJson(compared[i]),
    product: compared[i]?.product,
  }));
  const taken = new Set(free.map(({ old }) => old.id));
  const take = (at: number): BproInvoice['lines'][number] | undefined =>
    at < 0 ? undefined : free.splice(at, 1)[0]?.old;
  const same = lines.map((line) => take(free.findIndex(({ key }) => key === canonicalJson(line))));
  let next = 1;
  const newId = (): string => {
    while (taken.has(String(next))) next++;
    return String(next++);
  };
  return lines.map((line, i) => {
    const equal = same[i];
    if (equal) return context.company.taxRegime === 'off' ? equal : { ...equal, taxable: line.taxable };
    const id = take(free.findIndex(({ product }) => product === line.product))?.id ?? newId();
    const product = line.product === null ? undefined : context.sideId('product', 'bpro', line.product);
    const { description, quantity, unitPrice, taxable } = line;
    return {
      id,
      productId: product ?? '',
      description,
      quantity,
      unitPrice,
      amount: centsToText(line.amount),
      taxable,
    };
  });
}

/** Invoices (orders, jobs): the documents that move money most (rules F7, F12, F15). */
export const invoiceMapping: EntityMapping<typeof bproInvoice> = {
  type: 'invoice',
  label: 'Invoices',
  qboPage: 'invoice?txnId=',
  dated: true,
  nested: false,
  lookedInto: true,
  oneByOne: false,
  qboUnique: { level: 0, code: 'number-taken' },
  bproUnique: { level: 0, code: 'invoice-number-unusable' },
  qboEntity: 'Invoice',
  qboWhere: [],
  qboRemoval: 'void',
  bproCreates: true,
  bproSchema: bproInvoice,
  qboSchema: qboInvoice,
  units: (raw) => [transactionUnit(raw)],
  bproKeys: (data) => [`0:${matchText(bproInvoice.parse(data).number)}`],
  qboKeys: (content) => {
    const number = matchText(qboInvoice.parse(content).DocNumber ?? '');
    return number === '' ? [] : [`0:${number}`];
  },
  identifies: (_level, bpro, qbo) => bpro['customer'] === qbo['customer'],
  bproReferences: references,
  qboReferences: invoiceReferencesInQbo,
  fromBpro: (data, context): Fields => invoiceFromBpro(data, context),
  fromQbo: (content, context): Fields => invoiceFromQbo(content, context),
  problems: (side, fields, context, exists) =>
    side === 'qbo'
      ? invoiceProblemsInQbo(asInvoice(fields), context, exists)
      : invoiceProblemsInBpro(asInvoice(fields)),
  leftOut: (_fields, side, content, context) => foreignCurrency(side, content, context),
  businessKey: keyInBody('DocNumber'),
  toQbo: (fields, changed, exists, context) => ({
    entity: 'Invoice',
    body: invoiceToQbo(asInvoice(fields), changed, exists, context),
  }),
  toBpro: (fields, changed, exists, context) =>
    toBpro(asInvoice(fields), changed, exists === undefined ? undefined : bproInvoice.parse(exists), context),
};
