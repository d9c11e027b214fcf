export { compareBytewise } from './bytewise.js';
export { ContentConflict, RecordStoreFailure, RecordStoreUnavailable, ReentrantTurn } from './errors.js';
export { type PortName, type StoreFault } from './memory/access.js';
export { MemoryRecordStore, type MemoryRecordStoreOptions } from './memory/memory-record-store.js';
export * from './port.js';
export { connectRecordStore, type ConnectRecordStoreOptions } from './postgres/connect-record-store.js';
