import { RecordSupportAccess } from '@bpro-qbo-sync/sync-application/nest';
import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { refuse } from '../problems/problem.js';
import { TENANT_NAME, type Person } from './person.js';
import { PlatformTokens } from './platform-tokens.js';
import { correlationOf, remember } from './request-person.js';
import { Sessions, type Session } from './sessions.js';

const PUBLIC = 'public';
const SUPPORT_ONLY = 'supportOnly';

/** Nobody has to be known. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);
/** A manager is refused (rule A2). */
export const SupportOnly = (): MethodDecorator & ClassDecorator => SetMetadata(SUPPORT_ONLY, true);

const READS = new Set(['GET', 'HEAD']);

/** Who may do what (rules A2, A3), and support's access into the history. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly commands: CommandBus,
    @Inject(PlatformTokens) private readonly tokens: PlatformTokens,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const marked = (name: string): boolean =>
      this.reflector.getAllAndOverride<boolean | undefined>(name, [
        context.getHandler(),
        context.getClass(),
      ]) === true;
    if (marked(PUBLIC)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const { person } = await this.identify(request, context.switchToHttp().getResponse<Response>());
    if (marked(SUPPORT_ONLY) && person.role !== 'support')
      throw refuse(403, 'support-only', 'Only BPro support can do this.', 'A2');
    const { tenant } = request.params;
    if (typeof tenant === 'string') await this.enter(request, person, tenant);
    return true;
  }

  private async identify(
    request: Request,
    response: Response,
  ): Promise<{ person: Person; session: Session | undefined }> {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    const byToken = scheme?.toLowerCase() === 'bearer' && token !== undefined;
    const session = byToken ? undefined : await this.sessions.resume(request, response);
    const person = byToken ? await this.tokens.personBy(token) : session?.person;
    if (!person) throw refuse(401, 'not-signed-in', 'Sign in to BPro and open this page from there.', 'A3');
    if (
      session &&
      !READS.has(request.method) &&
      !this.sessions.isCsrfToken(session, request.get('x-csrf-token'))
    )
      throw refuse(
        403,
        'csrf',
        'The request does not carry the token of its session. Reload the page.',
        'A3',
      );
    remember(request, { person, session });
    return { person, session };
  }

  private async enter(request: Request, person: Person, tenant: string): Promise<void> {
    if (person.role === 'manager') {
      if (person.tenant !== tenant)
        throw refuse(403, 'other-tenant', 'This is another BPro system than yours.', 'A2');
      return;
    }
    if (!TENANT_NAME.test(tenant)) throw refuse(404, 'no-such-tenant', 'There is no such BPro system.', 'A2');
    const what = `${request.method} ${routeOf(request)}`;
    const cause = { by: { kind: person.role, id: person.id }, correlationId: correlationOf(request) };
    await this.commands.execute(new RecordSupportAccess(tenant, what, cause));
  }
}

/** The pattern of the route, without anybody's ids. */
const routeOf = (request: Request): string => {
  const { path } = (request.route ?? {}) as { path?: unknown };
  return typeof path === 'string' ? path : '';
};
