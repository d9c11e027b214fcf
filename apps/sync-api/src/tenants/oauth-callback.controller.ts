import { RuleViolation } from '@bpro-qbo-sync/sync-application';
import { CompleteConnection } from '@bpro-qbo-sync/sync-application/nest';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { Public } from '../access/access.guard.js';
import { correlationOf } from '../access/request-person.js';
import { Sessions } from '../access/sessions.js';
import type { Configuration } from '../configuration.js';
import { CONFIGURATION, LOGGER } from '../injection-tokens.js';

const MAX_LENGTH = 1024;
const OUTCOMES = new Set(['consent-refused', 'consent-expired', 'another-company', 'company-taken']);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= MAX_LENGTH ? value : undefined;

/** Intuit sends the browser here. It is only ever redirected: a page would leak the code by its Referer (rule B1). */
@ApiTags('connection')
@Controller('api/oauth')
export class OauthCallbackController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get('callback')
  @Public()
  @ApiOperation({ summary: 'Completes a consent; always redirects to the page (rule B1)' })
  async callback(
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const state = textOf(query['state']) ?? '';
    const consent = await this.sessions.takeConsent(request, response, state);
    const outcome = consent
      ? await this.complete(request, consent.tenant, consent.person, state, query)
      : 'consent-expired';
    const page = new URL(this.configuration.settingsPageUrl);
    if (consent) page.searchParams.set('tenant', consent.tenant);
    page.searchParams.set('connection', outcome);
    response.redirect(302, page.toString());
  }

  private async complete(
    request: Request,
    tenant: string,
    { role, id }: { readonly role: 'manager' | 'support'; readonly id: string },
    state: string,
    query: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const [code, realmId, error] = [textOf(query['code']), textOf(query['realmId']), textOf(query['error'])];
    const callback = {
      state,
      ...(code === undefined ? {} : { code }),
      ...(realmId === undefined ? {} : { realmId }),
      ...(error === undefined ? {} : { error }),
    };
    const correlationId = correlationOf(request);
    try {
      await this.commands.execute(
        new CompleteConnection(tenant, callback, { by: { kind: role, id }, correlationId }),
      );
      return 'connected';
    } catch (failure) {
      if (failure instanceof RuleViolation && OUTCOMES.has(failure.code)) return failure.code;
      const name = failure instanceof Error ? failure.name : 'unknown';
      this.logger.error({ tenant, correlationId, error: name }, 'the consent could not be completed');
      return 'failed';
    }
  }
}
