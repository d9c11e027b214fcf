/** How a process takes part in the work. */
export interface EngineOptions {
  /** Names this process in the tenants' leases: unique among the processes that run at the same time. */
  readonly holder: string;
  /** How much faster than the wall's the clock of the ports runs; default 1. */
  readonly clockScale?: number;
}

/** A change in BPro is replayed at most so much later, whether BPro wakes the sync or not (rule G1). */
export const REPLAY_EVERY_MS = 15_000;

/** So often each tenant's work is held against what should have come of it (rules E4, G1). */
export const CHECK_EVERY_MS = 120_000;
