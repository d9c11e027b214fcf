export * from './event-source.js';
export { type Circumstances, type Fact, factOf, type Family, type Upcast } from './fact.js';
export { type ApplyFault, MemoryReadModels, MemoryRowSet } from './memory/memory-read-models.js';
export { type InMemoryProjector, projectInMemory } from './memory/project-in-memory.js';
export * from './postgres/errors.js';
export {
  connectReadModels,
  type ConnectReadModelsOptions,
  PostgresReadModels,
} from './postgres/postgres-read-models.js';
export { FINGERPRINT, PROJECTIONS } from './projections.js';
export type { HistoryRow } from './projections/history.js';
export type { NoteRow } from './projections/notes.js';
export type { RecordRow, RecordStatus } from './projections/records.js';
export type { RunTypeRow } from './projections/run-types.js';
export type { RunRow } from './projections/runs.js';
export type { TenantRow } from './projections/tenants.js';
export * from './queries.js';
export * from './read-models.js';
export {
  catchUp,
  type CatchUpOptions,
  type CompareOptions,
  compareWithRebuild,
  rebuildReadModels,
  type RebuildOptions,
} from './rebuild.js';
export { type ProjectionTrouble, runProjections, type RunProjectionsOptions } from './run-projections.js';
export type { AnyTable, StoredRow, Table } from './table.js';
