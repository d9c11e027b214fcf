import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../../model/record.js';
import { Bench, REALM } from '../../spec-support/in-process.js';
import { key, ref } from '../../spec-support/ledger.js';

describe('company and preferences', () => {
  const single = async (bench: Bench, path: string, entity: string): Promise<QboRecord> =>
    (await bench.call('GET', path)).body[entity] as QboRecord;

  it('are read and queried; there is one of each [documented]', async () => {
    const bench = new Bench();
    for (const [path, entity] of [
      [`companyinfo/${REALM}`, 'CompanyInfo'],
      ['preferences', 'Preferences'],
    ] as const) {
      const record = await single(bench, path, entity);
      expect(await bench.query(`select * from ${entity}`)).toMatchObject({ [entity]: [record] });
      expect(await bench.refusal(entity, {})).toMatch(/^(500|2020)/);
      expect(await bench.refusal(entity, key(record), '?operation=delete')).toMatch(/^500/);
    }
  });

  it('the company’s name and address are needed in full updates; a sparse one changes what it sends [documented]', async () => {
    const bench = new Bench();
    const info = await single(bench, `companyinfo/${REALM}`, 'CompanyInfo');
    const sparse = await bench.post('CompanyInfo', { ...key(info), sparse: true, LegalName: 'Sand & Box' });
    expect(sparse).toMatchObject({
      LegalName: 'Sand & Box',
      CompanyName: info['CompanyName'],
      SyncToken: '1',
    });
    expect(sparse['NameValue']).toEqual(info['NameValue']);
    expect(await bench.refusal('CompanyInfo', { ...key(sparse), LegalName: 'X' })).toMatch(
      '2020: Required parameter CompanyName',
    );
    const full = { ...key(sparse), CompanyName: 'Box', CompanyAddr: { Line1: '1 Way' } };
    const updated = await bench.post('CompanyInfo', full);
    expect(updated).not.toHaveProperty('LegalName');
    expect(updated['NameValue']).toEqual(info['NameValue']);
  });

  it('a sparse update changes single preferences, and they take effect; read-only ones stay [documented]', async () => {
    const bench = new Bench();
    const before = await single(bench, 'preferences', 'Preferences');
    const sales = { AllowDiscount: false, AutoApplyCredit: true, CustomTxnNumbers: true };
    const after = await bench.post('Preferences', { ...key(before), sparse: true, SalesFormsPrefs: sales });
    expect(after['SalesFormsPrefs']).toEqual({
      ...(before['SalesFormsPrefs'] as object),
      AllowDiscount: false,
      CustomTxnNumbers: true,
    });
    expect(after['AccountingInfoPrefs']).toEqual(before['AccountingInfoPrefs']);
    const invoice = await bench.invoice(await bench.customer('Ann'), 1);
    expect(invoice).not.toHaveProperty('DocNumber');
    expect(
      await bench.refusal('Preferences', {
        ...key(after),
        sparse: true,
        SalesFormsPrefs: { AllowTips: true },
      }),
    ).toMatch(/^2010/);
    const term = { SalesFormsPrefs: { DefaultTerms: ref('999') } };
    expect(await bench.refusal('Preferences', { ...key(after), sparse: true, ...term })).toMatch(/^2500/);
  });

  it('other preferences are kept as a list of names and values or as an object that holds it [assumed]', async () => {
    const bench = new Bench();
    const pair = { Name: 'SalesFormsPrefs.DefaultItem', Value: '2' };
    for (const OtherPrefs of [[pair], { NameValue: [pair] }]) {
      const before = await single(bench, 'preferences', 'Preferences');
      const after = await bench.post('Preferences', { ...key(before), sparse: true, OtherPrefs });
      expect(after['OtherPrefs']).toEqual(OtherPrefs);
    }
  });
});
