/** What the API answers, as JSON; the shapes are those of the application's queries. */
export type {
  AccountChoice,
  ChangedByOthers,
  CountsView,
  HistoryPage,
  MethodChoice,
  NoteGroup,
  NotesPage,
  PlanView,
  PreFlight,
  RowPage,
  RowWhy,
  RunProgress,
  RunsPage,
  SettingsChoices,
  ShownCount,
  ShownEvent,
  ShownNote,
  ShownRecord,
  ShownRow,
  ShownRun,
  ShownTotal,
  TenantView,
  TypeProgress,
  UsageView,
} from '@bpro-qbo-sync/sync-application/nest';
export type { Fields, FieldValue, Finding, RecordType, Settings } from '@bpro-qbo-sync/sync-domain';

export interface Session {
  readonly role: 'manager' | 'support';
  /** A manager's own; support names one. */
  readonly tenant: string | null;
  readonly csrfToken: string;
}
