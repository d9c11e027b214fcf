import { describe, expect, it } from '@jest/globals';
import { compare } from '../compare.js';
import type { QboContent } from '../mapping.js';
import { mappingContext, type ContextOptions } from '../testing/mapping-context.js';
import { createdTaxCode, resolveTaxCode } from './tax-rates.js';
import { taxMapping as tax, type BproTax } from './tax.js';

const context = mappingContext();
const META = { CreateTime: '2026-01-05T09:00:00-08:00', LastUpdatedTime: '2026-01-05T09:00:00-08:00' };
const AGENCIES = [
  { Id: '1', DisplayName: 'State Board' },
  { Id: '2', DisplayName: 'City' },
];
const RATES = [
  { Id: '10', Name: 'Ayr State', RateValue: 6, AgencyRef: { value: '1' } },
  { Id: '11', Name: 'City tax', RateValue: '2.250', AgencyRef: { value: '2' } },
  { Id: '12', Name: 'No tax', RateValue: 0, AgencyRef: { value: '1' } },
];
const code = (rateIds: readonly string[], changes: QboContent = {}): QboContent => ({
  Id: '5',
  SyncToken: '0',
  MetaData: META,
  Name: 'Ayr',
  Active: true,
  TaxGroup: true,
  SalesTaxRateList: {
    TaxRateDetail: rateIds.map((value) => ({ TaxRateRef: { value }, TaxTypeApplicable: 'TaxOnAmount' })),
  },
  ...changes,
});
const qbo = (rateIds: readonly string[], changes: QboContent = {}): QboContent =>
  resolveTaxCode(code(rateIds, changes), RATES, AGENCIES);
const bpro = (changes: Partial<BproTax> = {}): BproTax => ({
  name: 'Ayr',
  rates: [
    { name: 'City tax', percent: '2.25', agency: 'city' },
    { name: 'State', percent: '6.00', agency: 'State Board' },
  ],
  ...changes,
});
const problemsOf = (data: BproTax, options: ContextOptions = {}) =>
  tax.problems('qbo', tax.fromBpro(data, mappingContext(options)), mappingContext(options), undefined);

describe('tax', () => {
  it('F12 a code is read with its sales rates, their percentages and agencies', () => {
    expect(qbo(['10', '11'])['_rates']).toEqual([
      { id: '10', name: 'Ayr State', percent: '6', agency: 'State Board' },
      { id: '11', name: 'City tax', percent: '2.25', agency: 'City' },
    ]);
  });

  it('F12 a code with a rate that is not known is malformed, not cheaper', () => {
    expect(tax.qboSchema.safeParse(qbo(['10', '99'])).success).toBe(false);
    expect(tax.qboSchema.safeParse(qbo(['10'])).success).toBe(true);
  });

  it('F12 rates compare by percentage in any order; the names of rates are never sent', () => {
    expect(tax.fromQbo(qbo(['10', '11']), context)).toEqual(tax.fromBpro(bpro(), context));
    const other = tax.fromBpro(
      bpro({ rates: bpro().rates.map((r) => ({ ...r, name: `${r.name} 2026` })) }),
      context,
    );
    const result = compare({
      bpro: other,
      qbo: tax.fromQbo(qbo(['10', '11']), context),
      agreed: undefined,
      newer: 'bpro',
      neverSent: tax.neverSent ?? {},
      hash: (text) => text,
    });
    expect(result).toMatchObject({ toQbo: [], toBpro: [] });
  });

  it('F12 rates that differ are noted, since QuickBooks lets nobody change them', () => {
    const fields = tax.fromBpro(
      bpro({ rates: [{ name: 'State', percent: '7', agency: 'State Board' }] }),
      context,
    );
    expect(tax.problems('qbo', fields, context, qbo(['10', '11']))).toEqual([
      { code: 'tax-rates-differ', field: 'rates', effect: 'block' },
    ]);
    expect(() => tax.toQbo(fields, ['rates'], qbo(['10', '11']), context)).toThrow('F12');
  });

  it('F12 a group is created by the tax service with rate names of its own', () => {
    expect(tax.toQbo(tax.fromBpro(bpro(), context), [], undefined, context)).toEqual({
      entity: 'TaxService',
      body: {
        TaxCode: 'Ayr',
        TaxRateDetails: [
          { TaxRateName: 'Ayr City tax', RateValue: '2.25', TaxAgencyId: '2', TaxApplicableOn: 'Sales' },
          { TaxRateName: 'Ayr State', RateValue: '6', TaxAgencyId: '1', TaxApplicableOn: 'Sales' },
        ],
      },
    });
  });

  it.each<[string, BproTax]>([
    ['a rate named as the group', bpro({ rates: [{ name: 'Ayr', percent: '5', agency: 'City' }] })],
    [
      'two rates of one name',
      bpro({
        rates: [
          { name: 'State', percent: '1', agency: 'City' },
          { name: 'State', percent: '6', agency: 'City' },
        ],
      }),
    ],
    [
      'an agency that the company does not have',
      bpro({ rates: [{ name: 'A', percent: '5', agency: 'Elsewhere' }] }),
    ],
    ['no rates', bpro({ rates: [] })],
    ['a rate of zero', bpro({ rates: [{ name: 'None', percent: '0.00', agency: 'City' }] })],
  ])('E7 what the tax service creates is equal to the group: %s', (_case, data) => {
    const fields = tax.fromBpro(data, context);
    const { body } = tax.toQbo(fields, [], undefined, context);
    const sent = body['TaxRateDetails'] as QboContent[];
    const names = sent.map((r) => r['TaxRateName']);
    expect(new Set(names).size).toBe(sent.length);
    const answer = {
      TaxCode: body['TaxCode'],
      TaxCodeId: '77',
      TaxRateDetails: sent.map((r, i) => ({ ...r, RateValue: Number(r['RateValue']), TaxRateId: String(i) })),
    };
    const created = createdTaxCode(answer, context.company.taxAgencies, '2026-03-01T10:00:00.000Z');
    expect(tax.fromQbo(created, context)).toEqual(fields);
    expect(tax.units(created)).toEqual([
      expect.objectContaining({ id: '77', version: '0', createdAt: '2026-03-01T10:00:00.000Z' }),
    ]);
  });

  it.each([
    ['TAX', { Id: 'TAX', Name: 'TAX' }, 0],
    ['NON', { Id: 'NON', Name: 'NON' }, 0],
    ['hidden', { Hidden: true }, 0],
    [
      'for purchases only',
      {
        SalesTaxRateList: undefined,
        PurchaseTaxRateList: { TaxRateDetail: [{ TaxRateRef: { value: '10' } }] },
      },
      0,
    ],
    ['of sales', {}, 1],
    ['of a zero rate', { Name: 'Zero-rated' }, 1],
  ])('F12 a code %s is %#', (_case, changes, units) => {
    expect(tax.units(qbo(['12'], changes))).toHaveLength(units);
  });

  it.each(['automated', 'off'] as const)(
    'F12 QuickBooks manages the codes where sales tax is %s',
    (taxRegime) => {
      const company = mappingContext({ company: { taxRegime } });
      expect(tax.leftOut?.({}, 'bpro', bpro(), company)).toBe('F12:managed-by-quickbooks');
      expect(tax.leftOut?.({}, 'qbo', qbo(['10']), company)).toBe('F12:managed-by-quickbooks');
      expect(tax.leftOut?.({}, 'qbo', qbo(['10']), context)).toBeUndefined();
    },
  );

  it('F12 a tax on a tax is left out: BPro adds its rates up', () => {
    const detail = [{ TaxRateRef: { value: '10' }, TaxTypeApplicable: 'TaxOnAmountPlusTax' }];
    const compound = qbo([], { SalesTaxRateList: { TaxRateDetail: detail } });
    expect(tax.leftOut?.({}, 'qbo', compound, context)).toBe('F12:tax-on-tax');
  });

  it('F10 says what QuickBooks would refuse', () => {
    expect(problemsOf(bpro())).toEqual([]);
    expect(problemsOf(bpro(), { company: { taxAgencies: [] } })).toEqual([
      { code: 'tax-unmappable', effect: 'block' },
    ]);
    expect(problemsOf(bpro({ name: 'a:b' }))[0]).toMatchObject({ code: 'name-invalid', field: 'name' });
    expect(problemsOf(bpro({ name: 'x'.repeat(99) }))).toEqual([
      { code: 'value-too-long', field: 'details', effect: 'block' },
    ]);
  });

  it('F10 a negative rate of QuickBooks is nothing that BPro can hold', () => {
    const fields = tax.fromQbo(
      resolveTaxCode(code(['10']), [{ Id: '10', Name: 'Reverse', RateValue: -20 }], AGENCIES),
      context,
    );
    expect(tax.problems('bpro', fields, context, undefined)).toEqual([
      { code: 'value-unsupported', field: 'rates', effect: 'block' },
    ]);
  });

  it('F12 BPro gets the group with its rates, their names without the group’s', () => {
    const data = tax.toBpro(tax.fromQbo(qbo(['10', '11']), context), [], undefined, context);
    expect(tax.bproSchema.parse(data)).toEqual({
      name: 'Ayr',
      rates: [
        { name: 'City tax', percent: '2.25', agency: 'City' },
        { name: 'State', percent: '6', agency: 'State Board' },
      ],
    });
  });

  it('F3 a rate that QuickBooks changed is taken over; the others keep the name that they have in BPro', () => {
    const former = bpro();
    const merged = { ...tax.fromBpro(former, context), rates: ['2.25', '6.5'] };
    expect(tax.toBpro(merged, ['rates'], former, context)).toEqual({
      rates: [
        { name: 'City tax', percent: '2.25', agency: 'city' },
        { name: '6.5%', percent: '6.5', agency: 'city' },
      ],
    });
  });
});
