import { isNativeError } from 'node:util/types';
import type { LoggerService } from '@nestjs/common';
import { ReadModelsFailure, ReadModelsUnavailable } from '@bpro-qbo-sync/read-models';
import { StoreUnavailable } from '@bpro-qbo-sync/event-store';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './configuration.js';

/** Structured lines on standard output; never a token or a customer's data. */
export const createLogger = (level: LogLevel, destination?: DestinationStream): Logger => {
  const options = { level, base: { service: 'sync-projector' } };
  return destination ? pino(options, destination) : pino(options);
};

export interface Reason {
  /** Out of reach for now: nobody has to repair the program. */
  readonly passing: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
}

const FRAMES = 3;

/** Why a batch could not be read or written. An unexpected error's message may quote an event: only its place is told. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof ReadModelsUnavailable || error instanceof StoreUnavailable)
    return { passing: true, fields: { because: error.name, detail: error.message } };
  if (error instanceof ReadModelsFailure)
    return { passing: false, fields: { because: error.name, detail: error.message } };
  if (!isNativeError(error)) return { passing: false, fields: { because: 'unknown' } };
  const stack = error.stack ?? '';
  const frames = stack
    .slice(stack.indexOf(error.message) + error.message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return {
    passing: false,
    fields: { because: error.name, at: frames.slice(0, FRAMES).map((line) => line.trim()) },
  };
}

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
