import { describe, expect, it, jest } from '@jest/globals';
import { generateBooks, type BooksProfile } from '@bpro-qbo-sync/demo-books';
import { DEFAULT_SETTINGS, type Settings } from '@bpro-qbo-sync/sync-domain';
import { runSeed } from './run-seed.js';

/** Every setting and its values, and the kind of company. */
const FACTORS = {
  onlyInQbo: ['create', 'ignore'],
  onlyInBpro: ['create', 'ignore'],
  fromDate: ['all', '2025-03-01'],
  refundAccount: ['none', 'chosen'],
  methods: ['all', 'some', 'none'],
  profile: ['us-manual', 'us-automated', 'ca', 'uk'],
} as const;
type Factor = keyof typeof FACTORS;
type Row = { readonly [F in Factor]: (typeof FACTORS)[F][number] };

const NAMES = Object.keys(FACTORS) as Factor[];

/** The pairs of values that a row has, each as one text. */
const pairsIn = (row: Partial<Row>): string[] =>
  NAMES.flatMap((a, i) =>
    NAMES.slice(i + 1).flatMap((b) =>
      row[a] === undefined || row[b] === undefined ? [] : [`${a}=${row[a]} ${b}=${row[b]}`],
    ),
  );

const everyRow = NAMES.reduce<Partial<Row>[]>(
  (rows, name) => rows.flatMap((row) => FACTORS[name].map((value) => ({ ...row, [name]: value }))),
  [{}],
) as Row[];
const everyPair = new Set(everyRow.flatMap(pairsIn));

/** Rows that together have every pair: always the one that adds most (the first of several). */
function coveringRows(): Row[] {
  const missing = new Set(everyPair);
  const chosen: Row[] = [];
  const gain = (row: Row): number => pairsIn(row).filter((pair) => missing.has(pair)).length;
  while (missing.size > 0) {
    const best = everyRow.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    for (const pair of pairsIn(best)) missing.delete(pair);
    chosen.push(best);
  }
  return chosen;
}

const SEED = 42;
const SIZE = 30;

/** The settings of a row, for the payment methods of its books. */
function settingsOf(row: Row, profile: BooksProfile): Settings {
  const { bpro, qbo } = generateBooks({ seed: SEED, size: SIZE, profile, traps: false });
  const ids = {
    bpro: bpro.records.filter((r) => r.type === 'payment-method').map((r) => r.id),
    qbo: ((qbo as Record<string, readonly { Id: string }[]>)['PaymentMethod'] ?? []).map((r) => r.Id),
  };
  const unchecked = {
    all: { bpro: [], qbo: [], none: false },
    some: { bpro: ids.bpro.slice(0, 2), qbo: ids.qbo.slice(-1), none: false },
    none: { ...ids, none: true },
  };
  return {
    ...DEFAULT_SETTINGS,
    onlyInQbo: row.onlyInQbo,
    onlyInBpro: row.onlyInBpro,
    fromDate: row.fromDate === 'all' ? null : row.fromDate,
    refundAccountId: row.refundAccount === 'none' ? null : '35',
    uncheckedMethods: unchecked[row.methods],
  };
}

/** Only a story that hangs takes so long. */
jest.setTimeout(300_000);

describe('whole syncs under every pair of settings', () => {
  const rows = coveringRows();

  it('C1 C2 C4 C5 cover every pair', () => {
    expect(new Set(rows.flatMap(pairsIn))).toEqual(everyPair);
  });

  it.each(rows)(
    'C1 C2 C4 C5 E7 keep their promises: $profile, only in QuickBooks $onlyInQbo, only in BPro $onlyInBpro, from $fromDate, refund account $refundAccount, methods $methods',
    async (row) => {
      const { violations } = await runSeed({
        seed: SEED,
        faults: false,
        given: { profile: row.profile, size: SIZE, traps: false, settings: settingsOf(row, row.profile) },
      });
      expect(violations).toEqual([]);
    },
  );
});
