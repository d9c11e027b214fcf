import { type Exchange, TIMED_OUT } from './exchange.js';
import { type RawFault, readBody } from './fault-body.js';
import { ALSO_OUTAGE, type CodeKind, CODES } from './fault-table.js';
import type { QboFaultKind, QboFaultShape } from './port.js';

/** Network codes of a request that never reached QuickBooks. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ERR_TLS_CERT_ALTNAME_INVALID|CERT_.*|.*SELF_SIGNED_CERT.*|UNABLE_TO_.*)$/;

/** Builder tier: the month's metered calls are used up. The body is not documented; these words are what it can say. */
const QUOTA = /\bquota\b|\bmonthly\b|\bcoreplus\b|\bbuilder\b/i;

/**
 * One shape for whatever went wrong. Every text in it is ours or a fixed text of Intuit's; only `detail` is not
 * (`QboFault` keeps it out of logs). `write`: an answer that cannot be trusted leaves the outcome unknown.
 */
export function normaliseFault(exchange: Exchange, write: boolean): QboFaultShape {
  if (!exchange.answer) return noAnswer(exchange.failure, exchange.sent, write);
  const { status, body, intuitTid } = exchange.answer;
  const { shape, fault } = readBody(body);
  const code = fault ? codeOf(fault, status) : shape === 'html' ? 'html' : `http-${String(status)}`;
  const found = quotaOr(kindOf(status, code, fault), fault);
  const kind = found === 'outage' ? outage(write) : found;
  return {
    kind,
    code: status >= 200 && status < 300 && !fault && shape !== 'html' ? 'shape' : code,
    message: CODES[code]?.message ?? FALLBACK[kind],
    detail: fault ? detailOf(fault, code) : '',
    element: fault && /^[\w.[\]-]{1,100}$/.test(fault.element) ? fault.element : undefined,
    httpStatus: status,
    intuitTid: tidOf(intuitTid),
    retryable: RETRYABLE.has(kind),
  };
}

/** Intuit's trace id, when it looks like one. */
export const tidOf = (header: string | undefined): string | undefined =>
  header !== undefined && /^[\w.:-]{1,100}$/.test(header) ? header : undefined;

/**
 * What a fault means when an earlier attempt with the same request id had no answer: unless it is a refusal that
 * would have met the first attempt as well, the first may have been done. A replayed batch that answers 6000 is one.
 */
export function faultOnReplay(fault: QboFaultShape): QboFaultShape {
  const definite = fault.kind === 'validation' && CODES[fault.code]?.selfInflicted !== true;
  if (definite || fault.kind === 'unknown-outcome') return fault;
  const { code, detail, element, httpStatus, intuitTid } = fault;
  const message = FALLBACK['unknown-outcome'];
  return {
    kind: 'unknown-outcome',
    code,
    message,
    detail,
    element,
    httpStatus,
    intuitTid,
    retryable: true,
  };
}

const RETRYABLE: ReadonlySet<QboFaultKind> = new Set(['throttled', 'unavailable', 'unknown-outcome']);

const outage = (write: boolean): QboFaultKind => (write ? 'unknown-outcome' : 'unavailable');

function noAnswer(failure: string, sent: boolean, write: boolean): QboFaultShape {
  const kind = !sent || NEVER_SENT.test(failure) ? 'unavailable' : outage(write);
  return {
    kind,
    code: failure === TIMED_OUT ? 'timeout' : 'network',
    message: FALLBACK[kind],
    detail: '',
    element: undefined,
    httpStatus: undefined,
    intuitTid: undefined,
    retryable: true,
  };
}

function kindOf(status: number, code: string, fault: RawFault | undefined): CodeKind {
  if (status === 429 || code === '3001') return 'throttled';
  if (status === 401) return 'auth';
  if (status === 408 || status < 400) return fault ? (CODES[code]?.kind ?? 'validation') : 'outage';
  if (status >= 500) {
    const definite = fault?.type === 'ValidationFault' && !ALSO_OUTAGE.has(code);
    return definite ? (CODES[code]?.kind ?? 'outage') : 'outage';
  }
  return CODES[code]?.kind ?? (status === 403 ? 'auth' : 'validation');
}

const quotaOr = (kind: CodeKind, fault: RawFault | undefined): CodeKind =>
  fault && (kind === 'throttled' || kind === 'auth') && QUOTA.test(`${fault.message} ${fault.detail}`)
    ? 'quota'
    : kind;

function codeOf(fault: RawFault, status: number): string {
  const written = /^0*(\d{1,8})$/.exec(fault.code)?.[1] ?? /errorCode=0*(\d{1,8})/.exec(fault.message)?.[1];
  return written ?? `http-${String(status)}`;
}

const detailOf = (fault: RawFault, code: string): string =>
  CODES[code] ? fault.detail : [fault.message, fault.detail].filter((part) => part !== '').join(': ');

const FALLBACK: Readonly<Record<QboFaultKind, string>> = {
  validation: 'QuickBooks refused the request',
  stale: 'The record moved in QuickBooks',
  'not-found': 'The record is not in QuickBooks',
  throttled: 'QuickBooks asks to wait',
  unavailable: 'QuickBooks could not be reached or failed',
  'unknown-outcome': 'QuickBooks gave no answer that can be trusted: it may have been done',
  auth: 'QuickBooks refused the access token',
  'connection-lost': 'Intuit refused the refresh token',
  subscription: 'The company in QuickBooks is read-only',
  quota: "The month's metered calls are used up",
};
