import type { UsageView } from '../api/types.js';

/** Calls to QuickBooks in one stretch of time, as a pace per minute. */
export interface Pace {
  readonly at: number;
  readonly perMinute: number;
}

const MOST = 60;
const MINUTE_MS = 60_000;

export interface PaceLog {
  readonly last: { readonly at: number; readonly calls: number } | undefined;
  /** The oldest first. */
  readonly paces: readonly Pace[];
}

export const emptyPaceLog: PaceLog = { last: undefined, paces: [] };

/** Adds a reading; one that is not later than the last, or of a process that began anew, only becomes the last. */
export function withReading({ last, paces }: PaceLog, usage: UsageView): PaceLog {
  const reading = { at: Date.parse(usage.at), calls: usage.metered + usage.unmetered };
  if (!last || reading.at <= last.at || reading.calls < last.calls) return { last: reading, paces };
  const perMinute = ((reading.calls - last.calls) * MINUTE_MS) / (reading.at - last.at);
  return { last: reading, paces: [...paces, { at: reading.at, perMinute }].slice(-MOST) };
}
