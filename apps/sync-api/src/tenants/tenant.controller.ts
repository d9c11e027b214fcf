import type { Cause } from '@bpro-qbo-sync/sync-application';
import {
  DisableSync,
  EnableSync,
  GetChangedByOthers,
  GetCounts,
  GetTenant,
  GetUsage,
  type ChangedByOthers,
  type CountsView,
  type TenantView,
  type UsageView,
} from '@bpro-qbo-sync/sync-application/nest';
import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SupportOnly } from '../access/access.guard.js';
import { AskedBy } from '../access/request-person.js';

@ApiTags('tenant')
@ApiBearerAuth()
@Controller('api/tenants/:tenant')
export class TenantController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Where the sync stands, and what to do next (rules A1, B1, E1)' })
  state(@Param('tenant') tenant: string): Promise<TenantView> {
    return this.queries.execute(new GetTenant(tenant));
  }

  @Post('enable')
  @HttpCode(204)
  @SupportOnly()
  @ApiOperation({ summary: 'Switches the feature on (rule A1)' })
  enable(@Param('tenant') tenant: string, @AskedBy() cause: Cause): Promise<void> {
    return this.commands.execute(new EnableSync(tenant, cause));
  }

  @Post('disable')
  @HttpCode(204)
  @SupportOnly()
  @ApiOperation({ summary: 'Switches the feature off (rule A1)' })
  disable(@Param('tenant') tenant: string, @AskedBy() cause: Cause): Promise<void> {
    return this.commands.execute(new DisableSync(tenant, cause));
  }

  @Get('counts')
  @ApiOperation({ summary: 'How many records each side has, after the filters (rules D1 to D3)' })
  counts(@Param('tenant') tenant: string): Promise<CountsView> {
    return this.queries.execute(new GetCounts(tenant));
  }

  @Get('changed-by-others')
  @ApiOperation({
    summary: 'At least how many records others changed in QuickBooks since the last full sync (rule G3)',
  })
  async changedByOthers(@Param('tenant') tenant: string): Promise<{ changes: ChangedByOthers | null }> {
    return { changes: await this.queries.execute(new GetChangedByOthers(tenant)) };
  }

  @Get('usage')
  @ApiOperation({ summary: 'QuickBooks calls of this process, by kind' })
  usage(@Param('tenant') tenant: string): Promise<UsageView> {
    return this.queries.execute(new GetUsage(tenant));
  }
}
