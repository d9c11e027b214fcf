import { z } from 'zod';
import { bproDecimal } from '../bpro-record.js';

/** A tax rate group: the rates of one group are charged together (one group per order). */
export const bproTax = z.object({
  name: z.string().min(1).max(100),
  rates: z
    .array(
      z.object({
        name: z.string().min(1).max(100),
        /** Percent: `"8.25"`. */
        percent: bproDecimal,
        agency: z.string().min(1).max(100),
      }),
    )
    .max(10),
});
export type BproTax = z.infer<typeof bproTax>;
