import type { Cause } from '@bpro-qbo-sync/sync-application';
import {
  GetPlan,
  GetPlanRow,
  GetPlanRows,
  PlanFullSync,
  SettleMatch,
  type PlanView,
  type RowPage,
  type RowWhy,
} from '@bpro-qbo-sync/sync-application/nest';
import type { RecordName } from '@bpro-qbo-sync/sync-application';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AskedBy } from '../access/request-person.js';
import { MatchInput, PlanInput, RowsInput } from './inputs.js';
import { recordAfter, RecordPipe, RunPipe } from './path-parameters.js';

@ApiTags('plan')
@ApiBearerAuth()
@Controller('api/tenants/:tenant')
export class PlansController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('plans')
  @HttpCode(202)
  @ApiOperation({ summary: 'Begins to read and decide; nothing is written (rules K1, K2)' })
  plan(
    @Param('tenant') tenant: string,
    @Body() { settings }: PlanInput,
    @AskedBy() cause: Cause,
  ): Promise<{ run: string }> {
    return this.commands.execute(new PlanFullSync(tenant, cause, settings));
  }

  @Get('plans/:run')
  @ApiOperation({ summary: 'What the plan comes to (rules D1, K1)' })
  one(@Param('tenant') tenant: string, @Param('run', RunPipe) run: string): Promise<PlanView> {
    return this.queries.execute(new GetPlan(tenant, run));
  }

  @Get('plans/:run/rows')
  @ApiOperation({ summary: 'The decisions, a page at a time (rule K1)' })
  rows(
    @Param('tenant') tenant: string,
    @Param('run', RunPipe) run: string,
    @Query() { type, action, reason, after, limit }: RowsInput,
  ): Promise<RowPage> {
    const filter = {
      ...(type === undefined ? {} : { type }),
      ...(action === undefined ? {} : { actions: action }),
      ...(reason === undefined ? {} : { reason }),
    };
    return this.queries.execute(new GetPlanRows(tenant, run, { filter, after: recordAfter(after), limit }));
  }

  @Get('plans/:run/rows/:type/:recordId')
  @ApiOperation({ summary: 'Why: the chain of reasons, and both sides side by side (rule K3)' })
  why(
    @Param('tenant') tenant: string,
    @Param('run', RunPipe) run: string,
    @Param(RecordPipe) record: RecordName,
  ): Promise<RowWhy> {
    return this.queries.execute(new GetPlanRow(tenant, run, record));
  }

  @Post('matches')
  @HttpCode(204)
  @ApiOperation({ summary: 'Settles an ambiguous match: this one, or none of these (rule F2)' })
  settle(
    @Param('tenant') tenant: string,
    @Body() { type, bproId, qboId }: MatchInput,
    @AskedBy() cause: Cause,
  ): Promise<void> {
    return this.commands.execute(new SettleMatch(tenant, type, bproId, qboId, cause));
  }
}
