import { STATUS_CODES } from 'node:http';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { correlationOf } from '../access/request-person.js';
import type { Problem } from './problem.js';
import { problemOf } from './problem-of.js';

const DEFECT: Problem = {
  status: 500,
  code: 'unexpected',
  detail: 'Something went wrong in the sync itself. BPro support finds it by the correlation id.',
};

/** Every error leaves as a problem detail. A defect is logged with where it happened, not with what it says. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = problemOf(error) ?? statusOnly(error) ?? DEFECT;
    if (problem === DEFECT)
      this.logger.error({ correlationId: correlationOf(request), ...placeOf(error) }, 'defect');
    if (response.headersSent) response.end();
    else sendProblem(request, response, problem);
  }
}

export function sendProblem(request: Request, response: Response, problem: Problem): void {
  const { status, code, detail, rule, errors, retryAfter } = problem;
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:bpro-qbo-sync:problem:${code}`,
        code,
        title: STATUS_CODES[status],
        status,
        detail,
        rule,
        instance: request.path,
        correlationId: correlationOf(request),
        errors,
      }),
    );
}

/** Errors of the body parser carry a status and the text that could not be parsed. */
function statusOnly(error: unknown): Problem | undefined {
  const status = (error as { status?: unknown } | undefined)?.status;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  return { status, code: 'malformed-request', detail: 'The request cannot be read.' };
}

const placeOf = (error: unknown): { error: string; at: string[] } =>
  error instanceof Error
    ? { error: error.name, at: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) }
    : { error: typeof error, at: [] };
