import { z } from 'zod';
import { bproDate, bproDecimal, bproId, bproMoney } from '../bpro-record.js';

/** An order, a job and an invoice are one thing in BPro. A change order is a new invoice. */
export const bproInvoice = z.object({
  number: z.string().min(1).max(40),
  customerId: bproId,
  date: bproDate,
  dueDate: bproDate,
  salesTermId: bproId.nullable(),
  /** One tax group per order; none: nothing is taxed. */
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
