import { z } from 'zod';
import type { ComposeContext, MappingContext, QboContent } from '../mapping.js';
import { centsToNumber, splitByWeight, type Cents } from '../money.js';
import { qboRef } from '../qbo-record.js';
import { lineTaxCode, taxDetail } from './document-tax.js';
import { isCharge, itemOf, qboLine, sumOf, type QboLine } from './invoice-lines.js';
import { invoiceFromQbo, type InvoiceFields } from './invoice-qbo.js';
import { invoiceFromBpro } from './invoice.js';
import { carried } from './merge-lines.js';
import { present, qboTransaction } from './qbo-transaction.js';

/** The fields of a QuickBooks refund receipt that the sync reads (qbo API, RefundReceipt). */
export const qboRefund = qboTransaction.extend({
  DocNumber: z.string().optional(),
  CustomerRef: qboRef.optional(),
  PaymentMethodRef: qboRef.optional(),
  PaymentRefNum: z.string().optional(),
  CustomerMemo: z.looseObject({ value: z.string().optional() }).optional(),
  Line: z.array(qboLine).default([]),
  /** The BPro invoice and payment found for it, by our record ids; put there by the sync before it decides. */
  _assignment: z.object({ invoice: z.string().nullable(), payment: z.string() }).optional(),
});

/** How a refund divides (rule F11), in cents. `onAccount`: money that was never a sale. */
export interface RefundParts {
  readonly taxed: Cents;
  readonly untaxed: Cents;
  readonly tax: Cents;
  readonly onAccount: Cents;
  readonly taxGroup: string | null | undefined;
  readonly orderNumber: string | undefined;
}

/** The order that a refund gives back of, as BPro has it, or else QuickBooks. */
export function refundedOrder(invoice: string, context: MappingContext): InvoiceFields | undefined {
  const bpro = context.content('invoice', 'bpro', invoice);
  if (bpro) return invoiceFromBpro(bpro, context);
  const qbo = context.content('invoice', 'qbo', invoice);
  return qbo && invoiceFromQbo(qbo, context);
}

/**
 * Divides a refund in proportion to what the order charged with tax, without tax and as tax, so that the parts add
 * up to it exactly; what exceeds the order was an overpayment.
 */
export function refundParts(amount: Cents, order: InvoiceFields | undefined): RefundParts {
  if (!order)
    return { taxed: 0, untaxed: 0, tax: 0, onAccount: amount, taxGroup: null, orderNumber: undefined };
  const taxedSum = sumOf(order.lines.filter((line) => line.taxable));
  const untaxedSum = sumOf(order.lines.filter((line) => !line.taxable));
  const [offTaxed = 0, offUntaxed = 0] = splitByWeight(order.discount, [taxedSum, untaxedSum]);
  const ofSale = Math.min(amount, Math.max(0, order.total));
  const weights = [taxedSum - offTaxed, untaxedSum - offUntaxed, order.taxTotal];
  const [taxed = 0, untaxed = 0, tax = 0] = splitByWeight(ofSale, weights);
  const whole = taxed === 0 ? { taxed, untaxed: untaxed + tax, tax: 0 } : { taxed, untaxed, tax };
  return { ...whole, onAccount: amount - ofSale, taxGroup: order.taxGroup, orderNumber: order.number };
}

/** Lines and tax of a refund: positive amounts, one line per tax treatment, never of an inventory item. */
export function refundLines(
  parts: RefundParts,
  existing: readonly QboLine[],
  context: ComposeContext,
): Record<string, unknown> {
  const { company } = context;
  const ofOrder = parts.orderNumber === undefined ? 'Refund' : `Refund of order ${parts.orderNumber}`;
  const wanted = [
    { amount: parts.taxed, taxable: true, item: company.refundItemId, description: ofOrder },
    { amount: parts.untaxed, taxable: false, item: company.refundItemId, description: ofOrder },
    {
      amount: parts.onAccount,
      taxable: false,
      item: company.depositRefundItemId,
      description: 'Refund of money on account',
    },
  ].filter((line) => line.amount > 0);
  const old = existing.filter(isCharge);
  const texts = existing.filter((line) => line.DetailType === 'DescriptionOnly').map(carried);
  const lines = wanted.map(({ amount, taxable, item, description }, i) => {
    if (item === undefined)
      throw new Error('rule F11: the item of refund lines has to be made before a refund');
    return {
      ...present({ Id: old[i]?.Id }),
      DetailType: 'SalesItemLineDetail',
      Amount: centsToNumber(amount),
      Description: description,
      SalesItemLineDetail: present({
        ItemRef: { value: item },
        Qty: 1,
        UnitPrice: centsToNumber(amount),
        TaxCodeRef: lineTaxCode(taxable, parts.taxGroup, context),
      }),
    };
  });
  const group = parts.taxed > 0 ? parts.taxGroup : null;
  return { Line: [...lines, ...texts], ...taxDetail({ group, total: parts.tax, net: parts.taxed }, context) };
}

/** Whether a refund's lines are those that the sync makes; a QuickBooks user's own lines are never replaced. */
export function hasOurLines(content: QboContent, context: MappingContext): boolean {
  const ours = [context.company.refundItemId, context.company.depositRefundItemId];
  return qboRefund
    .parse(content)
    .Line.every((line) =>
      line.DetailType === 'SalesItemLineDetail'
        ? itemOf(line) !== undefined && ours.includes(itemOf(line))
        : line.DetailType === 'SubTotalLineDetail' || line.DetailType === 'DescriptionOnly',
    );
}
