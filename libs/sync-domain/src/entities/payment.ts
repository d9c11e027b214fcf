import { z } from 'zod';
import { bproDate, bproId, bproMoney, type BproRecord } from '../bpro-record.js';
import type { Fields } from '../fields.js';
import type {
  ComposeContext,
  EntityMapping,
  MappingContext,
  Problem,
  QboContent,
  Reference,
} from '../mapping.js';
import { centsToNumber, centsToText, toCents, type Cents } from '../money.js';
import { keyInBody, NO_REFERENCE } from '../qbo-record.js';
import { matchText, plainText } from '../text.js';
import { applicationOf, otherLines, paymentUnits, qboPayment, sumOfLines } from './payment-applications.js';
import { blocks, closedPeriod, foreignCurrency, methodUnchecked, present, refTo } from './qbo-transaction.js';

export const bproPayment = z.object({
  customerId: bproId,
  /** None: a deposit taken before the invoice, or money on account. */
  invoiceId: bproId.nullable(),
  methodId: bproId.nullable(),
  date: bproDate,
  /** All that was taken, tip included; may exceed the invoice's balance. */
  amount: bproMoney,
  tip: bproMoney,
  reference: z.string().max(100).nullable(),
  note: z.string().max(1000).nullable(),
});
export type BproPayment = z.infer<typeof bproPayment>;

/** A payment in the form in which both sides are compared. Amount in cents, references as our record ids. */
export type PaymentFields = {
  readonly customer: string;
  /** Null: on account. */
  readonly invoice: string | null;
  readonly method: string | null;
  readonly date: string;
  readonly amount: Cents;
  /** What QuickBooks can hold of it: the first 21 characters. */
  readonly reference: string | null;
};

const asPayment = (fields: Fields): PaymentFields => fields as unknown as PaymentFields;

const MAX_REFERENCE = 21;

/** Card processors' references are longer than QuickBooks' field: both sides are compared by what fits. */
const reference = (text: string | null | undefined): string | null =>
  [...plainText(text)].slice(0, MAX_REFERENCE).join('').trim() || null;

function fromBpro(data: BproRecord['data'], context: MappingContext): PaymentFields {
  const payment = bproPayment.parse(data);
  const { customerId, invoiceId, methodId } = payment;
  return {
    customer: context.recordId('customer', 'bpro', customerId),
    invoice: invoiceId === null ? null : context.recordId('invoice', 'bpro', invoiceId),
    method: methodId === null ? null : context.recordId('payment-method', 'bpro', methodId),
    date: payment.date,
    amount: toCents(payment.amount),
    reference: reference(payment.reference),
  };
}

function fromQbo(content: QboContent, context: MappingContext): PaymentFields {
  const payment = qboPayment.parse(content);
  const { invoiceId, amount } = applicationOf(content);
  const method = payment.PaymentMethodRef?.value;
  return {
    customer: context.recordId('customer', 'qbo', payment.CustomerRef.value),
    invoice: invoiceId === null ? null : context.recordId('invoice', 'qbo', invoiceId),
    method: method === undefined ? null : context.recordId('payment-method', 'qbo', method),
    date: payment.TxnDate,
    amount,
    reference: reference(payment.PaymentRefNum),
  };
}

const references = (ids: {
  readonly customer: string;
  readonly invoice: string | null;
  readonly method: string | null | undefined;
}): Reference[] => [
  { field: 'customer', type: 'customer', sideId: ids.customer, required: true },
  ...(ids.invoice === null
    ? []
    : [{ field: 'invoice', type: 'invoice' as const, sideId: ids.invoice, required: true }]),
  ...(ids.method === null || ids.method === undefined
    ? []
    : [{ field: 'method', type: 'payment-method' as const, sideId: ids.method, required: false }]),
];

/** Payment and refund: the whole natural key (rule F1); without an invoice the customer must be the same too. */
export const sameMoney = (bpro: Fields, qbo: Fields): boolean =>
  ['customer', 'method', 'date', 'amount'].every((name) => (bpro[name] ?? null) === (qbo[name] ?? null)) &&
  matchText(String(bpro['reference'] ?? '')) === matchText(String(qbo['reference'] ?? ''));

export const moneyKey = (date: string, amount: Cents): string => `0:${date}|${amount}`;

/** What stands in the way of changing a payment in QuickBooks (rules F9, F10, F14). */
function problemsInQbo(
  fields: PaymentFields,
  context: MappingContext,
  exists: QboContent | undefined,
): Problem[] {
  const deposited =
    exists && qboPayment.parse(exists).LinkedTxn?.some((linked) => linked.TxnType === 'Deposit');
  return [
    ...closedPeriod(fields.date, context, exists),
    ...(exists && applicationOf(exists).of > 1 ? blocks('multi-invoice-payment') : []),
    ...(deposited ? blocks('deposited-payment') : []),
  ];
}

/**
 * What a payment pays: its invoice up to what is open on it; the rest (a tip, an overpayment) stays unapplied
 * (rule F13). Credits that the payment uses already stay.
 */
function lines(fields: PaymentFields, exists: QboContent | undefined, context: ComposeContext): unknown[] {
  const payment = exists ? qboPayment.parse(exists) : undefined;
  const credits = payment ? otherLines(payment) : [];
  const kept = credits.map(({ Amount, LinkedTxn }) => ({ Amount, LinkedTxn }));
  if (fields.invoice === null) return kept;
  const invoiceId = context.sideId('invoice', 'qbo', fields.invoice);
  if (invoiceId === undefined) return kept;
  const before = payment && applicationOf(payment).invoiceId === invoiceId ? appliedNow(payment) : 0;
  const balance = context.content('invoice', 'qbo', fields.invoice)?.['Balance'];
  const available = fields.amount + sumOfLines(credits);
  const open = typeof balance === 'number' ? toCents(balance) + before : available;
  const amount = Math.min(available, open);
  return amount <= 0
    ? kept
    : [...kept, { Amount: centsToNumber(amount), LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }] }];
}

const appliedNow = (payment: z.infer<typeof qboPayment>): Cents =>
  sumOfLines(payment.Line) - sumOfLines(otherLines(payment));

function toQbo(
  fields: PaymentFields,
  changed: readonly string[],
  exists: QboContent | undefined,
  context: ComposeContext,
): QboContent {
  const wants = (...names: readonly string[]): boolean =>
    !exists || names.some((name) => changed.includes(name));
  const method = fields.method === null ? undefined : context.sideId('payment-method', 'qbo', fields.method);
  const cleared = exists && fields.method === null ? NO_REFERENCE : undefined;
  return present({
    CustomerRef: wants('customer') ? refTo(context.sideId('customer', 'qbo', fields.customer)) : undefined,
    TxnDate: wants('date') ? fields.date : undefined,
    PaymentMethodRef: wants('method') ? (refTo(method) ?? cleared) : undefined,
    PaymentRefNum: wants('reference') ? (fields.reference ?? (exists ? '' : undefined)) : undefined,
    ...(exists ? {} : { PrivateNote: context.marker }),
    ...(wants('amount', 'invoice')
      ? { TotalAmt: centsToNumber(fields.amount), Line: lines(fields, exists, context) }
      : {}),
  });
}

function toBpro(
  fields: PaymentFields,
  changed: readonly string[],
  exists: boolean,
  context: ComposeContext,
): Partial<BproPayment> {
  const wants = (name: keyof PaymentFields): boolean => !exists || changed.includes(name);
  const id = (type: 'customer' | 'invoice' | 'payment-method', recordId: string | null): string | null =>
    recordId === null ? null : (context.sideId(type, 'bpro', recordId) ?? null);
  return {
    ...(wants('customer') ? { customerId: id('customer', fields.customer) ?? '' } : {}),
    ...(wants('invoice') ? { invoiceId: id('invoice', fields.invoice) } : {}),
    ...(wants('method') ? { methodId: id('payment-method', fields.method) } : {}),
    ...(wants('date') ? { date: fields.date } : {}),
    ...(wants('amount') ? { amount: centsToText(fields.amount) } : {}),
    ...(wants('reference') ? { reference: fields.reference } : {}),
    ...(exists ? {} : { tip: '0.00', note: null }),
  };
}

/** Payments, one per application to an invoice (rules C5, F13, F14). */
export const paymentMapping: EntityMapping<typeof bproPayment> = {
  type: 'payment',
  label: 'Payments',
  qboPage: 'recvpayment?txnId=',
  dated: true,
  nested: false,
  lookedInto: true,
  oneByOne: true,
  qboUnique: undefined,
  bproUnique: undefined,
  qboEntity: 'Payment',
  qboWhere: [],
  // An invoice that ends frees the money of its payments (qbo API, Payment).
  clearedByQbo: ['invoice'],
  // It was paid in full when the payment came, and is open now that what had paid it has ended (rule F13).
  possibleNow: (bpro, exists, context) => {
    const { invoice } = asPayment(bpro);
    const { invoiceId, of } = applicationOf(exists);
    const balance = invoice === null ? 0 : context.content('invoice', 'qbo', invoice)?.['Balance'];
    return invoiceId === null && of === 1 && Number(balance ?? 0) > 0 ? ['invoice'] : [];
  },
  qboRemoval: 'void',
  bproCreates: true,
  bproSchema: bproPayment,
  qboSchema: qboPayment,
  units: paymentUnits,
  bproKeys: (data) => {
    const { date, amount } = bproPayment.parse(data);
    return [moneyKey(date, toCents(amount))];
  },
  qboKeys: (content) => [moneyKey(qboPayment.parse(content).TxnDate, applicationOf(content).amount)],
  identifies: (_level, bpro, qbo) => sameMoney(bpro, qbo) && bpro['invoice'] === qbo['invoice'],
  bproReferences: (data) => {
    const { customerId: customer, invoiceId: invoice, methodId: method } = bproPayment.parse(data);
    return references({ customer, invoice, method });
  },
  qboReferences: (content) => {
    const { CustomerRef, PaymentMethodRef } = qboPayment.parse(content);
    const invoice = applicationOf(content).invoiceId;
    return references({ customer: CustomerRef.value, invoice, method: PaymentMethodRef?.value });
  },
  fromBpro: (data, context): Fields => fromBpro(data, context),
  fromQbo: (content, context): Fields => fromQbo(content, context),
  problems: (side, fields, context, exists) =>
    side === 'qbo' ? problemsInQbo(asPayment(fields), context, exists) : [],
  leftOut: (fields, side, content, context) => {
    const { amount, method } = asPayment(fields);
    if (side === 'bpro' && amount === 0) return 'F13:no-money';
    return foreignCurrency(side, content, context) ?? methodUnchecked(method, context);
  },
  businessKey: keyInBody('TxnDate', { marked: true }),
  toQbo: (fields, changed, exists, context) => ({
    entity: 'Payment',
    body: toQbo(asPayment(fields), changed, exists, context),
  }),
  toBpro: (fields, changed, exists, context) =>
    toBpro(asPayment(fields), changed, exists !== undefined, context),
};
