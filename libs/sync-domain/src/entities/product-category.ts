import { z } from 'zod';
import { bproId } from '../bpro-record.js';

export const bproProductCategory = z.object({
  name: z.string().min(1).max(200),
  /** The category that this one lies in. */
  parentId: bproId.nullable(),
});
export type BproProductCategory = z.infer<typeof bproProductCategory>;
