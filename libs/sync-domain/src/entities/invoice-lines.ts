import { Big } from 'big.js';
import { z } from 'zod';
import { centsToText, lineAmount, percentOf, plainDecimal, toCents, type Cents } from '../money.js';
import { qboRef } from '../qbo-record.js';
import { plainText } from '../text.js';

/** A line of an invoice in the form in which both sides are compared. `product`: our record id; null: none. */
export type InvoiceLine = {
  readonly product: string | null;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amount: Cents;
  readonly taxable: boolean;
};

const salesDetail = z.looseObject({
  ItemRef: qboRef.optional(),
  Qty: z.number().optional(),
  UnitPrice: z.number().optional(),
  TaxCodeRef: qboRef.optional(),
});

const plainLine = z.looseObject({
  Id: z.string().optional(),
  DetailType: z.string().optional(),
  Amount: z.number().optional(),
  Description: z.string().optional(),
  SalesItemLineDetail: salesDetail.optional(),
  DiscountLineDetail: z
    .looseObject({ PercentBased: z.boolean().optional(), DiscountPercent: z.number().optional() })
    .optional(),
});

export const qboLine = plainLine.extend({
  GroupLineDetail: z.looseObject({ Line: z.array(plainLine).default([]) }).optional(),
});
export type QboLine = z.infer<typeof qboLine>;

/** QuickBooks' place holder for the shipping charge: an item that no query lists. */
const SHIPPING_ITEM = 'SHIPPING_ITEM_ID';

/** Seven decimals at most, as a JSON number can carry them: what both sides can hold. */
const decimal = (value: string | number): string =>
  plainDecimal(new Big(value).round(7, Big.roundHalfUp).toNumber());

/**
 * Brings a line into its compared form. A line whose amount is not quantity × price, or that has no quantity or
 * price, counts as one of its amount on both sides, because QuickBooks refuses any other amount (6070).
 */
export function invoiceLine(line: {
  readonly product: string | null;
  readonly description: string | undefined;
  readonly quantity: string | number | undefined;
  readonly unitPrice: string | number | undefined;
  readonly amount: Cents;
  readonly taxable: boolean;
}): InvoiceLine {
  const { product, amount, taxable } = line;
  const quantity = line.quantity === undefined ? '' : decimal(line.quantity);
  const unitPrice = line.unitPrice === undefined ? '' : decimal(line.unitPrice);
  const holds = quantity !== '' && unitPrice !== '' && lineAmount(quantity, unitPrice) === amount;
  return {
    product,
    description: plainText(line.description),
    quantity: holds ? quantity : '1',
    unitPrice: holds ? unitPrice : plainDecimal(centsToText(amount)),
    amount,
    taxable,
  };
}

/** A line that charges something; a sales line without item and amount is text. */
export const isCharge = (line: Pick<QboLine, 'DetailType' | 'Amount' | 'SalesItemLineDetail'>): boolean =>
  line.DetailType === 'SalesItemLineDetail' &&
  (line.SalesItemLineDetail?.ItemRef !== undefined || (line.Amount ?? 0) !== 0);

/** The charging lines in one line of a document: itself, or the components of a bundle (rule F15). */
export const chargesIn = (line: QboLine): QboLine[] => {
  if (line.DetailType === 'GroupLineDetail') return (line.GroupLineDetail?.Line ?? []).filter(isCharge);
  return isCharge(line) ? [line] : [];
};

export const itemOf = (line: QboLine): string | undefined => {
  const item = line.SalesItemLineDetail?.ItemRef?.value;
  return item === SHIPPING_ITEM ? undefined : item;
};

export const taxCodeOf = (line: QboLine): string | undefined => line.SalesItemLineDetail?.TaxCodeRef?.value;

/** A charging line of QuickBooks in its compared form. `net`: its amount without tax, where the document's differs. */
export function lineFromQbo(
  line: QboLine,
  productOf: (itemId: string) => string,
  taxable: boolean,
  net: Cents = toCents(line.Amount ?? 0),
): InvoiceLine {
  const item = itemOf(line);
  return invoiceLine({
    product: item === undefined ? null : productOf(item),
    description: line.Description,
    quantity: line.SalesItemLineDetail?.Qty,
    unitPrice: line.SalesItemLineDetail?.UnitPrice,
    amount: net,
    taxable,
  });
}

export const sumOf = (lines: readonly { readonly amount: Cents }[]): Cents =>
  lines.reduce((sum, line) => sum + line.amount, 0);

/** The discount off a whole document in cents: QuickBooks states the amount of a percentage as well. */
export function discountOf(lines: readonly QboLine[], subtotal: Cents): Cents {
  return lines
    .filter((line) => line.DetailType === 'DiscountLineDetail')
    .reduce((sum, line) => sum + discountAmount(line, subtotal), 0);
}

function discountAmount(line: QboLine, subtotal: Cents): Cents {
  if (line.Amount !== undefined) return toCents(line.Amount);
  const percent = line.DiscountLineDetail?.DiscountPercent;
  return percent === undefined ? 0 : percentOf(plainDecimal(percent), subtotal);
}
