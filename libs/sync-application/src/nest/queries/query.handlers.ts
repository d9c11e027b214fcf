import { QBO_LIMITS } from '@bpro-qbo-sync/qbo-client';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ChangedByOthers } from '../../full-sync/changed-by-others.js';
import { loadConnection } from '../../full-sync/run-context.js';
import type { Ports } from '../../ports.js';
import { RuleViolation } from '../../rule-violation.js';
import { PORTS, RECORD_LINKS } from '../injection-tokens.js';
import { ReadSide } from '../read-side.js';
import type { RecordLinks } from './display.js';
import { changedByOthers } from './changes-view.js';
import { recordHistory, tenantHistory, type HistoryPage } from './history-view.js';
import { notesPage, type NotesPage } from './notes-view.js';
import { planRows, type RowPage } from './plan-rows.js';
import { planRowWhy, type RowWhy } from './row-why.js';
import { latestCounts, planView, type CountsView, type PlanView } from './plan-view.js';
import {
  GetChangedByOthers,
  GetCounts,
  GetHistory,
  GetNotes,
  GetPlan,
  GetPlanRow,
  GetPlanRows,
  GetPreFlight,
  GetRecordHistory,
  GetRun,
  GetRuns,
  GetSettingsChoices,
  GetTenant,
  GetUsage,
  type UsageView,
} from './queries.js';
import { readProgress, type RunProgress } from './run-progress.js';
import { runsPage, type RunsPage } from './runs-view.js';
import { readPreFlight, settingsChoices, type PreFlight, type SettingsChoices } from './settings-choices.js';
import { tenantView, type TenantView } from './tenant-view.js';

@QueryHandler(GetTenant)
export class GetTenantHandler implements IQueryHandler<GetTenant> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant }: GetTenant): Promise<TenantView> {
    return tenantView(this.ports, tenant);
  }
}

@QueryHandler(GetSettingsChoices)
export class GetSettingsChoicesHandler implements IQueryHandler<GetSettingsChoices> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant }: GetSettingsChoices): Promise<SettingsChoices> {
    return settingsChoices(this.ports, tenant);
  }
}

@QueryHandler(GetPreFlight)
export class GetPreFlightHandler implements IQueryHandler<GetPreFlight> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, options }: GetPreFlight): Promise<PreFlight> {
    return readPreFlight(this.ports, tenant, options);
  }
}

@QueryHandler(GetPlan)
export class GetPlanHandler implements IQueryHandler<GetPlan> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, run }: GetPlan): Promise<PlanView> {
    return planView(this.ports, tenant, run);
  }
}

@QueryHandler(GetPlanRows)
export class GetPlanRowsHandler implements IQueryHandler<GetPlanRows> {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(RECORD_LINKS) private readonly links: RecordLinks,
  ) {}

  execute({ tenant, run, wanted }: GetPlanRows): Promise<RowPage> {
    return planRows(this.ports, tenant, run, wanted, this.links);
  }
}

@QueryHandler(GetPlanRow)
export class GetPlanRowHandler implements IQueryHandler<GetPlanRow> {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(RECORD_LINKS) private readonly links: RecordLinks,
  ) {}

  execute({ tenant, run, record }: GetPlanRow): Promise<RowWhy> {
    return planRowWhy(this.ports, tenant, run, record, this.links);
  }
}

@QueryHandler(GetCounts)
export class GetCountsHandler implements IQueryHandler<GetCounts> {
  constructor(private readonly readSide: ReadSide) {}

  execute({ tenant }: GetCounts): Promise<CountsView> {
    return latestCounts(this.readSide, tenant);
  }
}

@QueryHandler(GetRun)
export class GetRunHandler implements IQueryHandler<GetRun> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  async execute({ tenant, run }: GetRun): Promise<RunProgress> {
    const progress = await readProgress(this.ports, tenant, run);
    if (!progress) throw new RuleViolation('no-such-run', 'E3', 'There is no such sync.');
    return progress;
  }
}

@QueryHandler(GetRuns)
export class GetRunsHandler implements IQueryHandler<GetRuns> {
  constructor(private readonly readSide: ReadSide) {}

  execute({ tenant, wanted }: GetRuns): Promise<RunsPage> {
    return runsPage(this.readSide, tenant, wanted);
  }
}

@QueryHandler(GetNotes)
export class GetNotesHandler implements IQueryHandler<GetNotes> {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    private readonly readSide: ReadSide,
    @Inject(RECORD_LINKS) private readonly links: RecordLinks,
  ) {}

  execute({ tenant, wanted }: GetNotes): Promise<NotesPage> {
    return notesPage(this.ports, this.readSide, tenant, wanted, this.links);
  }
}

@QueryHandler(GetRecordHistory)
export class GetRecordHistoryHandler implements IQueryHandler<GetRecordHistory> {
  constructor(private readonly readSide: ReadSide) {}

  execute({ tenant, record }: GetRecordHistory): Promise<HistoryPage> {
    return recordHistory(this.readSide, tenant, record);
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(private readonly readSide: ReadSide) {}

  execute({ tenant, wanted }: GetHistory): Promise<HistoryPage> {
    return tenantHistory(this.readSide, tenant, wanted);
  }
}

@QueryHandler(GetChangedByOthers)
export class GetChangedByOthersHandler implements IQueryHandler<GetChangedByOthers> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant }: GetChangedByOthers): Promise<ChangedByOthers | null> {
    return changedByOthers(this.ports, tenant);
  }
}

@QueryHandler(GetUsage)
export class GetUsageHandler implements IQueryHandler<GetUsage> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  async execute({ tenant }: GetUsage): Promise<UsageView> {
    const { state } = await loadConnection(this.ports, tenant);
    if (state.realmId === undefined)
      throw new RuleViolation('not-connected', 'B1', 'Connect to QuickBooks first.');
    const { requestsPerMinute, batchesPerMinute } = QBO_LIMITS;
    return {
      ...this.ports.qbo.usage(state.realmId),
      at: new Date(this.ports.clock.now()).toISOString(),
      limits: { requestsPerMinute, batchesPerMinute },
    };
  }
}

export const QUERY_HANDLERS = [
  GetTenantHandler,
  GetSettingsChoicesHandler,
  GetPreFlightHandler,
  GetPlanHandler,
  GetPlanRowsHandler,
  GetPlanRowHandler,
  GetCountsHandler,
  GetRunHandler,
  GetRunsHandler,
  GetNotesHandler,
  GetRecordHistoryHandler,
  GetHistoryHandler,
  GetChangedByOthersHandler,
  GetUsageHandler,
];
