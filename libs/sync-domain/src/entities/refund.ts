import { z } from 'zod';
import { bproDate, bproId, bproMoney } from '../bpro-record.js';

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
