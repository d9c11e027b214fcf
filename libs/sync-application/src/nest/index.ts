export { DisableSync, EnableSync, RecordSupportAccess } from './access.handlers.js';
export { BeginConnection, CompleteConnection, Disconnect } from './connection.handlers.js';
export { watchConnections } from './connection-watch.js';
export { CHECK_EVERY_MS, type EngineOptions, REPLAY_EVERY_MS } from './engine-options.js';
export {
  AdvanceRun,
  BeginRun,
  CancelFullSync,
  ConfigureSync,
  PlanFullSync,
  ReleaseRun,
  StartFullSync,
} from './full-sync.handlers.js';
export { PORTS } from './injection-tokens.js';
export { DismissNote, RerunRecord, RestoreNote, SettleMatch } from './notes.handlers.js';
export * from './queries/index.js';
export { CheckTenant, ReplayChanges } from './replay.handlers.js';
export { ReplayScheduler } from './replay-scheduler.js';
export { SagaService } from './saga.service.js';
export { SyncModule, type SyncModuleOptions, type SyncParts } from './sync.module.js';
export { TenantDirectory } from './tenant-directory.js';
export { tenantHashes } from './tenant-hash.js';
export { createTokenVault, hasOldKey } from './token-vault.js';
export { WakeReplay } from './wake-replay.handler.js';
