export {
  connectionStringOf,
  type EventStoreServer,
  startEventStoreServer,
  type StartOptions,
} from './start.js';
