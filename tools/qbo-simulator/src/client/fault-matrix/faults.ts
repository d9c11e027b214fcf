import type { QboFaultKind } from '@bpro-qbo-sync/qbo-client';
import type { FaultEffect } from '../../faults/faults.js';

/**
 * How a call ends. `done`: as if nothing had been. Otherwise the kind of the fault that the caller gets.
 * A write that ends `unknown-outcome` may have been done: the caller finds out by the same request id or the business key.
 */
export type Ending = 'done' | QboFaultKind;

export interface FaultRow {
  readonly effect: FaultEffect;
  /** What the client does about it when it comes once. */
  readonly answer:
    | 'nothing'
    | 'retried under the same request id'
    | 'refreshed once'
    | 'waited out'
    | 'given up, with its reason';
  /** Once, at a write and at a read. */
  readonly once: readonly [write: Ending, read: Ending];
  /** Each time. */
  readonly always: readonly [write: Ending, read: Ending];
}

const RETRIED = {
  answer: 'retried under the same request id',
  once: ['done', 'done'],
  always: ['unknown-outcome', 'unavailable'],
} as const;
const WAITED = { answer: 'waited out', once: ['done', 'done'], always: ['throttled', 'throttled'] } as const;

const refused = (code: string, kind: QboFaultKind, status?: number): FaultRow => ({
  effect: {
    kind: 'service-fault',
    code,
    message: 'Refused',
    detail: 'Refused: planted detail',
    ...(status === undefined ? {} : { status }),
  },
  answer: 'given up, with its reason',
  once: [kind, kind],
  always: [kind, kind],
});

/** Faults of the accounting API. */
export const API_FAULTS: Readonly<Record<string, FaultRow>> = {
  'slow before the work': {
    effect: { kind: 'latency', ms: 20_000 },
    answer: 'nothing',
    once: ['done', 'done'],
    always: ['done', 'done'],
  },
  'slow after the work': {
    effect: { kind: 'latency', ms: 20_000, afterCommit: true },
    answer: 'nothing',
    once: ['done', 'done'],
    always: ['done', 'done'],
  },
  'past the time-out, then done': { effect: { kind: 'latency', ms: 180_000 }, ...RETRIED },
  'done, the answer past the time-out': {
    effect: { kind: 'latency', ms: 180_000, afterCommit: true },
    ...RETRIED,
  },
  '429 as XML': { effect: { kind: 'throttle' }, ...WAITED },
  '429 as JSON': { effect: { kind: 'throttle', format: 'json' }, ...WAITED },
  '429 as JSON with Retry-After': { effect: { kind: 'throttle', format: 'json', retryAfter: 7 }, ...WAITED },
  '429 with Retry-After': { effect: { kind: 'throttle', format: 'xml', retryAfter: 7 }, ...WAITED },
  '503 before the work': { effect: { kind: 'server-error', status: 503 }, ...RETRIED },
  '500 after the work': { effect: { kind: 'server-error', status: 500, afterCommit: true }, ...RETRIED },
  '504 as XML': { effect: { kind: 'server-error', status: 504, format: 'xml' }, ...RETRIED },
  '502 without a body, after the work': {
    effect: { kind: 'server-error', status: 502, format: 'empty', afterCommit: true },
    ...RETRIED,
  },
  '200 without a body, after the work': {
    effect: { kind: 'server-error', status: 200, format: 'empty', afterCommit: true },
    ...RETRIED,
  },
  'a page of HTML with 503': { effect: { kind: 'html', status: 503 }, ...RETRIED },
  'a page of HTML with 200, after the work': {
    effect: { kind: 'html', status: 200, afterCommit: true },
    ...RETRIED,
  },
  'connection reset before the work': { effect: { kind: 'reset' }, ...RETRIED },
  'connection reset after the work': { effect: { kind: 'reset', afterCommit: true }, ...RETRIED },
  'a fault inside 200': { effect: { kind: 'fault-in-ok' }, ...RETRIED },
  'a fault inside 200, after the work': { effect: { kind: 'fault-in-ok', afterCommit: true }, ...RETRIED },
  'an answer cut off': { effect: { kind: 'truncated' }, ...RETRIED },
  'an answer of another type': { effect: { kind: 'wrong-entity' }, ...RETRIED },
  '401 in mid-run': {
    effect: { kind: 'unauthorized' },
    answer: 'refreshed once',
    once: ['done', 'done'],
    always: ['auth', 'auth'],
  },
  '403': {
    effect: { kind: 'forbidden' },
    answer: 'given up, with its reason',
    once: ['auth', 'auth'],
    always: ['auth', 'auth'],
  },
  'an old SyncToken (5010)': refused('5010', 'stale'),
  'a number that is taken (6140)': refused('6140', 'validation'),
  'a name that is taken (6240)': refused('6240', 'validation'),
  'closed books (6210)': refused('6210', 'validation'),
  'a reference to nothing (2500)': refused('2500', 'validation'),
  'a record that is gone (610)': refused('610', 'not-found'),
  'a company that is read-only (6190)': refused('6190', 'subscription'),
  'a system failure as a fault (10000)': {
    effect: {
      kind: 'service-fault',
      code: '10000',
      message: 'An error',
      detail: 'System Failure',
      status: 500,
    },
    ...RETRIED,
  },
};

/** Where one operation ends otherwise than its row says, once and always, and why. */
export const EXCEPTIONS: Readonly<
  Record<string, { readonly ending: Ending | 'missing'; readonly why: string }>
> = {
  'an answer of another type: a batch': {
    ending: 'missing',
    why: 'the answer names each item: those under another type are missing, and the same batch again finds them',
  },
  'an answer of another type: make a tax code': {
    ending: 'done',
    why: 'the answer holds ids in fields of its own, and no record',
  },
};

/** Faults of Intuit's token endpoint, met by a refresh, and by the exchange of a code. */
export const TOKEN_FAULTS: Readonly<
  Record<
    string,
    {
      readonly effect: FaultEffect;
      readonly refresh: readonly [once: Ending, always: Ending];
      readonly exchange: Ending;
    }
  >
> = {
  slow: { effect: { kind: 'latency', ms: 20_000 }, refresh: ['done', 'done'], exchange: 'done' },
  '429': { effect: { kind: 'throttle' }, refresh: ['done', 'throttled'], exchange: 'throttled' },
  '503': {
    effect: { kind: 'server-error', status: 503 },
    refresh: ['done', 'unavailable'],
    exchange: 'unavailable',
  },
  'a page of HTML with 502': {
    effect: { kind: 'html', status: 502 },
    refresh: ['done', 'unavailable'],
    exchange: 'unavailable',
  },
  'connection reset before the grant': {
    effect: { kind: 'reset' },
    refresh: ['done', 'unavailable'],
    exchange: 'unavailable',
  },
  'connection reset after the grant': {
    effect: { kind: 'reset', afterCommit: true },
    refresh: ['done', 'unavailable'],
    exchange: 'unavailable',
  },
  'an answer cut off': {
    effect: { kind: 'truncated' },
    refresh: ['done', 'unavailable'],
    exchange: 'unavailable',
  },
  invalid_grant: {
    effect: { kind: 'invalid-grant' },
    refresh: ['connection-lost', 'connection-lost'],
    exchange: 'auth',
  },
};
