import type { CallUsage } from '@bpro-qbo-sync/qbo-client';
import type { RecordName } from '../../notes/note-commands.js';
import { Query } from '@nestjs/cqrs';
import type { ChangedByOthers } from '../../full-sync/changed-by-others.js';
import type { HistoryPage, HistoryWanted } from './history-view.js';
import type { NotesPage, NotesWanted } from './notes-view.js';
import type { RowPage, RowsWanted } from './plan-rows.js';
import type { RowWhy } from './row-why.js';
import type { CountsView, PlanView } from './plan-view.js';
import type { RunProgress } from './run-progress.js';
import type { RunsPage, RunsWanted } from './runs-view.js';
import type { PreFlight, SettingsChoices } from './settings-choices.js';
import type { TenantView } from './tenant-view.js';

/** Where a tenant's sync stands, and what the person does next. */
export class GetTenant extends Query<TenantView> {
  constructor(readonly tenant: string) {
    super();
  }
}

/** What the settings form offers (rules C4, C5, C7). */
export class GetSettingsChoices extends Query<SettingsChoices> {
  constructor(readonly tenant: string) {
    super();
  }
}

/** What in the company stands in the way (rule C9). */
export class GetPreFlight extends Query<PreFlight> {
  constructor(
    readonly tenant: string,
    readonly options: { readonly anew: boolean },
  ) {
    super();
  }
}

/** A plan as a whole (rule K1). Throws `RuleViolation` `no-such-run`. */
export class GetPlan extends Query<PlanView> {
  constructor(
    readonly tenant: string,
    readonly run: string,
  ) {
    super();
  }
}

/** A page of a plan's decisions (rule K1). */
export class GetPlanRows extends Query<RowPage> {
  constructor(
    readonly tenant: string,
    readonly run: string,
    readonly wanted: RowsWanted,
  ) {
    super();
  }
}

/** One record of a plan, and why (rule K3). */
export class GetPlanRow extends Query<RowWhy> {
  constructor(
    readonly tenant: string,
    readonly run: string,
    readonly record: RecordName,
  ) {
    super();
  }
}

/** The counts of the latest plan or run (rules D1 to D3). */
export class GetCounts extends Query<CountsView> {
  constructor(readonly tenant: string) {
    super();
  }
}

/** How far a run is (rule E3). Throws `RuleViolation` `no-such-run`. */
export class GetRun extends Query<RunProgress> {
  constructor(
    readonly tenant: string,
    readonly run: string,
  ) {
    super();
  }
}

/** A tenant's runs, the latest first (rule I1). */
export class GetRuns extends Query<RunsPage> {
  constructor(
    readonly tenant: string,
    readonly wanted: RunsWanted,
  ) {
    super();
  }
}

/** Notes as people read them (rules H1, H2, H4). */
export class GetNotes extends Query<NotesPage> {
  constructor(
    readonly tenant: string,
    readonly wanted: NotesWanted,
  ) {
    super();
  }
}

/** The life of one record (rule I2). */
export class GetRecordHistory extends Query<HistoryPage> {
  constructor(
    readonly tenant: string,
    readonly record: RecordName,
  ) {
    super();
  }
}

/** A tenant's history, or one run's (rule I2). */
export class GetHistory extends Query<HistoryPage> {
  constructor(
    readonly tenant: string,
    readonly wanted: HistoryWanted,
  ) {
    super();
  }
}

/** QuickBooks calls of this process for the tenant's company, and what QuickBooks allows. */
export interface UsageView extends CallUsage {
  /** When this was read; paces are computed from two readings. */
  readonly at: string;
  readonly limits: { readonly requestsPerMinute: number; readonly batchesPerMinute: number };
}

/** At least how many records others changed in QuickBooks since the last full sync; null before one (rule G3). */
export class GetChangedByOthers extends Query<ChangedByOthers | null> {
  constructor(readonly tenant: string) {
    super();
  }
}

/** QuickBooks calls of this process for the tenant's company, by kind. */
export class GetUsage extends Query<UsageView> {
  constructor(readonly tenant: string) {
    super();
  }
}
