import type { Connection } from '@bpro-qbo-sync/qbo-client';
import type { Scope } from '@bpro-qbo-sync/record-store';
import type { CompanyProfile, KeyedHash, RootCause, Settings } from '@bpro-qbo-sync/sync-domain';
import type { Cause } from '../ports.js';

/** Under which settings, for which company and through which door records are reconciled. */
export interface TenantContext {
  readonly scope: Scope;
  readonly connection: Connection;
  readonly settings: Settings;
  readonly settingsVersion: number;
  readonly company: CompanyProfile;
  readonly timeZone: string;
  readonly hash: KeyedHash;
  /** `plan`: decide only; `execute`: carry out a plan; `replay`: bring one change across. */
  readonly phase: 'plan' | 'execute' | 'replay';
  /** The run whose plan explains records that are not linked. */
  readonly run: string | undefined;
  /** By `side/type`: a record that the run could not read and that is not linked. Replay has none. */
  readonly unread: ReadonlyMap<string, RootCause>;
  readonly cause: Cause;
}

/** What is copied into the metadata of every event of this work. */
export const whyOf = (tc: TenantContext): Record<string, string | number> => ({
  settingsVersion: tc.settingsVersion,
  ...(tc.run === undefined ? {} : { run: tc.run }),
});
