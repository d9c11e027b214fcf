import { z } from 'zod';
import { bproDate, bproId, bproMoney, type BproRecord } from '../bpro-record.js';
import type { Fields } from '../fields.js';
import type { ComposeContext, EntityMapping, MappingContext, QboContent, Reference } from '../mapping.js';
import { centsToText, toCents } from '../money.js';
import { keyInBody } from '../qbo-record.js';
import { plainText } from '../text.js';
import { moneyKey, sameMoney } from './payment.js';
import { blocks, foreignCurrency, methodUnchecked, transactionUnit } from './qbo-transaction.js';
import { refundProblemsInQbo, refundToQbo, type RefundFields } from './refund-compose.js';
import { qboRefund, refundedOrder } from './refund-lines.js';

/** Entered on an order's payment. */
export const bproRefund = z.object({
  customerId: bproId,
  /** None: money that was never applied to an invoice is given back. */
  invoiceId: bproId.nullable(),
  paymentId: bproId.nullable(),
  methodId: bproId.nullable(),
  date: bproDate,
  amount: bproMoney,
  reference: z.string().max(100).nullable(),
  note: z.string().max(1000).nullable(),
});
export type BproRefund = z.infer<typeof bproRefund>;

const asRefund = (fields: Fields): RefundFields => fields as unknown as RefundFields;

/** QuickBooks writes this into the reference of a refund that waits for printing. */
const TO_PRINT = 'To Print';

function fromBpro(data: BproRecord['data'], context: MappingContext): RefundFields {
  const refund = bproRefund.parse(data);
  const id = (type: 'invoice' | 'payment' | 'payment-method', sideId: string | null): string | null =>
    sideId === null ? null : context.recordId(type, 'bpro', sideId);
  return {
    customer: context.recordId('customer', 'bpro', refund.customerId),
    invoice: id('invoice', refund.invoiceId),
    payment: id('payment', refund.paymentId),
    method: id('payment-method', refund.methodId),
    date: refund.date,
    amount: toCents(refund.amount),
    reference: plainText(refund.reference) || null,
  };
}

function fromQbo(content: QboContent, context: MappingContext): RefundFields {
  const refund = qboRefund.parse(content);
  const reference = plainText(refund.PaymentRefNum);
  const { CustomerRef, PaymentMethodRef, _assignment } = refund;
  return {
    customer: CustomerRef ? context.recordId('customer', 'qbo', CustomerRef.value) : null,
    invoice: _assignment?.invoice ?? null,
    payment: _assignment?.payment ?? null,
    method: PaymentMethodRef ? context.recordId('payment-method', 'qbo', PaymentMethodRef.value) : null,
    date: refund.TxnDate,
    amount: toCents(refund.TotalAmt),
    reference: reference === '' || reference === TO_PRINT ? null : reference,
  };
}

function bproReferences(data: BproRecord['data'], context: MappingContext): Reference[] {
  const refund = bproRefund.parse(data);
  const { customerId, invoiceId, paymentId, methodId } = refund;
  const reference = (
    field: string,
    type: Reference['type'],
    sideId: string | null,
    required = true,
  ): Reference[] => (sideId === null ? [] : [{ field, type, sideId, required }]);
  return [
    ...reference('customer', 'customer', customerId),
    ...reference('invoice', 'invoice', invoiceId),
    ...reference('payment', 'payment', paymentId),
    ...reference('method', 'payment-method', methodId, false),
    ...reference('amount', 'tax', taxOfOrder(invoiceId, context)),
  ];
}

/** BPro's id of the tax group that the refunded order was taxed by, where QuickBooks has to be told. */
function taxOfOrder(invoiceId: string | null, context: MappingContext): string | null {
  if (invoiceId === null) return null;
  const record = context.recordId('invoice', 'bpro', invoiceId);
  const taxGroupId = context.content('invoice', 'bpro', record)?.['taxGroupId'];
  const taxGroup = refundedOrder(record, context)?.taxGroup;
  return typeof taxGroup === 'string' && typeof taxGroupId === 'string' ? taxGroupId : null;
}

function toBpro(
  fields: RefundFields,
  changed: readonly string[],
  exists: boolean,
  context: ComposeContext,
): Partial<BproRefund> {
  const wants = (name: keyof RefundFields): boolean => !exists || changed.includes(name);
  const id = (
    type: 'customer' | 'invoice' | 'payment' | 'payment-method',
    recordId: string | null,
  ): string | null => (recordId === null ? null : (context.sideId(type, 'bpro', recordId) ?? null));
  return {
    ...(wants('customer') ? { customerId: id('customer', fields.customer) ?? '' } : {}),
    ...(exists
      ? {}
      : { invoiceId: id('invoice', fields.invoice), paymentId: id('payment', fields.payment), note: null }),
    ...(wants('method') ? { methodId: id('payment-method', fields.method) } : {}),
    ...(wants('date') ? { date: fields.date } : {}),
    ...(wants('amount') ? { amount: centsToText(fields.amount) } : {}),
    ...(wants('reference') ? { reference: fields.reference } : {}),
  };
}

/** Refunds: refund receipts in QuickBooks (rules C4, C5, F11). An update is a full one: QuickBooks lists no other. */
export const refundMapping: EntityMapping<typeof bproRefund> = {
  type: 'refund',
  label: 'Refunds',
  qboPage: 'refundreceipt?txnId=',
  dated: true,
  nested: false,
  lookedInto: false,
  oneByOne: true,
  qboUnique: undefined,
  bproUnique: undefined,
  qboEntity: 'RefundReceipt',
  qboWhere: [],
  neverSent: { qbo: ['invoice', 'payment'], bpro: ['invoice', 'payment'] },
  qboRemoval: 'delete',
  bproCreates: true,
  bproSchema: bproRefund,
  qboSchema: qboRefund,
  units: (raw) => [transactionUnit(raw)],
  bproKeys: (data) => {
    const { date, amount } = bproRefund.parse(data);
    return [moneyKey(date, toCents(amount))];
  },
  qboKeys: (content) => {
    const { TxnDate, TotalAmt } = qboRefund.parse(content);
    return [moneyKey(TxnDate, toCents(TotalAmt))];
  },
  identifies: (_level, bpro, qbo) =>
    sameMoney(bpro, qbo) && (qbo['invoice'] === null || qbo['invoice'] === bpro['invoice']),
  bproReferences,
  qboReferences: (content) => {
    const { CustomerRef, PaymentMethodRef } = qboRefund.parse(content);
    return [
      ...(CustomerRef
        ? [{ field: 'customer', type: 'customer' as const, sideId: CustomerRef.value, required: true }]
        : []),
      ...(PaymentMethodRef
        ? [
            {
              field: 'method',
              type: 'payment-method' as const,
              sideId: PaymentMethodRef.value,
              required: false,
            },
          ]
        : []),
    ];
  },
  fromBpro: (data, context): Fields => fromBpro(data, context),
  fromQbo: (content, context): Fields => fromQbo(content, context),
  problems: (side, fields, context, exists) => {
    const refund = asRefund(fields);
    if (side === 'qbo') return refundProblemsInQbo(refund, context, exists);
    return !exists && (refund.payment === null || refund.customer === null)
      ? blocks('refund-unassignable')
      : [];
  },
  leftOut: (fields, side, content, context) => {
    const { amount, method } = asRefund(fields);
    if (side === 'bpro' && amount === 0) return 'F11:no-money';
    return foreignCurrency(side, content, context) ?? methodUnchecked(method, context);
  },
  businessKey: keyInBody('TxnDate', { marked: true }),
  toQbo: (fields, changed, exists, context) => ({
    entity: 'RefundReceipt',
    body: refundToQbo(asRefund(fields), changed, exists, context),
  }),
  toBpro: (fields, changed, exists, context) =>
    toBpro(asRefund(fields), changed, exists !== undefined, context),
};
