import { STATUS_CODES } from 'node:http';
import { BproMalformed, BproNotFound, BproRefused, BproUnavailable } from '@bpro-qbo-sync/bpro-adapter';
import { RevisionConflict, StoreFull, StoreUnavailable } from '@bpro-qbo-sync/event-store';
import { QboFault } from '@bpro-qbo-sync/qbo-client';
import { ReadModelsUnavailable } from '@bpro-qbo-sync/read-models';
import { RecordStoreUnavailable } from '@bpro-qbo-sync/record-store';
import { NotNow, RecordMoved, RuleViolation } from '@bpro-qbo-sync/sync-application';
import { HttpException } from '@nestjs/common';
import { ProblemError, type Problem } from './problem.js';

/** Codes of `RuleViolation` that are not a conflict with the present state. */
const STATUS: Readonly<Record<string, number>> = {
  'sync-not-enabled': 403,
  'no-such-run': 404,
  'no-such-record': 404,
  'no-note': 404,
  'settings-invalid': 422,
};
const CONFLICT = 409;

const NOT_NOW: Readonly<Record<NotNow['reason'], string>> = {
  'qbo-unavailable': 'QuickBooks does not answer at the moment. Try again in a minute.',
  'qbo-throttled': 'QuickBooks asks to wait: too many calls. Try again in a minute.',
  'bpro-unavailable': 'BPro does not answer at the moment. Try again in a minute.',
  'connection-lost': 'The connection to QuickBooks is lost. Reconnect, then try again.',
  quota: 'The calls that QuickBooks allows this month are used up.',
  'read-only-company': 'The QuickBooks company is read-only: its subscription has ended.',
};
const PERMANENT: ReadonlySet<NotNow['reason']> = new Set(['connection-lost', 'read-only-company']);

const unavailable = (code: string, detail: string): Problem => ({
  status: 503,
  code,
  detail,
  retryAfter: 10,
});

/** What an error says to the outside; undefined: it says nothing, it is a defect. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof RuleViolation) return violation(error);
  if (error instanceof NotNow)
    return PERMANENT.has(error.reason)
      ? { status: CONFLICT, code: error.reason, detail: NOT_NOW[error.reason], rule: 'B3' }
      : unavailable(error.reason, NOT_NOW[error.reason]);
  if (error instanceof RevisionConflict || error instanceof RecordMoved)
    return {
      status: CONFLICT,
      code: 'changed-meanwhile',
      detail: 'Somebody else changed this at the same moment. Look again, then repeat it.',
    };
  return ofStores(error) ?? ofSystems(error) ?? (error instanceof HttpException ? ofHttp(error) : undefined);
}

const violation = ({ code, rule, message, errors }: RuleViolation): Problem => ({
  status: STATUS[code] ?? CONFLICT,
  code,
  rule,
  detail: message,
  ...(errors.length === 0 ? {} : { errors }),
});

function ofStores(error: unknown): Problem | undefined {
  if (error instanceof StoreFull)
    return unavailable(
      'store-full',
      'The sync cannot record anything now: its storage is full. BPro support has to make room.',
    );
  if (error instanceof StoreUnavailable || error instanceof RecordStoreUnavailable)
    return unavailable(
      'store-unavailable',
      'The sync cannot reach its storage at the moment. Nothing is lost; try again.',
    );
  if (error instanceof ReadModelsUnavailable)
    return unavailable(
      'read-models-unavailable',
      'What is shown here cannot be read at the moment. Nothing is lost; try again.',
    );
  return undefined;
}

function ofSystems(error: unknown): Problem | undefined {
  if (error instanceof BproUnavailable) return unavailable('bpro-unavailable', NOT_NOW['bpro-unavailable']);
  if (error instanceof QboFault)
    return error.kind === 'connection-lost'
      ? { status: CONFLICT, code: 'connection-lost', detail: NOT_NOW['connection-lost'], rule: 'B3' }
      : unavailable('qbo-unavailable', NOT_NOW['qbo-unavailable']);
  if (error instanceof BproNotFound)
    return { status: 404, code: 'not-in-bpro', detail: 'BPro does not know this system or record.' };
  if (error instanceof BproRefused || error instanceof BproMalformed)
    return { status: 502, code: 'bpro-refused', detail: 'BPro answered in a way that the sync cannot use.' };
  return undefined;
}

const DETAILS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'There is nothing at this address.',
  405: 'This is not possible at this address.',
  413: 'The request is too large.',
  415: 'The request has a form that is not understood.',
};

/** Nest's and Express' own: their texts may quote the request, so only the status counts. */
function ofHttp(error: HttpException): Problem | undefined {
  const status = error.getStatus();
  if (status === 503) return notReady(error.getResponse());
  if (status >= 500) return undefined;
  const code = (STATUS_CODES[status] ?? 'refused').toLowerCase().replaceAll(' ', '-');
  return { status, code, detail: DETAILS[status] ?? 'The request is refused.' };
}

/** The answer of a readiness check: which part is down. */
function notReady(check: unknown): Problem {
  const { error } = check as { readonly error?: unknown };
  const parts = typeof error === 'object' && error !== null ? Object.keys(error) : [];
  return {
    ...unavailable('not-ready', 'The sync is not ready to work at the moment.'),
    errors: parts.map((field) => ({ field, rule: 'ready', message: 'cannot be reached' })),
  };
}
