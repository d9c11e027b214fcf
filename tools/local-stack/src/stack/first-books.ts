import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BproSimulator } from '@bpro-qbo-sync/bpro-simulator';
import { generateBooks } from '@bpro-qbo-sync/demo-books';
import type { QboSimulator } from '@bpro-qbo-sync/qbo-simulator';
import { COMPANY, TENANT } from './names.js';
import { writeWhole } from './write-whole.js';

const SIZE = 300;
const DAY_MS = 86_400_000;

interface Remembered {
  /** Instant at which the books end. */
  readonly until: string;
  readonly bpro: boolean;
  readonly qbo: boolean;
}

/** The simulated systems that run here; undefined: a real one is configured. */
export interface SimulatedSystems {
  readonly bpro: BproSimulator | undefined;
  readonly qbo: QboSimulator | undefined;
}

/**
 * Gives both simulated systems overlapping books of one store, once: what became of them afterwards stays. `folder`
 * remembers it; a start that was killed meanwhile is repeated with the same books.
 */
export function giveFirstBooks(folder: string, { bpro, qbo }: SimulatedSystems, now: number): void {
  const file = join(folder, 'books.json');
  const had = remembered(file) ?? { until: new Date(now - DAY_MS).toISOString(), bpro: false, qbo: false };
  const wanted = { bpro: bpro !== undefined && !had.bpro, qbo: qbo !== undefined && !had.qbo };
  if (!wanted.bpro && !wanted.qbo) return;
  remember(file, had);
  const books = generateBooks({ seed: 1, size: SIZE, profile: 'us-manual', until: had.until });
  if (wanted.bpro) bpro?.loadBooks(TENANT, books.bpro);
  if (wanted.qbo) qbo?.loadRecords({ realmId: COMPANY, records: books.qbo });
  remember(file, { until: had.until, bpro: had.bpro || wanted.bpro, qbo: had.qbo || wanted.qbo });
}

const remembered = (file: string): Remembered | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Remembered) : undefined;

const remember = (file: string, what: Remembered): void => {
  writeWhole(file, `${JSON.stringify(what)}\n`);
};
