/** A field of the request that cannot be used. */
export interface FieldProblem {
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

/** What goes out as `application/problem+json` (RFC 9457). Plain words; never internals, never a value. */
export interface Problem {
  readonly status: number;
  /** Stable; the last part of `type`. */
  readonly code: string;
  readonly detail: string;
  readonly rule?: string | undefined;
  readonly errors?: readonly FieldProblem[] | undefined;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
}

/** A refusal of the HTTP layer itself. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

export const refuse = (status: number, code: string, detail: string, rule?: string): ProblemError =>
  new ProblemError({ status, code, detail, ...(rule === undefined ? {} : { rule }) });
