import { z } from 'zod';
import { bproId } from '../bpro-record.js';

export const bproAddress = z.object({
  line1: z.string().max(500).default(''),
  line2: z.string().max(500).default(''),
  city: z.string().max(255).default(''),
  region: z.string().max(255).default(''),
  postalCode: z.string().max(30).default(''),
  country: z.string().max(255).default(''),
});

export const bproCustomer = z.object({
  /** What the store calls the customer; not unique in BPro. */
  displayName: z.string().min(1).max(600),
  givenName: z.string().max(100).nullable(),
  familyName: z.string().max(100).nullable(),
  companyName: z.string().max(200).nullable(),
  email: z.string().max(200).nullable(),
  phone: z.string().max(60).nullable(),
  billingAddress: bproAddress.nullable(),
  shippingAddress: bproAddress.nullable(),
  salesTermId: bproId.nullable(),
  taxExempt: z.boolean(),
});
export type BproCustomer = z.infer<typeof bproCustomer>;
