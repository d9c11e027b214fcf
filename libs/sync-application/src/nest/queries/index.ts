export type { RecordLinks, ShownRecord } from './display.js';
export type { HistoryPage, HistoryWanted, ShownEvent } from './history-view.js';
export type { NoteFilter, NoteGroup, NotesPage, NotesWanted, NoteStatus, ShownNote } from './notes-view.js';
export type { RowPage, RowsWanted, RowWhy, ShownRow } from './plan-rows.js';
export type { CountsView, PlanView, ShownCount, ShownTotal } from './plan-view.js';
export * from './queries.js';
export { ENDED, followProgress, type RunProgress, type TypeProgress } from './run-progress.js';
export type { AccountChoice, MethodChoice, PreFlight, SettingsChoices } from './settings-choices.js';
export type { NextStep, TenantView } from './tenant-view.js';
