import { z } from 'zod';
import { RECORD_TYPES } from './record-types.js';

/** `voided` is of invoices, payments and refunds; `inactive` of the others; `deleted` of all. */
export const bproState = z.enum(['active', 'inactive', 'voided', 'deleted']);
export type BproState = z.infer<typeof bproState>;

/** What BPro keeps around every record. `data` has the shape of the record's type (`entities/<type>.ts`). */
export const bproEnvelope = z.object({
  type: z.enum(RECORD_TYPES),
  /** BPro's id: at most 64 of letters, digits, `.`, `_`, `:` and `-`. */
  id: z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/),
  /** Counts up with every change of the record. */
  version: z.int().positive(),
  /** UTC instants. */
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  state: bproState,
  /** Who made this version: `sync` for what the sync wrote, anything else is BPro's own (rule G2). */
  origin: z.string().max(64).default('bpro'),
  data: z.record(z.string(), z.unknown()),
});
export type BproRecord = Readonly<z.infer<typeof bproEnvelope>>;

/** Two decimals, as text: `"12.30"`. Never negative unless a field says so. */
export const bproMoney = z
  .string()
  .regex(/^\d{1,11}\.\d{2}$/, 'an amount with two decimals as text, such as "12.30"');
/** Up to seven decimals, as text: quantities, unit prices, percentages. */
export const bproDecimal = z
  .string()
  .regex(/^\d{1,11}(\.\d{1,7})?$/, 'a decimal number as text, such as "1.5"');
/** Calendar day: `"2026-02-28"`. */
export const bproDate = z.iso.date();
export const bproId = z.string().min(1).max(64);
const line = (max: number): z.ZodString => z.string().max(max);
export const bproText = line;
