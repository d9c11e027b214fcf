import { z } from 'zod';
import { bproDate, bproId, bproMoney } from '../bpro-record.js';

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
