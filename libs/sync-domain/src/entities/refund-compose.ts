import type { ComposeContext, MappingContext, Problem, QboContent } from '../mapping.js';
import type { Cents } from '../money.js';
import { accountsFor } from './product-opening.js';
import { carried } from './merge-lines.js';
import { blocks, closedPeriod, present, refTo, without } from './qbo-transaction.js';
import { hasOurLines, qboRefund, refundedOrder, refundLines, refundParts } from './refund-lines.js';

/** A refund in the form in which both sides are compared. Amount in cents, references as our record ids. */
export type RefundFields = {
  readonly customer: string | null;
  /** Only BPro knows them: QuickBooks has no link from a refund to its invoice or payment. */
  readonly invoice: string | null;
  readonly payment: string | null;
  readonly method: string | null;
  readonly date: string;
  readonly amount: Cents;
  readonly reference: string | null;
};

/** What stands in the way of a refund in QuickBooks (rules C4, F10, F11, F12). */
export function refundProblemsInQbo(
  fields: RefundFields,
  context: MappingContext,
  exists: QboContent | undefined,
): Problem[] {
  const { company, settings } = context;
  const order = fields.invoice === null ? undefined : refundedOrder(fields.invoice, context);
  const parts = refundParts(fields.amount, order);
  const needsZeroCode = company.taxRegime === 'codes' && parts.untaxed + parts.onAccount > 0;
  return [
    ...closedPeriod(fields.date, context, exists),
    ...(!exists && settings.refundAccountId === null ? blocks('refund-account-missing') : []),
    ...(hasNoItem(context) ? blocks('refund-income-account-missing', ...(exists ? ['amount'] : [])) : []),
    ...(fields.invoice !== null && order === undefined ? blocks('dependency-blocked', 'amount') : []),
    ...(needsZeroCode && company.zeroTaxCodeId === undefined
      ? blocks('zero-tax-code-missing', 'amount')
      : []),
    ...(exists && !hasOurLines(exists, context) ? blocks('refund-lines-foreign', 'amount') : []),
  ];
}

/** The item of refund lines is not there, and cannot be made (rules C7, F11). */
const hasNoItem = (context: MappingContext): boolean =>
  context.company.refundItemId === undefined && accountsFor(context).incomeId === undefined;

const READ_ONLY = [
  'MetaData',
  'domain',
  'status',
  'TotalAmt',
  'Balance',
  'HomeBalance',
  'HomeTotalAmt',
  'LinkedTxn',
  'RecurDataRef',
  'TaxExemptionRef',
  'FreeFormAddress',
  '_assignment',
] as const;

/** A refund receipt: a new one, or the whole existing one with what changed. */
export function refundToQbo(
  fields: RefundFields,
  changed: readonly string[],
  exists: QboContent | undefined,
  context: ComposeContext,
): QboContent {
  const wants = (name: keyof RefundFields): boolean => !exists || changed.includes(name);
  const id = (type: 'customer' | 'payment-method', recordId: string | null): { value: string } | undefined =>
    recordId === null ? undefined : refTo(context.sideId(type, 'qbo', recordId));
  const ours = {
    ...(wants('customer') ? { CustomerRef: id('customer', fields.customer) } : {}),
    ...(wants('date') ? { TxnDate: fields.date } : {}),
    ...(wants('method') ? { PaymentMethodRef: id('payment-method', fields.method) } : {}),
    ...(wants('reference') ? { PaymentRefNum: fields.reference ?? undefined } : {}),
    ...(wants('amount') ? linesOf(fields, exists, context) : {}),
  };
  if (!exists)
    return present({
      ...ours,
      DepositToAccountRef: refTo(context.settings.refundAccountId ?? undefined),
      PrivateNote: context.marker,
    });
  const kept = without(exists, ...READ_ONLY);
  const lines = qboRefund.parse(exists).Line.filter((line) => line.DetailType !== 'SubTotalLineDetail');
  return present({ ...kept, Line: lines.map(carried), ...ours, sparse: false });
}

function linesOf(
  fields: RefundFields,
  exists: QboContent | undefined,
  context: ComposeContext,
): Record<string, unknown> {
  const order = fields.invoice === null ? undefined : refundedOrder(fields.invoice, context);
  const existing = exists ? qboRefund.parse(exists).Line : [];
  return refundLines(refundParts(fields.amount, order), existing, context);
}
