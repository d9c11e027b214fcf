import type { Cause, RecordName } from '@bpro-qbo-sync/sync-application';
import {
  DismissNote,
  GetNotes,
  RerunRecord,
  RestoreNote,
  type NotesPage,
} from '@bpro-qbo-sync/sync-application/nest';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { AskedBy } from '../access/request-person.js';
import { DismissInput, NotesFilterInput, NotesInput } from './inputs.js';
import { notesCsv } from './notes-csv.js';
import { recordAfter, RecordPipe } from './path-parameters.js';

const ALL = 100_000;

@ApiTags('notes')
@ApiBearerAuth()
@Controller('api/tenants/:tenant')
export class NotesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('notes')
  @ApiOperation({ summary: 'What a person can act on (rules H1, H2, H4)' })
  notes(
    @Param('tenant') tenant: string,
    @Query() { after, limit, ...filter }: NotesInput,
  ): Promise<NotesPage> {
    return this.queries.execute(new GetNotes(tenant, { filter, after: recordAfter(after), limit }));
  }

  @Get('notes.csv')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="quickbooks-notes.csv"')
  @ApiProduces('text/csv')
  @ApiOperation({ summary: 'The same notes for a spreadsheet (rule H4)' })
  async csv(@Param('tenant') tenant: string, @Query() filter: NotesFilterInput): Promise<string> {
    const { notes } = await this.queries.execute(new GetNotes(tenant, { filter: { ...filter }, limit: ALL }));
    return notesCsv(notes);
  }

  @Post('notes/:type/:recordId/dismiss')
  @HttpCode(204)
  @ApiOperation({ summary: 'Leaves a note, with a reason (rule H3)' })
  dismiss(
    @Param('tenant') tenant: string,
    @Param(RecordPipe) record: RecordName,
    @Body() { reason }: DismissInput,
    @AskedBy() cause: Cause,
  ): Promise<void> {
    return this.commands.execute(new DismissNote(tenant, record, reason, cause));
  }

  @Post('notes/:type/:recordId/restore')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes a dismissal back (rule H3)' })
  restore(
    @Param('tenant') tenant: string,
    @Param(RecordPipe) record: RecordName,
    @AskedBy() cause: Cause,
  ): Promise<void> {
    return this.commands.execute(new RestoreNote(tenant, record, cause));
  }

  @Post('notes/:type/:recordId/rerun')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Decides and carries out the record again, and what waited for it (rules H2, H3)',
  })
  rerun(
    @Param('tenant') tenant: string,
    @Param(RecordPipe) record: RecordName,
    @AskedBy() cause: Cause,
  ): Promise<void> {
    return this.commands.execute(new RerunRecord(tenant, record, cause));
  }
}
