import type { Cause, Ports } from '@bpro-qbo-sync/sync-application';
import {
  CancelFullSync,
  ENDED,
  followProgress,
  GetRun,
  PORTS,
  StartFullSync,
  type RunProgress,
} from '@bpro-qbo-sync/sync-application/nest';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AskedBy } from '../access/request-person.js';
import { RunPipe } from './path-parameters.js';

const HEARTBEAT_MS = 15_000;

@ApiTags('run')
@ApiBearerAuth()
@Controller('api/tenants/:tenant/runs/:run')
export class RunsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  @Post('start')
  @HttpCode(202)
  @ApiOperation({ summary: 'Starts the plan that was shown (rules E1, K1)' })
  start(
    @Param('tenant') tenant: string,
    @Param('run', RunPipe) run: string,
    @AskedBy() cause: Cause,
  ): Promise<void> {
    return this.commands.execute(new StartFullSync(tenant, run, cause));
  }

  @Post('cancel')
  @HttpCode(202)
  @ApiOperation({ summary: 'Cancels between records; what was done stays done (rule E6)' })
  cancel(
    @Param('tenant') tenant: string,
    @Param('run', RunPipe) run: string,
    @AskedBy() cause: Cause,
  ): Promise<void> {
    return this.commands.execute(new CancelFullSync(tenant, run, cause));
  }

  @Get()
  @ApiOperation({ summary: 'Progress per record type and the time that is left (rule E3)' })
  progress(@Param('tenant') tenant: string, @Param('run', RunPipe) run: string): Promise<RunProgress> {
    return this.queries.execute(new GetRun(tenant, run));
  }

  @Get('progress')
  @ApiProduces('text/event-stream')
  @ApiOperation({ summary: 'The same as server-sent events, until the run ends (rule E3)' })
  async follow(
    @Param('tenant') tenant: string,
    @Param('run', RunPipe) run: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const seen = /^\d{1,9}$/.test(lastEventId ?? '') ? Number(lastEventId) : -1;
    const present = await this.queries.execute(new GetRun(tenant, run));
    if (ENDED.has(present.status) && present.revision <= seen) {
      response.status(204).end();
      return;
    }
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    const events = new EventStream(response);
    try {
      for await (const progress of followProgress(this.ports, tenant, run, gone.signal))
        if (progress.revision > seen) events.send('progress', progress.revision, progress);
    } catch {
      this.ports.log('info', 'a progress stream ended early; its reader comes again', { tenant, run });
    } finally {
      events.end();
    }
  }
}

/** Server-sent events (HTML standard); a comment now and then keeps proxies from closing the connection. */
class EventStream {
  private readonly heartbeat: NodeJS.Timeout;

  constructor(private readonly response: Response) {
    response.status(200);
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    response.setHeader('X-Accel-Buffering', 'no');
    response.flushHeaders();
    this.heartbeat = setInterval(() => response.write(': alive\n\n'), HEARTBEAT_MS);
  }

  send(event: string, id: number, data: unknown): void {
    this.response.write(`event: ${event}\nid: ${String(id)}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    clearInterval(this.heartbeat);
    this.response.end();
  }
}
