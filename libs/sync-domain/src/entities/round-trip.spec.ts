import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntityMapping, QboContent } from '../mapping.js';
import { isNoteCode } from '../notes.js';
import { storedInQbo } from '../testing/carried-out.js';
import { mappingContext } from '../testing/mapping-context.js';
import { customerMapping } from './customer.js';
import { paymentMethodMapping } from './payment-method.js';
import { productCategoryMapping } from './product-category.js';
import { productMapping } from './product.js';
import { salesTermMapping } from './sales-term.js';
import { taxMapping } from './tax.js';

const context = mappingContext();
const RUNS = { numRuns: 300 };

const text = (max: number) =>
  fc.oneof(
    fc.constantFrom(
      'Ann',
      ' Lee ',
      'É',
      'É',
      'a  b',
      'x:y',
      'line\nbreak',
      '🚲',
      '  ',
      '0',
      'Straße',
      '株式会社',
    ),
    fc.string({ maxLength: max, unit: 'grapheme' }).map((s) => s.slice(0, max)),
  );
const name = (max: number) => text(max).filter((s) => s.length > 0);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 9999 }))
  .map(([whole, part]) => `${String(whole)}.${String(part).padStart(4, '0')}`);
const id = fc.constantFrom('a', 'b', 'c');
const address = fc.record({
  line1: text(50),
  line2: text(50),
  city: text(50),
  region: text(20),
  postalCode: text(20),
  country: text(20),
});

const TYPES: readonly [EntityMapping, fc.Arbitrary<QboContent>][] = [
  [
    customerMapping,
    fc.record({
      displayName: name(600),
      givenName: maybe(text(100)),
      familyName: maybe(text(100)),
      companyName: maybe(text(200)),
      email: maybe(fc.oneof(fc.emailAddress(), text(50))),
      phone: maybe(text(60)),
      billingAddress: maybe(address),
      shippingAddress: maybe(address),
      salesTermId: maybe(id),
      taxExempt: fc.boolean(),
    }),
  ],
  [
    productMapping,
    fc.record({
      name: name(200),
      number: maybe(text(100)),
      description: maybe(text(200)),
      kind: fc.constantFrom('retail', 'rental', 'service'),
      tracksInventory: fc.boolean(),
      cost: maybe(decimal),
      price: maybe(decimal),
      categoryId: maybe(id),
      taxable: fc.boolean(),
    }),
  ],
  [productCategoryMapping, fc.record({ name: name(200), parentId: maybe(id) })],
  [paymentMethodMapping, fc.record({ name: name(60), kind: fc.constantFrom('card', 'other') })],
  [
    salesTermMapping,
    fc.record({
      name: name(60),
      dueDays: fc.integer({ min: 0, max: 999 }),
      discountPercent: maybe(decimal),
      discountDays: maybe(fc.integer({ min: 0, max: 999 })),
    }),
  ],
  [
    taxMapping,
    fc.record({
      name: name(100),
      rates: fc.array(
        fc.record({
          name: name(40),
          percent: decimal,
          agency: fc.constantFrom('City', 'STATE board', 'Elsewhere'),
        }),
        { maxLength: 4 },
      ),
    }),
  ],
];

const isBlocked = (
  mapping: EntityMapping,
  side: 'bpro' | 'qbo',
  fields: Parameters<EntityMapping['problems']>[1],
) => mapping.problems(side, fields, context, undefined).some((p) => p.effect === 'block');

/** The content that QuickBooks keeps of a create. */
const created = (mapping: EntityMapping, data: QboContent): QboContent =>
  storedInQbo(mapping, mapping.fromBpro(data, context), context);

describe.each(TYPES.map(([mapping, data]) => ({ type: mapping.type, mapping, data })))(
  '$type',
  ({ mapping, data }) => {
    it('E7 what was created in QuickBooks is equal to what BPro has', () => {
      fc.assert(
        fc.property(data, (x) => {
          const fields = mapping.fromBpro(x, context);
          if (isBlocked(mapping, 'qbo', fields)) return;
          const stored = created(mapping, x);
          expect(mapping.qboSchema.safeParse(stored).success).toBe(true);
          expect(mapping.units(stored)).toHaveLength(1);
          expect(mapping.fromQbo(stored, context)).toEqual(fields);
        }),
        RUNS,
      );
    });

    it('E7 what was created in BPro is equal to what QuickBooks has', () => {
      fc.assert(
        fc.property(data, (x) => {
          if (isBlocked(mapping, 'qbo', mapping.fromBpro(x, context))) return;
          const fields = mapping.fromQbo(created(mapping, x), context);
          if (isBlocked(mapping, 'bpro', fields)) return;
          const record = mapping.bproSchema.parse(
            mapping.toBpro(fields, [], undefined, context),
          ) as QboContent;
          expect(mapping.fromBpro(record, context)).toEqual(fields);
        }),
        RUNS,
      );
    });

    it('E7 what was updated, on either side, is equal to what it was updated to', () => {
      fc.assert(
        fc.property(data, data, (before, after) => {
          const fields = mapping.fromBpro(after, context);
          if (
            isBlocked(mapping, 'qbo', mapping.fromBpro(before, context)) ||
            isBlocked(mapping, 'qbo', fields)
          )
            return;
          const sendable = (side: 'bpro' | 'qbo') =>
            Object.keys(fields).filter((f) => !mapping.neverSent?.[side]?.includes(f));
          const stored = created(mapping, before);
          if (mapping !== taxMapping) {
            const kept = storedInQbo(mapping, fields, context, stored, sendable('qbo'));
            const updated = mapping.fromQbo(kept, context);
            for (const field of sendable('qbo')) expect(updated[field]).toEqual(fields[field]);
          }
          const changes = mapping.toBpro(fields, sendable('bpro'), before, context);
          const record = mapping.bproSchema.parse({ ...before, ...changes }) as QboContent;
          for (const field of sendable('bpro'))
            expect(mapping.fromBpro(record, context)[field]).toEqual(fields[field]);
        }),
        RUNS,
      );
    });

    it('F1 both sides of one record have the same keys, in any case, spacing and Unicode form', () => {
      const variants = [
        (s: string) => s,
        (s: string) => ` ${s}\u00a0`,
        (s: string) => s.normalize('NFD'),
        (s: string) => s.toLocaleUpperCase('en-US').toLocaleLowerCase('en-US'),
        (s: string) => s.replace(/ /g, '  '),
      ];
      fc.assert(
        fc.property(data, fc.constantFrom(...variants), (x, vary) => {
          if (isBlocked(mapping, 'qbo', mapping.fromBpro(x, context))) return;
          const keys = mapping.bproKeys(x);
          expect(mapping.qboKeys(created(mapping, x))).toEqual(keys);
          const title = 'displayName' in x ? 'displayName' : 'name';
          // Letters whose upper case has another lower case (ß) are not case variants of one another.
          const varied = vary(String(x[title]));
          if (varied.toLowerCase() !== String(x[title]).toLowerCase() && vary === variants[3]) return;
          expect(mapping.bproKeys({ ...x, [title]: varied })).toEqual(keys);
        }),
        RUNS,
      );
    });

    it('F10 every problem has its note and names a field that is owned', () => {
      fc.assert(
        fc.property(data, (x) => {
          const fields = mapping.fromBpro(x, context);
          for (const { code, field } of mapping.problems('qbo', fields, context, undefined)) {
            expect(isNoteCode(code)).toBe(true);
            if (field !== undefined) expect(Object.keys(fields)).toContain(field);
          }
        }),
        RUNS,
      );
    });
  },
);
