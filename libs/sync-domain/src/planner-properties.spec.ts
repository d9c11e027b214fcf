import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare } from './compare.js';
import type { Decision } from './decision.js';
import { MAPPINGS } from './entities/registry.js';
import { matchBpro, matchQbo, type Match, type MatchCandidate } from './match.js';
import { RECORD_TYPES, type RecordType, type Side } from './record-types.js';
import type { Settings } from './settings.js';
import { anyContents } from './testing/any-content.js';
import { anyCompany, anyNeighbours, anyRecord, anySettings, qboView } from './testing/any-record.js';
import { contextOf, decideGiven, hash, view, type Given } from './testing/decision-case.js';
import { COMPANY } from './testing/mapping-context.js';
import { bproInvoiceOf } from './testing/records.js';

const RUNS = { numRuns: 150 };

/** Records of one type on both sides that have not met, as a full sync finds them. */
interface Books extends Given {
  readonly type: RecordType;
  readonly records: Readonly<Record<Side, readonly NonNullable<Given['bpro']>[]>>;
}

const anyBooks = (type: RecordType): fc.Arbitrary<Books> =>
  fc
    .record({
      bpro: fc.array(anyContents[type], { maxLength: 4 }),
      qbo: fc.array(anyContents[type], { maxLength: 4 }),
      twins: fc.array(anyContents[type], { maxLength: 3 }),
      settings: anySettings,
      company: anyCompany,
      contents: anyNeighbours,
    })
    .map(({ bpro, qbo, twins, ...world }) => {
      const company = { ...COMPANY, ...world.company };
      return {
        ...world,
        type,
        records: {
          bpro: [...twins, ...bpro].map(({ same }, i) => view(`b${String(i)}`, same.bpro)),
          qbo: [...twins, ...qbo].flatMap(
            ({ same }, i) => qboView(type, `Q-q${String(i)}`, same.qbo(company)) ?? [],
          ),
        },
      };
    });

function candidatesOf({ type, records, ...world }: Books): Record<Side, MatchCandidate[]> {
  const mapping = MAPPINGS[type];
  const context = contextOf(world);
  return {
    bpro: records.bpro.map(({ id, content }) => ({
      id,
      keys: mapping.bproKeys(content),
      fields: mapping.fromBpro(content, context),
    })),
    qbo: records.qbo.map(({ id, content }) => ({
      id,
      keys: mapping.qboKeys(content),
      fields: mapping.fromQbo(content, context),
    })),
  };
}

/** What is found for every record of a side. */
function matchesOf(books: Books, side: Side): Map<string, Match> {
  const { bpro, qbo } = candidatesOf(books);
  const mapping = MAPPINGS[books.type];
  return side === 'bpro'
    ? new Map(bpro.map((b) => [b.id, matchBpro(mapping, b, qbo, bpro)]))
    : new Map(qbo.map((q) => [q.id, matchQbo(mapping, q, bpro, qbo)]));
}

/** The cases of a plan by the names of their records: a pair that matches is decided once, from BPro. */
function casesOf(books: Books): Map<string, Given> {
  const { records, ...world } = books;
  const found = { bpro: matchesOf(books, 'bpro'), qbo: matchesOf(books, 'qbo') };
  const cases = new Map<string, Given>();
  for (const bpro of records.bpro) {
    const match = found.bpro.get(bpro.id) ?? { kind: 'none' };
    const qbo = match.kind === 'matched' ? records.qbo.find(({ id }) => id === match.id) : undefined;
    cases.set(bpro.id, { ...world, bpro, qbo, match });
  }
  for (const qbo of records.qbo) {
    const match = found.qbo.get(qbo.id) ?? { kind: 'none' };
    if (match.kind !== 'matched') cases.set(qbo.id, { ...world, qbo, match });
  }
  return cases;
}

const planOf = (books: Books): Map<string, Decision> =>
  new Map([...casesOf(books)].map(([id, given]) => [id, decideGiven(given)]));

describe.each(RECORD_TYPES)('any books, records of the type %s', (type) => {
  const books = anyBooks(type);

  it('F1 both sides find the same pairs, and each record is in one at most', () => {
    fc.assert(
      fc.property(books, (all) => {
        const pairs = (side: Side): string[] =>
          [...matchesOf(all, side)].flatMap(([id, match]) =>
            match.kind === 'matched' ? [(side === 'bpro' ? [id, match.id] : [match.id, id]).join()] : [],
          );
        const fromBpro = pairs('bpro').sort();
        expect(pairs('qbo').sort()).toEqual(fromBpro);
        expect(new Set(fromBpro.flatMap((pair) => pair.split(','))).size).toBe(2 * fromBpro.length);
      }),
      RUNS,
    );
  });

  it('F1 the order in which both sides list their records changes no decision', () => {
    const reordered = books.chain((all) =>
      fc.record({
        all: fc.constant(all),
        bpro: fc.shuffledSubarray([...all.records.bpro], { minLength: all.records.bpro.length }),
        qbo: fc.shuffledSubarray([...all.records.qbo], { minLength: all.records.qbo.length }),
      }),
    );
    fc.assert(
      fc.property(reordered, ({ all, ...records }) => {
        const sorted = (plan: Map<string, Decision>) => [...plan].sort(([a], [b]) => (a < b ? -1 : 1));
        expect(sorted(planOf({ ...all, records }))).toEqual(sorted(planOf(all)));
      }),
      RUNS,
    );
  });

  it('C1 what the settings ignore is never written nor linked, and both sides are ignored alike', () => {
    fc.assert(
      fc.property(books, (all) => {
        const ignoring = { onlyInBpro: 'ignore', onlyInQbo: 'ignore' } as const;
        const cases = casesOf({ ...all, settings: { ...all.settings, ...ignoring } });
        for (const given of [...cases.values()].filter(({ bpro, qbo }) => !bpro || !qbo)) {
          const { action, reason } = decideGiven(given);
          expect(['ignored', 'left-out', 'ambiguous']).toContain(action);
          if (action === 'ignored') expect(reason).toBe(`C1:only-in-${given.bpro ? 'bpro' : 'qbo'}`);
        }
      }),
      RUNS,
    );
  });
});

describe.each(RECORD_TYPES)('any two records of the type %s that say the same', (type) => {
  const mapping = MAPPINGS[type];
  const twins = fc
    .record({ contents: anyContents[type], company: anyCompany, contentsAround: anyNeighbours })
    .map(({ contents: { same }, company, contentsAround }) => {
      const context = contextOf({
        settings: { refundAccountId: '35' },
        company: { zeroTaxCodeId: 'Q-zero', refundItemId: 'Q-refund-item', ...company },
        contents: { ...contentsAround, 'invoice/bpro/rec-i': bproInvoiceOf() },
      });
      const inQbo = { ...same.qbo(context.company), Id: 'Q-r' };
      return {
        context,
        bpro: { id: 'r', keys: mapping.bproKeys(same.bpro), fields: mapping.fromBpro(same.bpro, context) },
        qbo: { id: 'Q-r', keys: mapping.qboKeys(inQbo), fields: mapping.fromQbo(inQbo, context) },
      };
    })
    // What QuickBooks cannot hold is never the same there.
    .filter(({ bpro, context }) =>
      mapping.problems('qbo', bpro.fields, context, undefined).every(({ effect }) => effect === 'note'),
    );

  it('F1 they find each other where nobody else is like them', () => {
    fc.assert(
      fc.property(twins, ({ bpro, qbo }) => {
        expect(matchBpro(mapping, bpro, [qbo], [bpro])).toMatchObject({ kind: 'matched', id: 'Q-r' });
        expect(matchQbo(mapping, qbo, [bpro], [qbo])).toMatchObject({ kind: 'matched', id: 'r' });
      }),
      RUNS,
    );
  });

  it('F3 nothing is written, whichever side was edited last', () => {
    fc.assert(
      fc.property(twins, fc.constantFrom<Side>('bpro', 'qbo'), ({ bpro, qbo }, newer) => {
        const { neverSent = {} } = mapping;
        const sides = { bpro: bpro.fields, qbo: qbo.fields };
        const result = compare({ ...sides, agreed: undefined, newer, neverSent, hash });
        expect(result).toMatchObject({ toQbo: [], toBpro: [], overwritten: [] });
      }),
      RUNS,
    );
  });
});

describe.each(['payment', 'refund'] as const)('any %s in any state', (type) => {
  const given = anyRecord(type);
  const none = { bpro: [], qbo: [], none: false };
  const deciding = (all: Given, uncheckedMethods: Settings['uncheckedMethods']): Decision =>
    decideGiven({ ...all, settings: { ...all.settings, uncheckedMethods } });
  const methodsOf = (all: Given): (string | null)[] => {
    const mapping = MAPPINGS[type];
    const context = contextOf(all);
    const fields = [
      all.bpro && mapping.fromBpro(all.bpro.content, context),
      all.qbo && mapping.fromQbo(all.qbo.content, context),
    ];
    return fields.flatMap((f) => (f ? [(f['method'] as string | null) ?? null] : []));
  };

  it('C5 of an unchecked method on either side, or of none where that is unchecked, it is never written', () => {
    fc.assert(
      fc.property(given, (all) => {
        for (const method of methodsOf(all)) {
          const id = method?.replace('rec-', '') ?? '';
          const unchecked =
            method === null
              ? [{ ...none, none: true }]
              : [
                  { ...none, bpro: [id] },
                  { ...none, qbo: [`Q-${id}`] },
                ];
          for (const methods of unchecked) expect(deciding(all, methods).action).toBe('left-out');
        }
      }),
      RUNS,
    );
  });

  it('C5 a method that is unchecked on one side is unchecked on both', () => {
    fc.assert(
      fc.property(given, fc.subarray(['cash', 'card']), fc.boolean(), (all, ids, without) => {
        const inBpro = { bpro: ids, qbo: [], none: without };
        const inQbo = { bpro: [], qbo: ids.map((id) => `Q-${id}`), none: without };
        expect(deciding(all, inBpro)).toEqual(deciding(all, inQbo));
      }),
      RUNS,
    );
  });

  it('C5 unchecking a method that it does not have changes nothing', () => {
    fc.assert(
      fc.property(given, (all) => {
        const methods = methodsOf(all);
        const others = ['cash', 'card', 'voucher'].filter((id) => !methods.includes(`rec-${id}`));
        const unchecked = { bpro: others, qbo: others.map((id) => `Q-${id}`), none: !methods.includes(null) };
        expect(deciding(all, unchecked)).toEqual(deciding(all, none));
      }),
      RUNS,
    );
  });
});
