import { z } from 'zod';
import type { BproHttpResponse } from './http-exchange.js';
import { BproNotFound, BproRefused, BproVersionConflict } from './port.js';

/** Problem details (RFC 9457) as BPro sends them; `code` is stable, the texts are for people. */
export const bproProblem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.string(),
  field: z.string().optional(),
  currentVersion: z.int().positive().optional(),
});
export type BproProblem = z.infer<typeof bproProblem>;

/** Not an answer yet: ask again. `maybeDone`: what was asked may have been done all the same. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  constructor(
    message: string,
    readonly maybeDone: boolean,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Answers that are about the moment, not about what was asked; BPro did nothing. */
const NOT_NOW: ReadonlySet<number> = new Set([401, 408, 425, 429]);

/** The error that an answer means; none for a success. An error page that is no problem of BPro's is not trusted. */
export function errorOfResponse(response: BproHttpResponse): Error | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) return undefined;
  const problem = problemOf(response);
  if (NOT_NOW.has(status) || status >= 500) {
    const notDone = status < 500 || (status === 503 && problem !== undefined);
    return new RetryLater(`status ${String(status)}`, !notDone, retryAfterMs(response));
  }
  if (!problem) return new RetryLater(`status ${String(status)} without a problem of BPro's`, false);
  const words = problem.detail ?? problem.title;
  if (problem.code === 'version-conflict' && problem.currentVersion !== undefined)
    return new BproVersionConflict(problem.currentVersion);
  if (problem.code === 'not-found') return new BproNotFound(words);
  return new BproRefused(problem.code, problem.field, words);
}

const problemOf = (response: BproHttpResponse): BproProblem | undefined => {
  if (!(response.headers['content-type'] ?? '').startsWith('application/problem+json')) return undefined;
  try {
    const parsed = bproProblem.safeParse(JSON.parse(response.body));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};

const retryAfterMs = (response: BproHttpResponse): number | undefined => {
  const seconds = Number(response.headers['retry-after'] ?? 'NaN');
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
};
