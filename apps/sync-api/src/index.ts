export { AppModule, type HostParts } from './app.module.js';
export { type Configuration, ConfigurationError, readConfiguration } from './configuration.js';
export { createHttpApplication } from './http-application.js';
export { createLogger } from './operations/logging.js';
export { Metrics } from './operations/metrics.js';
export { type RunningSyncApi, startSyncApi } from './sync-api.js';
export { clockOf, connectWorld, type World } from './world.js';
