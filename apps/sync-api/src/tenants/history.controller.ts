import type { RecordName } from '@bpro-qbo-sync/sync-application';
import {
  GetHistory,
  GetRecordHistory,
  GetRuns,
  type HistoryPage,
  type RunsPage,
} from '@bpro-qbo-sync/sync-application/nest';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SupportOnly } from '../access/access.guard.js';
import { refuse } from '../problems/problem.js';
import { HistoryInput, RunsInput } from './inputs.js';
import { RecordPipe } from './path-parameters.js';

const POSITION = /^\d{1,20}\/\d{1,20}$/;

@ApiTags('history')
@ApiBearerAuth()
@Controller('api/tenants/:tenant')
export class HistoryController {
  constructor(private readonly queries: QueryBus) {}

  @Get('runs')
  @ApiOperation({ summary: 'The runs, the latest first: who, when, what came of them (rule I1)' })
  runs(@Param('tenant') tenant: string, @Query() { after, limit }: RunsInput): Promise<RunsPage> {
    return this.queries.execute(new GetRuns(tenant, { after, limit }));
  }

  @Get('records/:type/:recordId/history')
  @ApiOperation({ summary: 'The life of one record (rules I1, I2)' })
  record(@Param('tenant') tenant: string, @Param(RecordPipe) record: RecordName): Promise<HistoryPage> {
    return this.queries.execute(new GetRecordHistory(tenant, record));
  }

  @Get('history')
  @SupportOnly()
  @ApiOperation({ summary: 'Everything that happened, or what one run did (rule I2)' })
  all(@Param('tenant') tenant: string, @Query() { run, after, limit }: HistoryInput): Promise<HistoryPage> {
    if (after !== undefined && !POSITION.test(after))
      throw refuse(422, 'invalid-input', 'The page to go on from is not one of ours.', 'I2');
    return this.queries.execute(new GetHistory(tenant, { run, after, limit }));
  }
}
