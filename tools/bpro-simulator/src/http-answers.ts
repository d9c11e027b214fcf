import {
  type BproHttpRequest,
  type BproHttpResponse,
  type BproProblem,
  BproNotFound,
  BproRefused,
  BproVersionConflict,
} from '@bpro-qbo-sync/bpro-adapter';
import { BooksError } from './books.js';
import { InjectedFault } from './faults.js';

/** The request is not what the contract says. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** The body as JSON. Throws `BadRequest`. */
export const parseBody = (request: BproHttpRequest): unknown => {
  try {
    return JSON.parse(request.body ?? '');
  } catch {
    throw new BadRequest('the body is not JSON');
  }
};

export const json = (status: number, body: unknown): BproHttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const noContent: BproHttpResponse = { status: 204, headers: {}, body: '' };

/** The answer that an error means; rethrows what is not the caller's to know, and broken connections. */
export function answerOf(error: unknown): BproHttpResponse {
  if (error instanceof BproVersionConflict)
    return problem(412, 'version-conflict', 'The record has moved', {
      currentVersion: error.currentVersion,
      detail: error.message,
    });
  if (error instanceof BproNotFound)
    return problem(404, 'not-found', 'No such record', { detail: error.message });
  if (error instanceof BproRefused)
    return problem(statusOf(error.code), error.code, 'BPro refuses this', {
      detail: error.message,
      ...(error.field === undefined ? {} : { field: error.field }),
    });
  if (error instanceof BadRequest)
    return problem(400, 'bad-request', 'The request is not understood', { detail: error.message });
  if (error instanceof BooksError)
    return problem(422, 'books-refused', 'The books cannot be loaded', {
      detail: error.message,
      problems: error.problems,
    });
  if (error instanceof InjectedFault) return faultAnswer(error);
  throw error;
}

export const problem = (
  status: number,
  code: string,
  title: string,
  rest: Partial<BproProblem> & { readonly problems?: unknown },
): BproHttpResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({ type: 'about:blank', title, status, code, ...rest }),
});

const statusOf = (code: string): number => {
  if (code === 'unknown-tenant') return 404;
  return code === 'idempotency-key-reused' ? 409 : 422;
};

const faultAnswer = (error: InjectedFault): BproHttpResponse => {
  const { kind, retryAfterSeconds } = error.fault;
  if (kind.startsWith('reset-')) throw error;
  if (kind !== 'unavailable')
    return { status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Internal Server Error</h1>' };
  const answer = problem(503, 'unavailable', 'BPro is not available', {});
  return retryAfterSeconds === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
};
