import type { Clock } from '@bpro-qbo-sync/clock';
import { type BproRecord, isRecordType, RECORD_TYPES, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { z } from 'zod';
import { type Call, callBpro, type CallSettings, UnexpectedAnswer } from './http-call.js';
import { type BproFetch, type BproHttpRequest, fetchOverNetwork } from './http-exchange.js';
import { parseBproRecord } from './parse-record.js';
import {
  type BproChange,
  BproMalformed,
  type BproMalformedRecord,
  type BproPort,
  type BproWriteOptions,
} from './port.js';

export interface HttpBproSettings {
  /** Where BPro's sync API lives: `https://bpro.example/sync-api`. */
  readonly baseUrl: string;
  /** A bearer token for the tenant; asked before every attempt. */
  tokenFor(tenant: string): Promise<string> | string;
  readonly clock: Clock;
  /** Default: the network. */
  readonly fetch?: BproFetch;
  /** Milliseconds for one attempt; default 30,000. */
  readonly timeoutMs?: number;
  /** Attempts per call, the first included; default 4. */
  readonly attempts?: number;
  /** 0 ≤ n < 1, to spread the pauses between attempts; default: not spread. */
  readonly random?: () => number;
}

const KINDS = ['created', 'updated', 'deactivated', 'voided', 'deleted'] as const;

const capabilitiesAnswer = z.object({
  timeZone: z.string().min(1),
  salesTermIds: z.array(z.string()),
  currency: z.string().length(3),
  invoiceNumberMaxLength: z.int().positive(),
});
const countAnswer = z.object({ count: z.int().min(0) });
const pageAnswer = z.object({ records: z.array(z.unknown()), next: z.string().optional() });
const headAnswer = z.object({ position: z.string() });
const acceptsAnswer = z.object({ accepted: z.boolean() });
const changesAnswer = z.object({ changes: z.array(z.unknown()), position: z.string(), more: z.boolean() });
const change = z.object({
  position: z.string(),
  type: z.enum(RECORD_TYPES),
  id: z.string().min(1).max(64),
  kind: z.enum(KINDS),
  version: z.int().positive(),
  origin: z.string(),
  at: z.iso.datetime(),
});

/**
 * BPro over HTTP (`HTTP-CONTRACT.md`). Answers are checked by the domain's schemas; reads and, under their
 * idempotency key, writes are repeated a bounded number of times. Errors: those of `BproPort`.
 */
export function createHttpBpro(settings: HttpBproSettings): BproPort {
  const base = settings.baseUrl.replace(/\/+$/, '');
  const callSettings: CallSettings = {
    clock: settings.clock,
    fetch: settings.fetch ?? fetchOverNetwork,
    timeoutMs: settings.timeoutMs ?? 30_000,
    attempts: settings.attempts ?? 4,
    random: settings.random ?? ((): number => 0.5),
  };

  const request = async (
    tenant: string,
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: unknown,
  ): Promise<BproHttpRequest> => ({
    method,
    url: `${base}/v1/tenants/${encodeURIComponent(tenant)}${path}`,
    headers: {
      accept: 'application/json, application/problem+json',
      authorization: `Bearer ${await settings.tokenFor(tenant)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

  const get = <T>(
    tenant: string,
    what: string,
    path: string,
    query: Readonly<Record<string, string | number | undefined>>,
    parse: (body: unknown) => T,
    waitMs = 0,
  ): Promise<T> => {
    const call: Call = {
      what,
      writes: false,
      waitMs,
      request: () => request(tenant, 'GET', path + queryText(query), {}, undefined),
    };
    return callBpro(callSettings, call, parse);
  };

  const write = (
    tenant: string,
    method: 'POST' | 'PATCH',
    path: string,
    type: RecordType,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<BproRecord> => {
    const call: Call = {
      what: `${method === 'POST' ? 'create' : 'update'} ${type}`,
      writes: true,
      waitMs: 0,
      request: () => request(tenant, method, path, headers, body),
    };
    return callBpro(callSettings, call, (answer) => recordOf(type, answer));
  };

  return {
    capabilities: (tenant) => get(tenant, 'capabilities', '/capabilities', {}, framed(capabilitiesAnswer)),

    count: async (tenant, type, filter = {}) => {
      const query = { createdFrom: filter.createdFrom };
      const answer = await get(tenant, `count ${type}`, `/records/${type}/count`, query, framed(countAnswer));
      return answer.count;
    },

    page: (tenant, type, cursor, limit) =>
      get(tenant, `page ${type}`, `/records/${type}`, { cursor, limit }, (answer) => {
        const page = framed(pageAnswer)(answer);
        return { ...sortOut(type, page.records), next: page.next };
      }),

    read: (tenant, type, id) =>
      get(tenant, `read ${type}`, `/records/${type}/${encodeURIComponent(id)}`, {}, (answer) =>
        recordOf(type, answer),
      ),

    create: (tenant, type, data, options) =>
      write(
        tenant,
        'POST',
        `/records/${type}`,
        type,
        { data, ...(options.createdAt === undefined ? {} : { createdAt: options.createdAt }) },
        keyHeader(options),
      ),

    update: (tenant, type, id, version, changes, options) =>
      write(
        tenant,
        'PATCH',
        `/records/${type}/${encodeURIComponent(id)}`,
        type,
        { data: changes },
        { ...keyHeader(options), 'if-match': `"${String(version)}"` },
      ),

    feedHead: async (tenant) =>
      (await get(tenant, 'feed head', '/changes/head', {}, framed(headAnswer))).position,

    changes: (tenant, position, limit, waitMs = 0) =>
      get(
        tenant,
        'changes',
        '/changes',
        { after: position, limit, waitMs },
        (answer) => {
          const { changes, ...rest } = framed(changesAnswer)(answer);
          return { ...rest, changes: changes.flatMap(changeOf) };
        },
        waitMs,
      ),

    acceptsInvoiceNumber: async (tenant, number) =>
      (await get(tenant, 'invoice number', '/invoice-numbers/check', { number }, framed(acceptsAnswer)))
        .accepted,
  };
}

const framed =
  <S extends z.ZodType>(schema: S) =>
  (answer: unknown): z.infer<S> => {
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw new UnexpectedAnswer();
    return parsed.data;
  };

const recordOf = (type: RecordType, answer: unknown): BproRecord => {
  const parsed = parseBproRecord(type, answer);
  if (!parsed.ok) throw new BproMalformed(parsed.malformed);
  return parsed.record;
};

const sortOut = (
  type: RecordType,
  raw: readonly unknown[],
): { readonly records: BproRecord[]; readonly malformed: BproMalformedRecord[] } => {
  const records: BproRecord[] = [];
  const malformed: BproMalformedRecord[] = [];
  for (const one of raw) {
    const parsed = parseBproRecord(type, one);
    if (parsed.ok) records.push(parsed.record);
    else malformed.push(parsed.malformed);
  }
  return { records, malformed };
};

/** A change of a kind of record that the sync does not know is passed over; a broken one stops the feed. */
const changeOf = (raw: unknown): BproChange[] => {
  const parsed = change.safeParse(raw);
  if (parsed.success) return [parsed.data];
  const named = z.object({ type: z.string(), id: z.string().default('?') }).safeParse(raw);
  if (!named.success) throw new UnexpectedAnswer();
  if (!isRecordType(named.data.type)) return [];
  const issue = parsed.error.issues[0];
  throw new BproMalformed({
    type: named.data.type,
    id: named.data.id.slice(0, 64),
    path: `change.${(issue?.path ?? []).map(String).join('.')}`,
    problem: issue?.message ?? 'not understood',
  });
};

const keyHeader = (options: BproWriteOptions): Record<string, string> => ({
  'idempotency-key': options.idempotencyKey,
});

const queryText = (query: Readonly<Record<string, string | number | undefined>>): string => {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? '' : `?${given.toString()}`;
};
