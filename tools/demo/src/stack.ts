import type { Clock } from '@bpro-qbo-sync/clock';

/** The programs that run for the demonstration, and where they are reached. */
export interface RunningStack {
  readonly apiUrl: string;
  readonly qboUrl: string;
  readonly bproUrl: string;
  readonly bproToken: string | undefined;
  readonly eventStoreUrl: string;
  readonly tenant: string;
  /** The time of all programs. */
  readonly clock: Clock;
  close(): Promise<void>;
}

export function startStack(_folder: string, _scale: number, _signal: AbortSignal): Promise<RunningStack> {
  return Promise.reject(new Error('the local stack cannot be started yet'));
}
