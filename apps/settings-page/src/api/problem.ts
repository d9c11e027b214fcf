export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** Why the API refused, or could not be reached (`status` 0). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldProblem[];

  constructor(status: number, code: string, detail: string, errors: readonly FieldProblem[]) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads problem details (RFC 9457); anything else is told by its status alone. */
export function problemFrom(status: number, body: unknown): ApiProblem {
  if (!isObject(body)) return new ApiProblem(status, 'unexpected-answer', '', []);
  const errors = Array.isArray(body['errors']) ? body['errors'].filter(isObject) : [];
  return new ApiProblem(
    status,
    text(body['code']),
    text(body['detail']),
    errors.map((each) => ({ field: text(each['field']), message: text(each['message']) })),
  );
}

/** Whatever was thrown, as a problem. */
export const problemOf = (error: unknown): ApiProblem =>
  error instanceof ApiProblem ? error : new ApiProblem(0, 'unreachable', '', []);
