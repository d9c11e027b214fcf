import { z } from 'zod';

export const bproPaymentMethod = z.object({
  name: z.string().min(1).max(100),
  kind: z.enum(['card', 'other']),
});
export type BproPaymentMethod = z.infer<typeof bproPaymentMethod>;
