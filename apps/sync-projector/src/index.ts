export { type Configuration, ConfigurationError, readConfiguration } from './configuration.js';
export { runRebuildCommand, type Terminal } from './rebuild-command.js';
export { type RunningSyncProjector, startSyncProjector } from './sync-projector.js';
