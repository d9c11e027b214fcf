import { z } from 'zod';
import { bproDate } from './bpro-record.js';

export const createOrIgnore = z.enum(['create', 'ignore']);

/** What the manager chooses (rules C1 to C7). Ids are the sides' own. */
export const settingsSchema = z.object({
  /** Records found only on QuickBooks (rule C1). */
  onlyInQbo: createOrIgnore,
  /** Records found only on BPro (rule C1). */
  onlyInBpro: createOrIgnore,
  /** Customers, invoices and payments created on or after this day; none: all (rule C2). */
  fromDate: bproDate.nullable(),
  /** The QuickBooks account that refunds are issued from; none: refunds are not sent (rule C4). */
  refundAccountId: z.string().min(1).max(64).nullable(),
  /** Methods that are not synced (rule C5): ids per side, and whether payments without a method are left out. */
  uncheckedMethods: z.object({
    bpro: z.array(z.string().max(64)).max(1000),
    qbo: z.array(z.string().max(64)).max(1000),
    none: z.boolean(),
  }),
  /** Accounts of products that the sync creates; none: the default found in the company (rule C7). */
  accounts: z.object({
    incomeId: z.string().max(64).nullable(),
    expenseId: z.string().max(64).nullable(),
    assetId: z.string().max(64).nullable(),
  }),
});
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

export const DEFAULT_SETTINGS: Settings = {
  onlyInQbo: 'create',
  onlyInBpro: 'create',
  fromDate: null,
  refundAccountId: null,
  uncheckedMethods: { bpro: [], qbo: [], none: false },
  accounts: { incomeId: null, expenseId: null, assetId: null },
};
