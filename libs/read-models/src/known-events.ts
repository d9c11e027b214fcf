import type {
  CompanyEvent,
  ConnectionEvent,
  FullSyncEvent,
  RecordEvent,
  ReplayEvent,
  StreamName,
  TenantEvent,
} from '@bpro-qbo-sync/sync-domain';

/** Every event type that the projections can fold; the compiler asks for a new one here. */
const record: Record<RecordEvent['type'], true> = {
  RecordLinked: true,
  RecordAgreed: true,
  WriteIntended: true,
  WriteConfirmed: true,
  WriteRefused: true,
  WriteAbandoned: true,
  NoteRaised: true,
  NoteCleared: true,
  NoteDismissed: true,
  NoteRestored: true,
  MatchChosen: true,
  SideGone: true,
  RerunRequested: true,
};
const settings: Record<TenantEvent['type'], true> = {
  SyncEnabled: true,
  SyncDisabled: true,
  SyncConfigured: true,
  PlanRequested: true,
  FullSyncRequested: true,
  FullSyncReleased: true,
  SupportAccessed: true,
};
const connection: Record<ConnectionEvent['type'], true> = {
  ConsentRequested: true,
  QuickBooksConnected: true,
  ConsentRefused: true,
  ConnectionLost: true,
  QuickBooksDisconnected: true,
};
const company: Record<CompanyEvent['type'], true> = { CompanyClaimed: true, CompanyReleased: true };
const replay: Record<ReplayEvent['type'], true> = {
  ReplayStarted: true,
  ReplayAdvanced: true,
  ReplayPaused: true,
  ReplayResumed: true,
  MissedChangesRepaired: true,
};
const fullSync: Record<FullSyncEvent['type'], true> = {
  FullSyncPlanningStarted: true,
  FeedPositionTaken: true,
  CompanyRead: true,
  RecordsRead: true,
  RecordsDecided: true,
  FullSyncPlanned: true,
  FullSyncStarted: true,
  RecordsReconciled: true,
  TypeReconciled: true,
  FullSyncPaused: true,
  FullSyncResumed: true,
  FullSyncCancelled: true,
  FullSyncCompleted: true,
};

const KNOWN: Record<StreamName['kind'], Readonly<Record<string, true>>> = {
  record,
  settings,
  connection,
  company,
  replay,
  'full-sync': fullSync,
};

export const isKnown = (kind: StreamName['kind'], type: string): boolean => Object.hasOwn(KNOWN[kind], type);
