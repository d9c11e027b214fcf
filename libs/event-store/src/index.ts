export * from './port.js';
export { type Backoff } from './backoff.js';
export { connectEventStore, type ConnectOptions } from './esdb-event-store.js';
export { MemoryCheckpoints } from './memory-checkpoints.js';
export { MemoryEventStore, type MemoryEventStoreOptions, type StoreFault } from './memory-event-store.js';
export { type ReaderOptions, type ReaderTrouble, runReader } from './subscription-runner.js';
