import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare, type Comparison, type CompareInput } from './compare.js';
import { agreementOf, canonicalJson, fieldHash, isBlank, sameValue, type Fields } from './fields.js';
import { hash } from './testing/decision-case.js';

const compared = (input: Partial<CompareInput>): Comparison =>
  compare({ bpro: {}, qbo: {}, agreed: undefined, newer: 'bpro', neverSent: {}, hash, ...input });

describe('values', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['an empty list', []],
    ['an empty address', {}],
    ['an address of empty lines', { line1: '', more: { city: null } }],
  ])('F3 blank is %s', (_what, value) => {
    expect(isBlank(value)).toBe(true);
    expect(sameValue(value, null)).toBe(true);
    expect(fieldHash(hash, 'a', value)).toBe(fieldHash(hash, 'a', null));
  });

  it.each([
    ['false', false],
    ['zero', 0],
    ['a space', ' '],
    ['a list of a blank', ['']],
    ['an address with a city', { line1: '', city: 'Bath' }],
  ])('F3 not blank is %s', (_what, value) => {
    expect(isBlank(value)).toBe(false);
    expect(sameValue(value, null)).toBe(false);
  });

  it('F3 the order in which an address was written is no difference, that of lines is', () => {
    expect(sameValue({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: null })).toBe('{"a":null,"b":[{"d":1}]}');
  });

  it('F3 the same value in another field, or hashed with another tenant’s key, looks different', () => {
    const another = (text: string): string => hash(`another ${text}`);
    expect(fieldHash(hash, 'a', 'x')).not.toBe(fieldHash(hash, 'b', 'x'));
    expect(fieldHash(hash, 'a', 'x')).not.toBe(fieldHash(another, 'a', 'x'));
    expect(fieldHash(hash, 'a', 'x')).toHaveLength(16);
  });
});

describe('three-way comparison', () => {
  it('F3 fields are told apart: each has its own winner', () => {
    const agreed = agreementOf(hash, { a: '1', b: '1', c: '1', d: '1' }, { a: '1', b: '1', c: '1', d: '1' });
    expect(
      compared({
        bpro: { a: '2', b: '1', c: '2', d: '2' },
        qbo: { a: '1', b: '3', c: '3', d: '2' },
        agreed,
        newer: 'qbo',
      }),
    ).toEqual({
      toQbo: ['a'],
      toBpro: ['b', 'c'],
      merged: { a: '2', b: '3', c: '3', d: '2' },
      overwritten: [{ field: 'c', side: 'bpro' }],
      agreedAnew: true,
    });
  });

  it('F3 a field that was not compared before meets for the first time', () => {
    const agreed = agreementOf(hash, { a: '1' }, { a: '1' });
    const result = compared({ bpro: { a: '1', b: '2' }, qbo: { a: '1', b: null }, agreed, newer: 'qbo' });
    expect(result).toMatchObject({ toQbo: ['b'], toBpro: [], overwritten: [] });
  });

  it('F3 a deliberate deletion is an edit like any other once the two are linked', () => {
    const agreed = agreementOf(hash, { a: '1' }, { a: '1' });
    expect(compared({ bpro: { a: null }, qbo: { a: '1' }, agreed })).toMatchObject({ toQbo: ['a'] });
    expect(compared({ bpro: { a: '1' }, qbo: {}, agreed })).toMatchObject({ toBpro: ['a'] });
  });

  it('F3 what QuickBooks clears by itself gives way to an edit in BPro, and only to that', () => {
    const agreed = agreementOf(hash, { a: '1' }, { a: '1' });
    const input = { agreed, newer: 'qbo', clearedByQbo: ['a'] } as const;
    expect(compared({ ...input, bpro: { a: '2' }, qbo: { a: null } })).toMatchObject({
      toQbo: ['a'],
      toBpro: [],
      overwritten: [],
    });
    expect(compared({ ...input, bpro: { a: '1' }, qbo: { a: null } })).toMatchObject({ toBpro: ['a'] });
    expect(compared({ ...input, bpro: { a: '2' }, qbo: { a: '3' } })).toMatchObject({ toBpro: ['a'] });
  });

  it('F13 what QuickBooks could not take is sent again once it can, but not over what somebody put there', () => {
    const agreed = agreementOf(hash, { a: '1' }, { a: null });
    const input = { agreed, newer: 'qbo', bpro: { a: '1' }, qbo: { a: null } } as const;
    expect(compared(input)).toMatchObject({ toQbo: [], toBpro: [] });
    const now = { ...input, possibleNow: ['a'] };
    expect(compared(now)).toMatchObject({ toQbo: ['a'], toBpro: [], overwritten: [] });
    expect(compared({ ...now, qbo: { a: '2' } })).toMatchObject({ toQbo: [], toBpro: ['a'] });
  });

  it('F6 a field that a side is never sent is not sent, and not called overwritten', () => {
    const input = { bpro: { a: '1' }, qbo: { a: '2' } };
    const neverSent = { bpro: ['a'] };
    expect(compared({ ...input, neverSent, newer: 'qbo' })).toMatchObject({ toBpro: [], overwritten: [] });
    expect(compared({ ...input, neverSent, newer: 'bpro' })).toMatchObject({ toQbo: ['a'] });
  });

  it('E7 an agreement of which one side came back is not an edit of the other', () => {
    const agreed = agreementOf(hash, { a: '1' }, { a: '2' });
    expect(compared({ bpro: { a: '1' }, qbo: { a: '1' }, agreed })).toMatchObject({
      toQbo: [],
      toBpro: [],
      agreedAnew: true,
    });
  });
});

const value = fc.constantFrom(
  null,
  '',
  'x',
  'y',
  0,
  7,
  false,
  true,
  [],
  ['x'],
  { l: '' },
  { l: 'x' },
  { l: 'x', m: 1 },
);
const FIELDS = ['a', 'b', 'c'] as const;
const fields: fc.Arbitrary<Fields> = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });
const newer = fc.constantFrom('bpro' as const, 'qbo' as const);
const names = fc.subarray([...FIELDS]);
const inputs = fc.record({
  bpro: fields,
  qbo: fields,
  before: fc.option(fc.record({ bpro: fields, qbo: fields }), { nil: undefined }),
  newer,
  neverSent: fc.record({ bpro: names, qbo: names }),
});
type Case = typeof inputs extends fc.Arbitrary<infer T> ? T : never;
const run = ({ before, ...input }: Case): Comparison =>
  compared({ ...input, agreed: before && agreementOf(hash, before.bpro, before.qbo) });
const pick = (from: Fields, wanted: readonly string[]): Fields =>
  Object.fromEntries(wanted.map((name) => [name, from[name] ?? null]));
const RUNS = { numRuns: 1000 };

describe('any two records', () => {
  it('E7 once the decided values are on both sides, a second comparison writes nothing', () => {
    fc.assert(
      fc.property(inputs, newer, (given, later) => {
        const result = run(given);
        const bpro = { ...given.bpro, ...pick(result.merged, result.toBpro) };
        const qbo = { ...given.qbo, ...pick(result.merged, result.toQbo) };
        const again = compared({ bpro, qbo, agreed: agreementOf(hash, bpro, qbo), newer: later });
        expect(again).toMatchObject({ toQbo: [], toBpro: [], overwritten: [], agreedAnew: false });
      }),
      RUNS,
    );
  });

  it('E7 a crash before the agreement was kept writes nothing either, where all may be sent', () => {
    fc.assert(
      fc.property(inputs, newer, (given, later) => {
        const free = { ...given, before: undefined, neverSent: { bpro: [], qbo: [] } };
        const result = run(free);
        const bpro = { ...free.bpro, ...pick(result.merged, result.toBpro) };
        const qbo = { ...free.qbo, ...pick(result.merged, result.toQbo) };
        expect(compared({ bpro, qbo, newer: later })).toMatchObject({ toQbo: [], toBpro: [] });
      }),
      RUNS,
    );
  });

  it('F3 a blank never erases a value at a first meeting', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { toQbo, toBpro } = run({ ...given, before: undefined });
        expect(toQbo.filter((field) => isBlank(given.bpro[field]))).toEqual([]);
        expect(toBpro.filter((field) => isBlank(given.qbo[field]))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('F3 unedited on both sides is never written, even where the two differ', () => {
    fc.assert(
      fc.property(fields, fields, newer, (bpro, qbo, later) => {
        const agreed = agreementOf(hash, bpro, qbo);
        const result = compared({ bpro, qbo, agreed, newer: later });
        expect(result).toMatchObject({ toQbo: [], toBpro: [], overwritten: [], agreedAnew: false });
      }),
      RUNS,
    );
  });

  it('F3 an edit on one side only always stands, whoever is newer', () => {
    fc.assert(
      fc.property(fields, fields, newer, (base, edit, later) => {
        const agreed = agreementOf(hash, base, base);
        const edited = { ...base, ...edit };
        const changed = FIELDS.filter((field) => !sameValue(base[field], edited[field]));
        const known = changed.filter((field) => field in base);
        const result = compared({ bpro: edited, qbo: base, agreed, newer: later });
        expect(known.filter((field) => !result.toQbo.includes(field))).toEqual([]);
        expect(result.toBpro).toEqual([]);
        expect(result.overwritten).toEqual([]);
      }),
      RUNS,
    );
  });

  it('F3 what is written is one side’s value, it differs, and it goes to one side', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { toQbo, toBpro, merged, overwritten } = run(given);
        expect(toQbo.filter((field) => toBpro.includes(field))).toEqual([]);
        for (const field of toQbo) expect(merged[field]).toEqual(given.bpro[field] ?? null);
        for (const field of toBpro) expect(merged[field]).toEqual(given.qbo[field] ?? null);
        for (const field of [...toQbo, ...toBpro])
          expect(sameValue(given.bpro[field], given.qbo[field])).toBe(false);
        for (const { field, side } of overwritten) expect(side === 'qbo' ? toQbo : toBpro).toContain(field);
      }),
      RUNS,
    );
  });

  it('F6 a side is never sent what it is never sent', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { toQbo, toBpro } = run(given);
        expect(toQbo.filter((field) => given.neverSent.qbo.includes(field as 'a'))).toEqual([]);
        expect(toBpro.filter((field) => given.neverSent.bpro.includes(field as 'a'))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('F3 neither side is favoured: with the sides exchanged, so is the outcome', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { before, neverSent } = given;
        const mirrored = run({
          bpro: given.qbo,
          qbo: given.bpro,
          before: before && { bpro: before.qbo, qbo: before.bpro },
          newer: given.newer === 'bpro' ? 'qbo' : 'bpro',
          neverSent: { bpro: neverSent.qbo, qbo: neverSent.bpro },
        });
        const result = run(given);
        expect(mirrored.toQbo).toEqual(result.toBpro);
        expect(mirrored.toBpro).toEqual(result.toQbo);
        expect(mirrored.agreedAnew).toBe(result.agreedAnew);
        expect(mirrored.overwritten.map((o) => o.field)).toEqual(result.overwritten.map((o) => o.field));
      }),
      RUNS,
    );
  });

  it('F3 what was overwritten is exactly what somebody had entered: a first value, or an edit', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { toQbo, toBpro, overwritten } = run(given);
        const edited = (side: 'bpro' | 'qbo', field: string): boolean =>
          !sameValue(given.before?.[side][field], given[side][field]);
        const compareds = { ...given.before?.bpro, ...given.before?.qbo };
        const expected = [
          ...toQbo.map((field) => ({ field, side: 'qbo' as const })),
          ...toBpro.map((field) => ({ field, side: 'bpro' as const })),
        ].filter(({ field, side }) =>
          field in compareds ? edited('bpro', field) && edited('qbo', field) : !isBlank(given[side][field]),
        );
        const byField = (a: { field: string }, b: { field: string }): number =>
          a.field.localeCompare(b.field);
        expect([...overwritten].sort(byField)).toEqual(expected.sort(byField));
      }),
      RUNS,
    );
  });
});
