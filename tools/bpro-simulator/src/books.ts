import { bproEnvelope, type BproRecord, RECORD_TYPES } from '@bpro-qbo-sync/sync-domain';
import { z } from 'zod';
import { checkRules, checkShape } from './rules.js';
import { TenantBooks } from './tenant-books.js';

export const BOOKS_FORMAT = 'bpro-books/1';

/** BPro has exactly five sales terms (rule D2). */
export const SALES_TERM_COUNT = 5;

const settings = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'an IANA time zone such as "America/Los_Angeles"'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as "USD"'),
  invoiceNumberMaxLength: z.int().min(1).max(40).default(40),
});

/** A record in a file: version 1, active, of BPro's own and never updated unless it says otherwise. */
const fileRecord = z
  .strictObject({
    ...bproEnvelope.shape,
    version: bproEnvelope.shape.version.default(1),
    state: bproEnvelope.shape.state.default('active'),
    data: z.custom<BproRecord['data']>((data) => typeof data === 'object' && data !== null, 'an object'),
    updatedAt: bproEnvelope.shape.updatedAt.optional(),
  })
  .transform(({ updatedAt, ...record }) => ({ ...record, updatedAt: updatedAt ?? record.createdAt }));

const frame = z.object({ format: z.literal(BOOKS_FORMAT), settings, records: z.array(z.unknown()) });

/** The file format of one BPro system's records (`BOOKS.md`). */
export interface BproBooks {
  readonly format: typeof BOOKS_FORMAT;
  readonly settings: z.input<typeof settings>;
  readonly records: readonly z.input<typeof fileRecord>[];
}

/** One thing wrong in a file. Says where and which rule, never the value. */
export interface BooksProblem {
  /** Index into `records`; none: the file's frame. */
  readonly index: number | undefined;
  readonly type: string | undefined;
  readonly id: string | undefined;
  readonly field: string;
  /** Code of the rule, such as `unknown-reference`. */
  readonly rule: string;
  readonly message: string;
}

/** The file cannot be loaded; nothing of it was. */
export class BooksError extends Error {
  override readonly name = 'BooksError';
  constructor(readonly problems: readonly BooksProblem[]) {
    const [first] = problems;
    const more = problems.length > 1 ? ` (and ${String(problems.length - 1)} more)` : '';
    super(`the books cannot be loaded: ${first ? describeProblem(first) : 'no reason given'}${more}`);
  }
}

const describeProblem = (p: BooksProblem): string =>
  p.index === undefined
    ? `${p.field}: ${p.message} (rule ${p.rule})`
    : `record ${String(p.index)} (${p.type ?? 'no type'} ${p.id ?? 'without id'}): ${p.field}: ${p.message} (rule ${p.rule})`;

const MOST_PROBLEMS = 100;

/** Reads a file's content. Throws `BooksError` with up to 100 problems. */
export function readBooks(raw: unknown): TenantBooks {
  const framed = frame.safeParse(raw);
  if (!framed.success)
    throw new BooksError(
      framed.error.issues.map((issue) => ({
        index: undefined,
        type: undefined,
        id: undefined,
        field: issue.path.map(String).join('.') || '(file)',
        rule: 'format',
        message: issue.message,
      })),
    );
  const books = new TenantBooks(framed.data.settings);
  const problems: BooksProblem[] = [];
  const accepted: { readonly index: number; readonly record: BproRecord }[] = [];
  for (const [index, one] of framed.data.records.entries()) {
    const read = readRecord(index, one, books);
    if ('rule' in read) problems.push(read);
    else {
      books.put(read);
      accepted.push({ index, record: read });
    }
    if (problems.length >= MOST_PROBLEMS) throw new BooksError(problems);
  }
  if (problems.length === 0) problems.push(...brokenRules(accepted, books));
  if (problems.length > 0) throw new BooksError(problems.slice(0, MOST_PROBLEMS));
  return books;
}

const readRecord = (index: number, raw: unknown, books: TenantBooks): BproRecord | BooksProblem => {
  const named = nameOf(raw);
  const envelope = fileRecord.safeParse(raw);
  if (!envelope.success) {
    const issue = envelope.error.issues[0];
    const field = (issue?.path ?? []).map(String).join('.') || '(record)';
    return { index, ...named, field, rule: 'invalid-record', message: issue?.message ?? 'not understood' };
  }
  const record = envelope.data;
  const shaped = checkShape(record.type, record.data);
  if (!shaped.ok) {
    const { field, code, message } = shaped.breach;
    return { index, ...named, field: `data.${field}`, rule: code, message };
  }
  const { data } = shaped;
  if (books.find(record.type, record.id))
    return { index, ...named, field: 'id', rule: 'duplicate-id', message: 'this id occurs twice' };
  const taken = record.type === 'invoice' && books.invoiceIdOf(String(data['number'])) !== undefined;
  if (taken && record.state !== 'deleted')
    return {
      index,
      ...named,
      field: 'data.number',
      rule: 'invoice-number-taken',
      message: 'another invoice has this number',
    };
  return { ...record, data };
};

const brokenRules = (
  accepted: readonly { readonly index: number; readonly record: BproRecord }[],
  books: TenantBooks,
): BooksProblem[] => {
  const problems: BooksProblem[] = [];
  for (const { index, record } of accepted) {
    const breach = record.state === 'deleted' ? undefined : checkRules(record, books);
    if (breach)
      problems.push({
        index,
        type: record.type,
        id: record.id,
        field: `data.${breach.field}`,
        rule: breach.code,
        message: breach.message,
      });
  }
  if (books.count('sales-term', undefined) !== SALES_TERM_COUNT)
    problems.push({
      index: undefined,
      type: undefined,
      id: undefined,
      field: 'records',
      rule: 'sales-terms-fixed',
      message: `BPro has exactly ${String(SALES_TERM_COUNT)} sales terms`,
    });
  return problems;
};

const nameOf = (raw: unknown): { readonly type: string | undefined; readonly id: string | undefined } => {
  const { type, id } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  const known = (RECORD_TYPES as readonly unknown[]).includes(type);
  const named = bproEnvelope.shape.id.safeParse(id);
  return { type: known ? (type as string) : undefined, id: named.success ? named.data : undefined };
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
