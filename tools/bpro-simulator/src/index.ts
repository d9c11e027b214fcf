export {
  BOOKS_FORMAT,
  BooksError,
  type BooksProblem,
  type BproBooks,
  readBooks,
  SALES_TERM_COUNT,
} from './books.js';
export {
  FAULT_KINDS,
  type FaultHook,
  type FaultKind,
  type FaultPoint,
  type FaultRule,
  type Operation,
  OPERATIONS,
} from './faults.js';
export { type RunningBproSimulator, startBproSimulator, type StartBproSimulatorSettings } from './server.js';
export { BproSimulator, type BproSimulatorSettings } from './simulator.js';
export type { StoreDay, StoreDaySettings } from './store-day.js';
export { type BproSettings, TenantBooks } from './tenant-books.js';
export type { UserActions } from './user-actions.js';
