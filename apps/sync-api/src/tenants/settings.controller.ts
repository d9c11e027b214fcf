import type { Cause } from '@bpro-qbo-sync/sync-application';
import {
  ConfigureSync,
  GetPreFlight,
  GetSettingsChoices,
  type PreFlight,
  type SettingsChoices,
} from '@bpro-qbo-sync/sync-application/nest';
import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AskedBy } from '../access/request-person.js';
import { SettingsInput } from './inputs.js';

@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/tenants/:tenant')
export class SettingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('settings/choices')
  @ApiOperation({ summary: 'What the settings form offers (rules C4, C5, C7)' })
  choices(@Param('tenant') tenant: string): Promise<SettingsChoices> {
    return this.queries.execute(new GetSettingsChoices(tenant));
  }

  @Put('settings')
  @ApiOperation({ summary: 'Records a draft; refused field by field when it cannot work (rules C6, C8)' })
  configure(
    @Param('tenant') tenant: string,
    @Body() settings: SettingsInput,
    @AskedBy() cause: Cause,
  ): Promise<{ version: number }> {
    return this.commands.execute(new ConfigureSync(tenant, settings, cause));
  }

  @Get('pre-flight')
  @ApiOperation({ summary: 'What in the company stands in the way, and what to change (rule C9)' })
  preFlight(@Param('tenant') tenant: string): Promise<PreFlight> {
    return this.queries.execute(new GetPreFlight(tenant, { anew: false }));
  }

  @Post('pre-flight')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reads the company once more, and says what stands in the way now (rule C9)' })
  preFlightAnew(@Param('tenant') tenant: string): Promise<PreFlight> {
    return this.queries.execute(new GetPreFlight(tenant, { anew: true }));
  }
}
