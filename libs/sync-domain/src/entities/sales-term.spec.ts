import { describe, expect, it } from '@jest/globals';
import type { QboContent } from '../mapping.js';
import { mappingContext } from '../testing/mapping-context.js';
import { pretendQuickBooksStores } from '../testing/pretend-quickbooks.js';
import { salesTermMapping as term, type BproSalesTerm } from './sales-term.js';

const context = mappingContext();
const bpro = (changes: Partial<BproSalesTerm> = {}): BproSalesTerm => ({
  name: 'Net 30',
  dueDays: 30,
  discountPercent: null,
  discountDays: null,
  ...changes,
});
const qbo = (changes: QboContent = {}): QboContent => ({
  ...pretendQuickBooksStores('Term', { Name: 'Net 30', DueDays: 30, DiscountPercent: 0 }),
  ...changes,
});
const DATE_DRIVEN = { Type: 'DATE_DRIVEN', DayOfMonthDue: 15, DueDays: undefined };

describe('sales term', () => {
  it.each([
    ['days', bpro(), ['0:30||', '1:net 30']],
    ['a discount', bpro({ discountPercent: '2.00', discountDays: 10 }), ['0:30|2|10', '1:net 30']],
    ['days of no discount', bpro({ discountPercent: '0', discountDays: 10 }), ['0:30||', '1:net 30']],
    ['due on receipt', bpro({ name: 'Due on receipt', dueDays: 0 }), ['0:0||', '1:due on receipt']],
  ])('F1 is recognised by due days and discount, then name: %s', (_case, data, keys) => {
    expect(term.bproKeys(data)).toEqual(keys);
    const { body } = term.toQbo(term.fromBpro(data, context), [], undefined, context);
    expect(term.qboKeys(pretendQuickBooksStores('Term', body))).toEqual(keys);
  });

  it('F1 a term due on a day of the month never matches by days', () => {
    expect(term.qboKeys(qbo(DATE_DRIVEN))).toEqual(['1:net 30']);
    expect(term.fromQbo(qbo(DATE_DRIVEN), context)).toMatchObject({ dueDays: null });
  });

  it('F3 days are not sent to a term that is due on a day of the month', () => {
    const problems = term.problems('qbo', term.fromBpro(bpro(), context), context, qbo(DATE_DRIVEN));
    expect(problems).toContainEqual({ code: 'value-unsupported', field: 'dueDays', effect: 'block' });
    expect(term.problems('qbo', term.fromBpro(bpro(), context), context, qbo())).toEqual([]);
  });

  it('D2 BPro creates none and takes nothing; each side keeps its own name', () => {
    expect(term.bproCreates).toBe(false);
    expect(term.neverSent).toEqual({
      bpro: ['name', 'dueDays', 'discountPercent', 'discountDays'],
      qbo: ['name'],
    });
  });

  it('is created in QuickBooks with its days and discount', () => {
    const fields = term.fromBpro(bpro({ discountPercent: '2.5', discountDays: 10 }), context);
    expect(term.toQbo(fields, [], undefined, context)).toEqual({
      entity: 'Term',
      body: { Name: 'Net 30', DueDays: 30, DiscountPercent: 2.5, DiscountDays: 10 },
    });
  });

  it('F3 a discount that is gone is sent as zero', () => {
    const fields = term.fromBpro(bpro(), context);
    const discounted = qbo({ DiscountPercent: 2, DiscountDays: 10 });
    const { body } = term.toQbo(fields, ['discountPercent', 'discountDays'], discounted, context);
    expect(body).toEqual({ DiscountPercent: 0, DiscountDays: 0 });
    expect(term.fromQbo(pretendQuickBooksStores('Term', body, discounted), context)).toEqual(fields);
  });

  it('F10 a name over 31 characters is said', () => {
    const fields = term.fromBpro(bpro({ name: 'x'.repeat(32) }), context);
    expect(term.problems('qbo', fields, context, undefined)).toEqual([
      { code: 'value-too-long', field: 'name', effect: 'block' },
    ]);
  });
});
