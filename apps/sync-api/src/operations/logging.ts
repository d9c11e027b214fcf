import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import type { LogLevel } from '../configuration.js';

/** Where secrets could stand if somebody ever logged a whole object (rule B2). */
const SECRETS = [
  'authorization',
  'cookie',
  'token',
  'accessToken',
  'refreshToken',
  'code',
  'state',
  'secret',
];

/** Structured lines on standard output; never a token or a customer's data. */
export const createLogger = (level: LogLevel, destination?: DestinationStream): Logger => {
  const options = {
    level,
    base: { service: 'sync-api' },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
};

const CORRELATION_ID = /^[\w-]{1,64}$/;
const TENANT_IN_PATH = /^\/api\/tenants\/([A-Za-z0-9._-]{1,64})(?:\/|$)/;

const pathOf = (request: IncomingMessage): string => {
  const { originalUrl } = request as IncomingMessage & { originalUrl?: string };
  return (originalUrl ?? request.url ?? '').split('?', 1)[0] ?? '';
};

/** One line per request, and its correlation id: the caller's own or a new one. Queries and headers are left out. */
export const requestLog = (logger: Logger): HttpLogger =>
  pinoHttp({
    logger,
    genReqId: (request: IncomingMessage, response: ServerResponse) => {
      const given = request.headers['x-correlation-id'];
      const id = typeof given === 'string' && CORRELATION_ID.test(given) ? given : randomUUID();
      response.setHeader('X-Correlation-Id', id);
      return id;
    },
    serializers: {
      req: (request: { readonly id: unknown; readonly method: unknown }) => ({ method: request.method }),
      res: (response: { readonly statusCode: unknown }) => ({ statusCode: response.statusCode }),
      err: (error: { readonly type?: unknown }) => ({ type: error.type }),
    },
    customProps: (request: IncomingMessage) => ({
      correlationId: request.id,
      path: pathOf(request),
      tenant: TENANT_IN_PATH.exec(pathOf(request))?.[1],
    }),
    customLogLevel: (request: IncomingMessage, response: ServerResponse) => {
      if (response.statusCode >= 500) return 'error';
      return /^\/(health|metrics)/.test(pathOf(request)) ? 'debug' : 'info';
    },
  });

/** Nest's own messages, structured. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.logger.debug({ context }, String(message));
  }
  warn(message: unknown, context?: unknown): void {
    this.logger.warn({ context }, String(message));
  }
  /** Its second argument is a stack, which may quote what was handled. */
  error(message: unknown): void {
    this.logger.error({}, message instanceof Error ? message.name : String(message));
  }
}
