import type { Cause } from '@bpro-qbo-sync/sync-application';
import { BeginConnection, Disconnect } from '@bpro-qbo-sync/sync-application/nest';
import { Body, Controller, Delete, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AskedBy, whoAsks } from '../access/request-person.js';
import { Sessions } from '../access/sessions.js';
import { refuse } from '../problems/problem.js';
import { ConnectionInput } from './inputs.js';

@ApiTags('connection')
@ApiBearerAuth()
@Controller('api/tenants/:tenant/connection')
export class ConnectionController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Where to send the browser to grant access to one company (rules B1, B4)' })
  async begin(
    @Param('tenant') tenant: string,
    @Body() { startOver }: ConnectionInput,
    @AskedBy() cause: Cause,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ url: string }> {
    const who = whoAsks(request);
    if (!who) throw refuse(401, 'not-signed-in', 'Sign in first.', 'A3');
    const { url, state } = await this.commands.execute(
      new BeginConnection(tenant, startOver ?? false, cause),
    );
    await this.sessions.keepConsent(
      response,
      { tenant, person: who.person, sessionId: who.session?.id },
      state,
    );
    return { url };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Revokes the token at Intuit (rule B5)' })
  end(@Param('tenant') tenant: string, @AskedBy() cause: Cause): Promise<void> {
    return this.commands.execute(new Disconnect(tenant, cause));
  }
}
