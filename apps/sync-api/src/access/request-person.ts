import type { Cause } from '@bpro-qbo-sync/sync-application';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Person } from './person.js';
import type { Session } from './sessions.js';

/** What the guard found out about a request. */
interface Known {
  readonly person: Person;
  readonly session: Session | undefined;
}

const known = new WeakMap<Request, Known>();

export const remember = (request: Request, who: Known): void => {
  known.set(request, who);
};

export const whoAsks = (request: Request): Known | undefined => known.get(request);

/** The id under which a request is found in the logs and in what it caused. */
export const correlationOf = (request: Request): string => String(request.id);

const causeOf = (request: Request): Cause => {
  const who = whoAsks(request);
  if (!who) throw new Error('the route is not guarded');
  return { by: { kind: who.person.role, id: who.person.id }, correlationId: correlationOf(request) };
};

/** Who asked, for the events that the command leads to. */
export const AskedBy = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  causeOf(context.switchToHttp().getRequest<Request>()),
);
