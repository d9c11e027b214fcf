import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../model/record.js';
import { Bench, paying, REALM, salesLine } from '../spec-support/in-process.js';
import { CompanyFileError } from './company-files.js';
import { inferProfile } from './infer-profile.js';

const META = { CreateTime: '2020-02-03T04:05:06-08:00', LastUpdatedTime: '2021-02-03T04:05:06-08:00' };
const CUSTOMER: QboRecord = {
  Id: '55',
  SyncToken: '7',
  DisplayName: 'Exported Ltd',
  FullyQualifiedName: 'Exported Ltd',
  Active: true,
  Balance: 20,
  BalanceWithJobs: 20,
  MetaData: META,
  AppOnlyField: 'kept',
};
const INVOICE: QboRecord = {
  Id: '900',
  SyncToken: '2',
  DocNumber: '1500',
  TxnDate: '2021-01-01',
  CustomerRef: { value: '55' },
  TotalAmt: 20,
  Balance: 20,
  LinkedTxn: [],
  Line: [salesLine(20, { ItemRef: { value: '404' } })],
  MetaData: META,
};

describe('loading a company from a folder', () => {
  let folder: string;
  const put = (entity: string, content: unknown): void => {
    writeFileSync(
      join(folder, `${entity}.json`),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
  };
  const load = (bench: Bench) => bench.simulator.loadCompany(folder, { realmId: REALM });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'qbo-company-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('keeps ids, tokens, dates and unknown fields, and says what is odd', async () => {
    put('Customer', [CUSTOMER]);
    put('Invoice', [INVOICE]);
    const bench = new Bench();
    const report = load(bench);
    expect(report).toMatchObject({
      profile: 'us-automated',
      loaded: { Customer: 1, Invoice: 1 },
      stock: expect.arrayContaining(['Account', 'Item', 'TaxCode', 'CompanyInfo']),
      danglingReferences: [
        { entity: 'Invoice', id: '900', field: 'Line.SalesItemLineDetail.ItemRef', to: 'Item', value: '404' },
      ],
      unknownFields: [{ entity: 'Customer', field: 'AppOnlyField', records: 1 }],
    });
    expect(await bench.get('Customer', '55')).toMatchObject({ ...CUSTOMER });
    expect(await bench.get('Invoice', '900')).toMatchObject({ SyncToken: '2', MetaData: META });
  });

  it('goes on above the ids and numbers that are there', async () => {
    put('Customer', [CUSTOMER]);
    put('Invoice', [INVOICE]);
    const bench = new Bench();
    load(bench);
    expect(await bench.customer('Next')).toBe('56');
    expect(await bench.invoice('55', 1)).toMatchObject({ Id: '901', DocNumber: '1501' });
  });

  it('the loaded records live on: paid, edited in full with their unknown field, and posted', async () => {
    put('Customer', [CUSTOMER]);
    put('Invoice', [INVOICE]);
    const bench = new Bench();
    load(bench);
    await bench.post('Payment', { CustomerRef: { value: '55' }, TotalAmt: 5, Line: [paying('900', 5)] });
    expect(await bench.get('Invoice', '900')).toMatchObject({ Balance: 15, SyncToken: '3' });
    const read = await bench.get('Customer', '55');
    expect(read).toMatchObject({ Balance: 15 });
    const edited = await bench.post('Customer', { ...(read as QboRecord), Notes: 'edited' });
    expect(edited).toMatchObject({ Notes: 'edited', SyncToken: '8', AppOnlyField: 'kept' });
    expect(
      await bench.post('Invoice', { Id: '900', SyncToken: '3', sparse: true, PrivateNote: 'n' }),
    ).toMatchObject({
      TotalAmt: 20,
      SyncToken: '4',
    });
  });

  it('stock items use an income account that was loaded', async () => {
    put('Account', [
      { Id: '7', Name: 'Sales', AccountType: 'Income', AccountSubType: 'SalesOfProductIncome' },
    ]);
    const bench = new Bench();
    expect(load(bench).danglingReferences).toEqual([]);
    expect(await bench.get('Item', '1')).toMatchObject({ IncomeAccountRef: { value: '7', name: 'Sales' } });
  });

  it('names file, index and field of what is corrupt', () => {
    const bench = new Bench();
    const failing = (content: unknown): string => {
      put('Customer', content);
      try {
        load(bench);
        return 'loaded';
      } catch (error) {
        if (error instanceof CompanyFileError) return error.message;
        throw error;
      }
    };
    expect(failing('[{')).toMatch(/^Customer\.json: not JSON/);
    expect(failing('')).toBe('Customer.json: not JSON (Unexpected end of JSON input)');
    expect(failing({ Id: '1' })).toBe('Customer.json: must be an array of Customer objects');
    expect(failing([CUSTOMER, 5])).toBe('Customer.json[1]: must be an object');
    expect(failing([CUSTOMER, { DisplayName: 'x' }])).toBe('Customer.json[1].Id: is missing or no string');
    expect(failing([CUSTOMER, CUSTOMER])).toBe('Customer.json[1].Id: "55" is already the Id of index 0');
  });

  it('does not repeat what stands in a broken file: that is somebody’s data', () => {
    put('Customer', '[{"DisplayName":"Secret Ltd"} "PrimaryEmailAddr"]');
    expect(() => load(new Bench())).toThrow(/^Customer\.json: not JSON \((?!.*(Secret|Email)).*\)$/);
  });

  const WRONG: [string, QboRecord, string][] = [
    ['Customer', { DisplayName: {} }, 'DisplayName: must be a string'],
    ['Customer', { Balance: 'much' }, 'Balance: must be a number'],
    ['Customer', { Active: 'perhaps' }, 'Active: must be true or false'],
    ['Customer', { BillAddr: 'Main Street' }, 'BillAddr: must be an object'],
    ['Customer', { SalesTermRef: '3' }, 'SalesTermRef: must be a reference {"value": "…"}'],
    ['Customer', { SyncToken: 'first' }, 'SyncToken: must be a whole number as a string'],
    ['Customer', { MetaData: { CreateTime: 'lately' } }, 'MetaData.CreateTime: must be a time (ISO 8601)'],
    ['Invoice', { Line: { Amount: 5 } }, 'Line: must be an array'],
    ['Invoice', { Line: ['x'] }, 'Line[0]: must be an object'],
    ['Invoice', { Line: [{ Amount: '5 dollars' }] }, 'Line[0].Amount: must be a number'],
    ['Invoice', { TxnDate: '31/12/2025' }, 'TxnDate: must be a date (YYYY-MM-DD)'],
    ['Invoice', { TotalAmt: [] }, 'TotalAmt: must be a number'],
    ['Payment', { LinkedTxn: 'none' }, 'LinkedTxn: must be an array'],
  ];
  it.each(WRONG)('%s with %j: the property of the wrong kind is named', (entity, wrong, reason) => {
    put(entity, [{ Id: '1', ...wrong }]);
    expect(() => load(new Bench())).toThrow(`${entity}.json[0].${reason}`);
  });

  it('a folder that cannot be used is named with its reason', () => {
    const { simulator } = new Bench();
    const loading = (path: string) => () => simulator.loadCompany(path, { realmId: REALM });
    expect(loading(join(folder, 'none'))).toThrow(`${join(folder, 'none')}: there is no such folder`);
    put('Notes', []);
    expect(loading(join(folder, 'Notes.json'))).toThrow('Notes.json: is a file, not a folder');
    expect(loading(folder)).toThrow(`${folder}: no file of a record type, such as Customer.json`);
    mkdirSync(join(folder, 'Customer.json'));
    expect(loading(folder)).toThrow('Customer.json: cannot be read (EISDIR)');
  });

  it('takes file names in any case, refuses a type twice and reports files that it does not know', () => {
    put('customer', [CUSTOMER]);
    put('Budget', []);
    const bench = new Bench();
    expect(load(bench)).toMatchObject({ loaded: { Customer: 1 }, ignoredFiles: ['Budget.json'] });
    put('CUSTOMER', []);
    expect(() => load(bench)).toThrow('customer.json: CUSTOMER.json holds the same record type');
  });

  it('takes numbers and flags that come as text, as the API does, and leaves nulls out', async () => {
    put('Customer', [
      { ...CUSTOMER, Balance: '20.50', Active: 'true', Notes: null, Mobile: { FreeFormNumber: 555 } },
    ]);
    const bench = new Bench();
    load(bench);
    const read = await bench.get('Customer', '55');
    expect(read).toMatchObject({ Balance: 20.5, Active: true, Mobile: { FreeFormNumber: '555' } });
    expect(read).not.toHaveProperty('Notes');
  });

  it('reports links between transactions, tax codes and references of bills that lead nowhere', () => {
    const LinkedTxn = [
      { TxnId: '901', TxnType: 'Payment' },
      { TxnId: '7', TxnType: 'Expense' },
    ];
    const Line = [
      salesLine(20, { TaxCodeRef: { value: '9' } }),
      salesLine(1, { TaxCodeRef: { value: 'NON' } }),
    ];
    put('Invoice', [{ ...INVOICE, CustomerRef: { value: '' }, LinkedTxn, Line }]);
    put('Payment', [{ Id: '902', TotalAmt: 5, Line: [paying('903', 5)] }]);
    put('Bill', [{ Id: '904', VendorRef: { value: '66' } }]);
    const { danglingReferences } = load(new Bench());
    expect(danglingReferences.map(({ entity, field, to, value }) => [entity, field, to, value])).toEqual([
      ['Invoice', 'LinkedTxn', 'Payment', '901'],
      ['Invoice', 'Line.SalesItemLineDetail.TaxCodeRef', 'TaxCode', '9'],
      ['Payment', 'Line.LinkedTxn', 'Invoice', '903'],
      ['Bill', 'VendorRef', 'Vendor', '66'],
    ]);
  });

  it('preferences keep what they say and get the groups that they lack', async () => {
    put('Preferences', [{ SyncToken: '4', SalesFormsPrefs: { CustomTxnNumbers: true } }]);
    put('CompanyInfo', [{ CompanyName: 'Partly Known', Country: 'CA' }]);
    const bench = new Bench();
    expect(load(bench)).toMatchObject({ name: 'Partly Known', profile: 'ca', danglingReferences: [] });
    const { Preferences } = (await bench.call('GET', 'preferences')).body;
    expect(Preferences).toMatchObject({
      SyncToken: '4',
      SalesFormsPrefs: { CustomTxnNumbers: true },
      ProductAndServicesPrefs: { QuantityOnHand: true },
      CurrencyPrefs: { HomeCurrency: { value: 'CAD' } },
    });
    expect((Preferences as QboRecord)['SalesFormsPrefs']).not.toHaveProperty('DefaultTerms');
    expect(await bench.post('Item', { Name: 'Hats', Type: 'Category' })).toMatchObject({ Type: 'Category' });
  });

  it('a company put in another one’s place knows none of its requestids', async () => {
    const bench = new Bench();
    await bench.post('Customer', { DisplayName: 'Before' }, '?requestid=r1');
    put('Customer', [CUSTOMER]);
    load(bench);
    const after = await bench.post('Customer', { DisplayName: 'After' }, '?requestid=r1');
    expect(after).toMatchObject({ Id: '56', DisplayName: 'After' });
  });

  it('a company that could not be loaded leaves the old one in place', () => {
    const bench = new Bench();
    put('Customer', '[');
    expect(() => load(bench)).toThrow(CompanyFileError);
    expect(bench.simulator.company(REALM).profile).toBe('us-manual');
  });
});

describe('the profile of a loaded company', () => {
  const infer = (records: Record<string, QboRecord[]>): string =>
    inferProfile(new Map(Object.entries(records)) as never);

  it('follows its country, then its currency, then its taxes', () => {
    expect(infer({ CompanyInfo: [{ Country: 'CAN' }] })).toBe('ca');
    expect(infer({ CompanyInfo: [{ Country: 'GB' }] })).toBe('uk');
    expect(infer({ Preferences: [{ CurrencyPrefs: { HomeCurrency: { value: 'CAD' } } }] })).toBe('ca');
    expect(infer({ TaxRate: [{ Id: '1', Name: 'HST ON' }] })).toBe('ca');
    expect(infer({ TaxCode: [{ Id: '2', Name: '20.0% S' }] })).toBe('uk');
  });

  it('a US company has automated tax when its preferences or codes say so', () => {
    const US = { Country: 'US' };
    expect(infer({ CompanyInfo: [US], Preferences: [{ TaxPrefs: { PartnerTaxEnabled: true } }] })).toBe(
      'us-automated',
    );
    expect(infer({ CompanyInfo: [US], Preferences: [{ TaxPrefs: { UsingSalesTax: true } }] })).toBe(
      'us-manual',
    );
    const off = { TaxPrefs: { PartnerTaxEnabled: false } };
    expect(
      infer({ Preferences: [off], TaxCode: [{ Id: 'TAX', TaxCodeConfigType: 'SYSTEM_GENERATED' }] }),
    ).toBe('us-manual');
    const kept = { Id: '2', Name: 'California', SalesTaxRateList: { TaxRateDetail: [] } };
    expect(infer({ CompanyInfo: [US], TaxCode: [{ Id: 'TAX' }, kept] })).toBe('us-manual');
    expect(infer({ CompanyInfo: [US], TaxCode: [{ ...kept, TaxCodeConfigType: 'SYSTEM_GENERATED' }] })).toBe(
      'us-automated',
    );
    expect(infer({ Customer: [] })).toBe('us-automated');
  });
});
