import { z } from 'zod';
import { bproDecimal } from '../bpro-record.js';

/** BPro has exactly five sales terms, supplied as a capability; it creates none (rule D2). */
export const bproSalesTerm = z.object({
  name: z.string().min(1).max(100),
  dueDays: z.int().min(0).max(999),
  discountPercent: bproDecimal.nullable(),
  discountDays: z.int().min(0).max(999).nullable(),
});
export type BproSalesTerm = z.infer<typeof bproSalesTerm>;
