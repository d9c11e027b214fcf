import type { MappingContext, Problem, QboContent } from '../mapping.js';
import { emojiProblems } from '../text-limits.js';
import { sumOf } from './invoice-lines.js';
import { CHARGES, invoiceFromQbo, type InvoiceFields } from './invoice-qbo.js';
import { blocks, closedPeriod } from './qbo-transaction.js';

const MAX_LINES = 750;
const MAX_NUMBER = { bpro: 40, qbo: 21 };

const addsUp = ({ lines, discount, taxTotal, total }: InvoiceFields): boolean =>
  sumOf(lines) - discount + taxTotal === total;

/** What stands in the way of sending an invoice, foreseen (rules F7, F10, F12). */
export function invoiceProblemsInQbo(
  fields: InvoiceFields,
  context: MappingContext,
  exists: QboContent | undefined,
): Problem[] {
  const { taxRegime, zeroTaxCodeId, allowDiscount } = context.company;
  const { lines, discount, taxTotal, taxGroup } = fields;
  const needsZeroCode = taxRegime === 'codes' && lines.some((line) => !line.taxable);
  const obstacle = exists && invoiceFromQbo(exists, context).obstacle;
  return [
    ...closedPeriod(fields.date, context, exists),
    ...(fields.number.length > MAX_NUMBER.qbo ? blocks('value-too-long', 'number') : []),
    ...(lines.length > MAX_LINES ? blocks('value-too-long', 'lines') : []),
    ...(obstacle ? blocks(obstacle, ...CHARGES) : []),
    ...(addsUp(fields) ? [] : blocks('total-mismatch', ...CHARGES)),
    ...(discount > 0 && !allowDiscount ? blocks('discount-unavailable', ...CHARGES) : []),
    ...(taxRegime === 'off' && taxTotal !== 0 ? blocks('sales-tax-off', ...CHARGES) : []),
    ...(taxRegime !== 'off' && taxTotal !== 0 && !lines.some((line) => line.taxable)
      ? blocks('total-mismatch', ...CHARGES)
      : []),
    ...(taxGroup === null && taxTotal !== 0 ? blocks('tax-unmappable', ...CHARGES) : []),
    ...(needsZeroCode && zeroTaxCodeId === undefined ? blocks('zero-tax-code-missing', ...CHARGES) : []),
    ...emojiProblems({ lines, memo: fields.memo }),
  ];
}

/** What BPro cannot hold of a QuickBooks invoice. */
export function invoiceProblemsInBpro(fields: InvoiceFields): Problem[] {
  const { lines, number } = fields;
  const negative = lines.some(
    (line) => line.amount < 0 || line.quantity.startsWith('-') || line.unitPrice.startsWith('-'),
  );
  return [
    ...(fields.obstacle ? blocks(fields.obstacle) : []),
    ...(number === '' || number.length > MAX_NUMBER.bpro ? blocks('invoice-number-unusable', 'number') : []),
    ...(lines.length === 0 || lines.some((line) => line.product === null)
      ? blocks('line-without-product', 'lines')
      : []),
    ...(negative || fields.discount < 0 || fields.taxTotal < 0 || fields.total < 0
      ? blocks('negative-amount', ...CHARGES)
      : []),
    ...(addsUp(fields) ? [] : blocks('total-mismatch', ...CHARGES)),
  ];
}
