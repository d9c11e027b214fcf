import { z } from 'zod';
import { bproDecimal, bproId } from '../bpro-record.js';

export const bproProduct = z.object({
  name: z.string().min(1).max(200),
  /** The product number; QuickBooks calls it SKU. */
  number: z.string().max(100).nullable(),
  description: z.string().max(4000).nullable(),
  kind: z.enum(['retail', 'rental', 'service']),
  tracksInventory: z.boolean(),
  cost: bproDecimal.nullable(),
  /** Sale price of a retail product or a service, rental price of a rental product. */
  price: bproDecimal.nullable(),
  categoryId: bproId.nullable(),
  taxable: z.boolean(),
});
export type BproProduct = z.infer<typeof bproProduct>;
