import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAPPINGS } from './entities/registry.js';
import type { EntityMapping } from './mapping.js';
import { matchBpro, matchQbo, type Match, type MatchCandidate } from './match.js';
import { contextOf } from './testing/decision-case.js';
import { bproInvoiceOf, bproProductOf, qboInvoiceOf, qboProductOf } from './testing/records.js';

type Mapping = Pick<EntityMapping, 'identifies'>;

const BY_KEY: Mapping = { identifies: () => true };
/** As invoices and categories do: the rest of the key stands in the fields, on the strongest level. */
const BY_KEY_AND_OWNER: Mapping = {
  identifies: (level, bpro, qbo) => level > 0 || bpro['owner'] === qbo['owner'],
};

const record = (id: string, ...keys: readonly string[]): MatchCandidate => ({ id, keys, fields: {} });
const matched = (id: string, level = 0): Match => ({ kind: 'matched', id, level });
const ambiguous = (level: number, ...candidates: readonly string[]): Match => ({
  kind: 'ambiguous',
  candidates,
  level,
});

describe('recognising a record on the other side', () => {
  const b = record('b', '0:sku', '1:name');
  it.each<[string, MatchCandidate, MatchCandidate[], MatchCandidate[], Match]>([
    ['F1 no common key: no match', b, [record('q', '0:other', '1:else')], [b], { kind: 'none' }],
    ['F1 nobody there: no match', b, [], [b], { kind: 'none' }],
    ['F1 a record without keys matches nothing', record('b'), [record('q')], [record('b')], { kind: 'none' }],
    [
      'F1 one candidate that finds nobody else is the same record',
      b,
      [record('q', '0:sku')],
      [b],
      matched('q'),
    ],
    [
      'F1 the weaker key counts when the stronger finds nobody',
      b,
      [record('q', '0:x', '1:name')],
      [b],
      matched('q', 1),
    ],
    [
      'F1 the stronger key decides, whatever the weaker finds',
      b,
      [record('q', '0:sku'), record('r', '1:name')],
      [b],
      matched('q'),
    ],
    [
      'F1 the keys’ order is their level’s, not the list’s',
      record('b', '1:name', '0:sku'),
      [record('r', '1:name'), record('q', '0:sku')],
      [b],
      matched('q'),
    ],
    [
      'F1 two candidates are ambiguous, also when a weaker key would tell them apart',
      b,
      [record('r', '0:sku'), record('q', '0:sku', '1:name')],
      [b],
      ambiguous(0, 'q', 'r'),
    ],
    [
      'F1 two BPro records that find the same QuickBooks record are ambiguous',
      b,
      [record('q', '0:sku')],
      [b, record('b2', '0:sku')],
      ambiguous(0, 'q'),
    ],
    [
      'F1 a candidate that finds another by a stronger key is not this one, and nobody falls through',
      record('b', '1:name'),
      [record('q', '0:sku', '1:name')],
      [record('b', '1:name'), record('b2', '0:sku')],
      ambiguous(1, 'q'),
    ],
    [
      'F1 ten levels are in the order of their numbers',
      record('b', '10:weak', '2:strong'),
      [record('q', '2:strong'), record('r', '10:weak')],
      [record('b', '10:weak', '2:strong')],
      matched('q', 2),
    ],
    [
      'F1 a key may contain a colon',
      record('b', '0:a:b'),
      [record('q', '0:a:b'), record('r', '0:a')],
      [record('b', '0:a:b')],
      matched('q'),
    ],
  ])('%s', (_title, bpro, qbo, rivals, expected) => {
    expect(matchBpro(BY_KEY, bpro, qbo, rivals)).toEqual(expected);
    expect(matchQbo(BY_KEY, bpro, qbo, rivals)).toEqual(expected);
  });

  const candidate = (
    mapping: EntityMapping,
    side: 'bpro' | 'qbo',
    id: string,
    content: object,
  ): MatchCandidate => {
    const data = content as Record<string, unknown>;
    return side === 'bpro'
      ? { id, keys: mapping.bproKeys(data), fields: mapping.fromBpro(data, contextOf({})) }
      : { id, keys: mapping.qboKeys(data), fields: mapping.fromQbo(data, contextOf({})) };
  };

  it('F1 products: the SKU decides before the name', () => {
    const product = MAPPINGS.product;
    const bpro = candidate(product, 'bpro', 'p', bproProductOf());
    const sameSku = candidate(product, 'qbo', 'Q-1', qboProductOf({ Name: 'Bicycle helmet' }));
    const sameName = candidate(product, 'qbo', 'Q-2', qboProductOf({ Sku: 'H-2' }));
    expect(matchBpro(product, bpro, [sameSku, sameName], [bpro])).toEqual(matched('Q-1'));
    expect(matchBpro(product, bpro, [sameName], [bpro])).toEqual(matched('Q-2', 1));
  });

  it('F1 invoices: the number counts with the same customer only', () => {
    const { invoice } = MAPPINGS;
    const bpro = candidate(invoice, 'bpro', 'i', bproInvoiceOf());
    const same = candidate(invoice, 'qbo', 'Q-1', qboInvoiceOf());
    const other = candidate(invoice, 'qbo', 'Q-2', qboInvoiceOf({ CustomerRef: { value: 'Q-d' } }));
    expect(matchBpro(invoice, bpro, [other, same], [bpro])).toEqual(matched('Q-1'));
    expect(matchBpro(invoice, bpro, [other], [bpro])).toEqual({ kind: 'none' });
    expect(matchQbo(invoice, other, [bpro], [other, same])).toEqual({ kind: 'none' });
  });
});

const key = (level: number) =>
  fc.option(
    fc.constantFrom('x', 'y', 'z').map((k) => `${String(level)}:${k}`),
    { nil: undefined },
  );
const candidates = (side: string) =>
  fc
    .array(fc.record({ strong: key(0), weak: key(1), weakest: key(2), owner: fc.constantFrom('o1', 'o2') }), {
      maxLength: 6,
    })
    .map((all) =>
      all.map(({ strong, weak, weakest, owner }, i): MatchCandidate => ({
        id: `${side}${String(i)}`,
        keys: [strong, weak, weakest].filter((k) => k !== undefined),
        fields: { owner },
      })),
    );
const worlds = fc.record({
  bpro: candidates('b'),
  qbo: candidates('q'),
  mapping: fc.constantFrom(BY_KEY, BY_KEY_AND_OWNER),
});
const RUNS = { numRuns: 500 };

describe('any two sets of records', () => {
  it('F1 both sides come to the same matches, by the same key', () => {
    fc.assert(
      fc.property(worlds, ({ bpro, qbo, mapping }) => {
        const pairs = (matches: readonly (readonly [string, Match])[], swap: boolean): string[] =>
          matches
            .flatMap(([id, match]) =>
              match.kind === 'matched'
                ? [`${swap ? match.id : id}=${swap ? id : match.id} by ${String(match.level)}`]
                : [],
            )
            .sort();
        const fromBpro = bpro.map((b) => [b.id, matchBpro(mapping, b, qbo, bpro)] as const);
        const fromQbo = qbo.map((q) => [q.id, matchQbo(mapping, q, bpro, qbo)] as const);
        expect(pairs(fromQbo, true)).toEqual(pairs(fromBpro, false));
      }),
      RUNS,
    );
  });

  it('F1 a record is matched at most once', () => {
    fc.assert(
      fc.property(worlds, ({ bpro, qbo, mapping }) => {
        const taken = bpro.flatMap((b) => {
          const match = matchBpro(mapping, b, qbo, bpro);
          return match.kind === 'matched' ? [match.id] : [];
        });
        expect(new Set(taken).size).toBe(taken.length);
      }),
      RUNS,
    );
  });

  it('F1 the order in which records are found changes nothing', () => {
    const shuffled = worlds.chain(({ bpro, qbo, mapping }) =>
      fc.record({
        bpro: fc.constant(bpro),
        qbo: fc.constant(qbo),
        mapping: fc.constant(mapping),
        otherBpro: fc.shuffledSubarray(bpro, { minLength: bpro.length }),
        otherQbo: fc.shuffledSubarray(qbo, { minLength: qbo.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ bpro, qbo, mapping, otherBpro, otherQbo }) => {
        for (const b of bpro)
          expect(matchBpro(mapping, b, otherQbo, otherBpro)).toEqual(matchBpro(mapping, b, qbo, bpro));
      }),
      RUNS,
    );
  });

  it('F1 nothing is found that shares no key, and a shared strongest key never finds nothing', () => {
    fc.assert(
      fc.property(worlds, ({ bpro, qbo, mapping }) => {
        for (const b of bpro) {
          const shares = (q: MatchCandidate): boolean =>
            b.keys.some(
              (k) => q.keys.includes(k) && mapping.identifies(Number(k.slice(0, 1)), b.fields, q.fields),
            );
          const match = matchBpro(mapping, b, qbo, bpro);
          const found =
            match.kind === 'none' ? [] : match.kind === 'matched' ? [match.id] : [...match.candidates];
          expect(found.length > 0).toBe(qbo.some(shares));
          expect(found.every((id) => qbo.some((q) => q.id === id && shares(q)))).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('F1 it is enough to look at the records that share a key: a page of a large company decides alike', () => {
    fc.assert(
      fc.property(worlds, ({ bpro, qbo, mapping }) => {
        const sharing = (of: readonly MatchCandidate[], among: readonly MatchCandidate[]) =>
          among.filter((a) => of.some((o) => o.keys.some((k) => a.keys.includes(k))));
        for (const b of bpro) {
          const mine = sharing([b], qbo);
          expect(matchBpro(mapping, b, mine, sharing(mine, bpro))).toEqual(matchBpro(mapping, b, qbo, bpro));
        }
      }),
      RUNS,
    );
  });
});
