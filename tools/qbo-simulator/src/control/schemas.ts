import { z } from 'zod';
import { LANGUAGES } from '../api/translate.js';
import type { FaultRule } from '../faults/faults.js';
import type { SwitchOverrides } from '../simulator-options.js';
import { PROFILES } from '../store/company.js';
import type { CompanySpec } from '../store/create-company.js';

/** The bodies of the control endpoint: what is unknown or of the wrong kind is refused by name. */

const flag = z.boolean().exactOptional();
const word = z.string().min(1);
const count = z.int().min(0);
const status = z.int().min(200).max(599);

const effect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), ms: count, afterCommit: flag }),
  z.strictObject({
    kind: z.literal('throttle'),
    format: z.enum(['xml', 'json']).exactOptional(),
    retryAfter: count.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('server-error'),
    status,
    format: z.enum(['json', 'html', 'xml', 'empty']).exactOptional(),
    afterCommit: flag,
  }),
  z.strictObject({ kind: z.literal('html'), status, afterCommit: flag }),
  z.strictObject({ kind: z.literal('reset'), afterCommit: flag }),
  z.strictObject({ kind: z.literal('fault-in-ok'), afterCommit: flag }),
  z.strictObject({ kind: z.literal('unauthorized') }),
  z.strictObject({ kind: z.literal('forbidden') }),
  z.strictObject({ kind: z.literal('invalid-grant') }),
  z.strictObject({ kind: z.literal('drop-batch-items'), items: count }),
  z.strictObject({ kind: z.literal('truncated') }),
  z.strictObject({ kind: z.literal('wrong-entity') }),
  z.strictObject({
    kind: z.literal('service-fault'),
    code: word,
    message: z.string(),
    detail: z.string(),
    element: word.exactOptional(),
    status: status.exactOptional(),
  }),
]);

export const faultRule: z.ZodType<FaultRule> = z.strictObject({
  id: word.exactOptional(),
  realmId: word.exactOptional(),
  entity: word.exactOptional(),
  operation: word.exactOptional(),
  requestId: word.exactOptional(),
  inBatch: flag,
  nth: z.int().min(1).exactOptional(),
  probability: z.number().min(0).max(1).exactOptional(),
  times: count.exactOptional(),
  effect,
});

/** JSON has no `undefined`: `null` stands for "none". */
const orNone = count.nullable().transform((value) => value ?? undefined);

export const switchOverrides: z.ZodType<SwitchOverrides> = z
  .strictObject({
    books: z
      .strictObject({
        inventorySaleBumpsItem: z.boolean(),
        allowAutomatedTaxCodes: z.boolean(),
        honourTotalTax: z.boolean(),
        taxRateNameMax: z.int().min(1),
        voidedInvoicePayments: z.enum(['unapplied', 'applied']),
        itemNames: z.enum(['path', 'anywhere']),
        emoji: z.enum(['keep', 'question-mark', 'refuse']),
        uniqueNumbers: z.enum(['type', 'sales-forms']),
        autoNumberMayRepeat: z.boolean(),
      })
      .partial(),
    queries: z.strictObject({ lagMs: count, typographicQuotes: z.enum(['accept', 'refuse']) }).partial(),
    requestIds: z
      .strictObject({
        mode: z.enum(['replay', 'ignore', 'batch-6000']),
        forgetAfterMs: orNone,
        replayFaults: z.boolean(),
      })
      .partial(),
    limits: z.union([
      z.literal('none'),
      z
        .strictObject({
          requestsPerMinute: count,
          requestsPerSecond: count,
          concurrent: count,
          batchesPerMinute: count,
          companyBatchesPerMinute: count,
          combinedPerMinute: count,
          batchCountsAs: z.enum(['none', 'request', 'items']),
        })
        .partial(),
    ]),
    throttle: z.strictObject({ format: z.enum(['xml', 'json']), retryAfter: orNone }).partial(),
    monthlyQuota: orNone,
    language: z.enum(LANGUAGES),
    oauth: z
      .strictObject({
        redirectUris: z.array(z.url()),
        rotateAfterMs: count,
        previousLivesMs: count,
        idleMs: count,
        hardMs: count,
        accessMs: count,
        codeMs: count,
      })
      .partial(),
  })
  .partial() as unknown as z.ZodType<SwitchOverrides>;

export const companySpec: z.ZodType<CompanySpec> = z.strictObject({
  realmId: word,
  name: word,
  profile: z.enum(PROFILES),
  options: z
    .strictObject({
      customTxnNumbers: flag,
      autoApplyCredit: flag,
      categories: flag,
      inventory: flag,
      bookCloseDate: z.iso.date().exactOptional(),
      multicurrency: flag,
      allowDiscount: flag,
      allowShipping: flag,
      subscriptionEnded: flag,
    })
    .exactOptional(),
});

/** The body in the schema's shape. Throws an error that names each property that does not fit. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Error(
    result.error.issues
      .map((issue) => `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`)
      .join('; '),
  );
}
