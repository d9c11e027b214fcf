import { RECORD_TYPES, type RecordType } from './record-types.js';

/** Up to when the mirror holds everything that QuickBooks has of a company. Instants by QuickBooks' own clock. */
export interface ReadMark {
  readonly time: string;
  /** When everything was last read, not only what changed. */
  readonly fullReadAt: string;
  /** Types of which the mirror held records then: a mirror without them was thrown away. */
  readonly held: readonly RecordType[];
}

/** Change data capture knows no tax codes (qbo API, "Change data capture"): they are read in full every time. */
export const CAPTURED_TYPES: readonly RecordType[] = RECORD_TYPES.filter((type) => type !== 'tax');

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A change may be dated a little before the moment from which it can be seen. */
const OVERLAP_MS = 5 * MINUTE_MS;
/** QuickBooks looks back 30 days; a week is the longest that rests on changes alone, so that nothing untold stays. */
const MOST_MS = 7 * DAY_MS;

/**
 * Since when changes have to be asked for; undefined: everything has to be read, because nothing was read yet, or the
 * last complete reading is too long ago. `now`: epoch milliseconds.
 */
export function changesSince(mark: ReadMark | undefined, now: number): string | undefined {
  if (!mark || now - Date.parse(mark.fullReadAt) > MOST_MS) return undefined;
  return new Date(Date.parse(mark.time) - OVERLAP_MS).toISOString();
}
