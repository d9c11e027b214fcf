import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import { JournalFile } from '@bpro-qbo-sync/qbo-simulator';
import { type Figure, figure } from '../figure.js';
import { heldMegabytes, median } from '../measure.js';
import { emptySimulator, loadCompany, type Records, records, type SizedCompany } from './company.js';

export interface Loaded {
  readonly figures: Figure[];
  /** The small one, then the large one. */
  readonly companies: readonly [SizedCompany, SizedCompany];
}

const REPETITIONS = 3;

/** Loads both companies, and measures the large one: loading, memory, and starting from its journal. */
export function loading({ small, large }: { readonly small: number; readonly large: number }): Loaded {
  const text = JSON.stringify(records(large));
  const parse = (): Records => JSON.parse(text) as Records;
  const plain = heldMegabytes(parse);
  const loadMs = medianMs(() => loadCompany(plain.made));
  const parseMs = medianMs(parse);
  const held = heldMegabytes(() => loadCompany(parse()));
  const smallCompany = loadCompany(JSON.parse(JSON.stringify(records(small))) as Records);
  return {
    figures: [
      figure({
        name: `load ${String(large)} invoices`,
        unit: 'ms',
        measured: loadMs,
        bound: parseMs,
        boundIs: 'parsing their JSON',
      }),
      figure({
        name: `memory of ${String(large)} invoices`,
        unit: 'MB',
        measured: held.megabytes,
        bound: plain.megabytes,
        boundIs: 'the parsed records alone',
      }),
      journal(parse(), large),
    ],
    companies: [smallCompany, held.made],
  };
}

/** A start reads the journal and writes it anew. */
function journal(given: Records, large: number): Figure {
  const directory = mkdtempSync(join(tmpdir(), 'bench-journal-'));
  try {
    loadCompany(given, new JournalFile(directory)).simulator.close();
    const measured = medianMs(() => {
      emptySimulator(new VirtualClock(0), new JournalFile(directory)).close();
    });
    const file = join(directory, 'qbo-simulator.jsonl');
    const bound = medianMs(() => {
      for (const line of readFileSync(file, 'utf8').split('\n')) if (line !== '') JSON.parse(line);
    });
    const boundIs = 'reading and parsing the same file';
    return figure({
      name: `start with ${String(large)} invoices in the journal`,
      unit: 'ms',
      measured,
      bound,
      boundIs,
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function medianMs(work: () => unknown): number {
  return median(
    Array.from({ length: REPETITIONS }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    }),
  );
}
