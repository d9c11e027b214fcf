import type { Ports } from '../../ports.js';
import { lastOfReplay } from '../../replay/replaying.js';

/** Changes of BPro that cannot go to QuickBooks now; they go on by themselves, in order (rules B3, G1). */
export interface WaitingView {
  /** `qbo-unavailable`, `qbo-throttled`, `bpro-unavailable`, `connection-lost`, `quota`, `read-only-company`, `unexpected`. */
  readonly reason: string;
  /** UTC instant. */
  readonly since: string;
  /** Changes that wait, as far as they were counted; null while BPro does not say. */
  readonly changes: number | null;
  /** There are more than were counted. */
  readonly more: boolean;
}

const COUNTED = 500;
/** The page does not wait for a BPro that does not answer. */
const PATIENCE_MS = 2_000;

/** What waits, why and since when; null while nothing is in the way. */
export async function waitingView(ports: Ports, tenant: string): Promise<WaitingView | null> {
  const { paused, position } = await lastOfReplay(ports, tenant);
  if (!paused || position === undefined) return null;
  const counted = paused.reason === 'bpro-unavailable' ? undefined : await count(ports, tenant, position);
  return { ...paused, changes: counted?.changes ?? null, more: counted?.more ?? false };
}

async function count(
  ports: Ports,
  tenant: string,
  position: string,
): Promise<{ changes: number; more: boolean } | undefined> {
  const patience = new AbortController();
  const asked = ports.bpro.changes(tenant, position, COUNTED).then(
    ({ changes, more }) => ({ changes: changes.filter(({ origin }) => origin !== 'sync').length, more }),
    () => undefined,
  );
  const late = ports.clock.sleep(PATIENCE_MS, patience.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    patience.abort();
  }
}
