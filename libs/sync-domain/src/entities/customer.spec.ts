import { describe, expect, it } from '@jest/globals';
import type { QboContent } from '../mapping.js';
import { mappingContext } from '../testing/mapping-context.js';
import { pretendQuickBooksStores } from '../testing/pretend-quickbooks.js';
import { customerMapping as customer, type BproCustomer } from './customer.js';

const bpro = (changes: Partial<BproCustomer> = {}): BproCustomer => ({
  displayName: 'Ann Lee',
  givenName: 'Ann',
  familyName: 'Lee',
  companyName: null,
  email: 'ann@example.com',
  phone: '555-0100',
  billingAddress: {
    line1: '1 Main St',
    line2: '',
    city: 'Ayr',
    region: 'NY',
    postalCode: '10001',
    country: 'US',
  },
  shippingAddress: null,
  salesTermId: '30',
  taxExempt: false,
  ...changes,
});

const qbo = (changes: QboContent = {}): QboContent => ({
  Id: '58',
  SyncToken: '3',
  MetaData: { CreateTime: '2026-01-05T09:00:00-08:00', LastUpdatedTime: '2026-02-01T10:00:00-08:00' },
  Active: true,
  DisplayName: 'Ann Lee',
  FullyQualifiedName: 'Lee Family:Ann Lee',
  GivenName: 'Ann',
  FamilyName: 'Lee',
  PrimaryEmailAddr: { Address: 'ann@example.com' },
  PrimaryPhone: { FreeFormNumber: '555-0100' },
  BillAddr: {
    Id: '96',
    Line1: '1 Main St',
    City: 'Ayr',
    CountrySubDivisionCode: 'NY',
    PostalCode: '10001',
    Country: 'US',
    Lat: '1',
  },
  SalesTermRef: { value: 'Q-30', name: 'Net 30' },
  Taxable: true,
  Balance: 12.5,
  ...changes,
});

const context = mappingContext();
const fieldsOf = (data: BproCustomer) => customer.fromBpro(data, context);
const problemsOf = (changes: Partial<BproCustomer>) =>
  customer
    .problems('qbo', fieldsOf(bpro(changes)), context, undefined)
    .map((p) => `${p.effect} ${p.code} ${p.field}`);

describe('customer', () => {
  it('F3 has the same fields from both sides, whatever else QuickBooks keeps', () => {
    expect(customer.fromQbo(qbo(), context)).toEqual(fieldsOf(bpro()));
  });

  it('F15 is one unit by its display name, sub-customer or not', () => {
    const [unit, ...more] = customer.units(qbo({ Job: true, ParentRef: { value: '3' } }));
    expect(more).toEqual([]);
    expect(unit).toMatchObject({
      id: '58',
      version: '3',
      state: 'active',
      createdAt: '2026-01-05T17:00:00.000Z',
    });
    expect(customer.qboKeys(qbo({ ParentRef: { value: '3' } }))).toContain('0:ann lee');
  });

  it('F3 was last edited at its creation while its SyncToken is 0', () => {
    expect(customer.units(qbo())[0]?.updatedAt).toBe('2026-02-01T18:00:00.000Z');
    expect(customer.units(qbo({ SyncToken: '0' }))[0]?.updatedAt).toBe('2026-01-05T17:00:00.000Z');
  });

  it('F8 an inactive record is inactive, and its suffix is no part of the name', () => {
    const inactive = qbo({ Active: false, DisplayName: 'Ann Lee (deleted)' });
    expect(customer.units(inactive)[0]?.state).toBe('inactive');
    expect(customer.fromQbo(inactive, context)['displayName']).toBe('Ann Lee');
    expect(customer.qboKeys(inactive)[0]).toBe('0:ann lee');
    expect(customer.fromQbo(qbo({ DisplayName: 'Ann Lee (deleted)' }), context)['displayName']).toBe(
      'Ann Lee (deleted)',
    );
  });

  it.each([
    ['everything', {}, ['0:ann lee', '1:ann@example.com|ann|lee']],
    [
      'another writing',
      { displayName: ' ANN  Lee', email: 'Ann@Example.com' },
      ['0:ann lee', '1:ann@example.com|ann|lee'],
    ],
    ['one name part', { givenName: null }, ['0:ann lee', '1:ann@example.com||lee']],
    ['no name part', { givenName: null, familyName: ' ' }, ['0:ann lee']],
    ['no e-mail', { email: null }, ['0:ann lee']],
  ])('F1 is recognised by display name, then e-mail with the same name parts: %s', (_case, changes, keys) => {
    expect(customer.bproKeys(bpro(changes))).toEqual(keys);
  });

  it.each([
    [{ displayName: 'Lee: Ann' }, ['block name-invalid displayName']],
    [{ givenName: 'An\tn' }, ['block name-invalid givenName']],
    [{ displayName: '   ' }, ['block value-unsupported displayName']],
    [{ displayName: 'x'.repeat(501) }, ['block value-too-long displayName']],
    [{ companyName: 'x'.repeat(101) }, ['block value-too-long companyName']],
    [{ phone: '1'.repeat(31) }, ['block value-too-long phone']],
    [{ email: `${'x'.repeat(100)}@example.com` }, ['block value-too-long email']],
    [{ email: 'ann at example' }, ['block email-invalid email']],
    [{ email: 'ann@example.com, lee@example.com' }, []],
    [{ displayName: 'Ann 🚲' }, ['note characters-unsupported displayName']],
    [{}, []],
  ])('F10 says before QuickBooks is asked what it would refuse: %j', (changes, expected) => {
    expect(problemsOf(changes)).toEqual(expected);
  });

  it('F10 an address of QuickBooks that is longer than BPro allows is said', () => {
    const long = qbo({ BillAddr: { Line1: 'a', Line2: 'x'.repeat(400), Line3: 'y'.repeat(400) } });
    const problems = customer.problems('bpro', customer.fromQbo(long, context), context, undefined);
    expect(problems).toEqual([{ code: 'value-too-long', field: 'billingAddress', effect: 'block' }]);
  });

  it('sends a new customer without what is blank', () => {
    expect(customer.toQbo(fieldsOf(bpro({ phone: null })), [], undefined, context)).toEqual({
      entity: 'Customer',
      body: {
        DisplayName: 'Ann Lee',
        GivenName: 'Ann',
        FamilyName: 'Lee',
        PrimaryEmailAddr: { Address: 'ann@example.com' },
        BillAddr: expect.objectContaining({ Line1: '1 Main St', CountrySubDivisionCode: 'NY', Line3: '' }),
        SalesTermRef: { value: 'Q-30' },
        Taxable: true,
      },
    });
  });

  it('F3 an update sends the changed fields only, and clears what became blank', () => {
    const fields = fieldsOf(
      bpro({ phone: null, email: null, givenName: null, billingAddress: null, salesTermId: null }),
    );
    const changed = ['phone', 'email', 'givenName', 'billingAddress', 'term'];
    const { body } = customer.toQbo(fields, changed, qbo(), context);
    expect(body).toEqual({
      PrimaryPhone: {},
      PrimaryEmailAddr: {},
      GivenName: '',
      BillAddr: {},
      SalesTermRef: { value: '' },
    });
    expect(customer.fromQbo(pretendQuickBooksStores('Customer', body, qbo()), context)).toEqual(fields);
  });

  it('F3 a shorter address leaves no line of the former one', () => {
    const five = qbo({ BillAddr: { Line1: 'c/o Bo', Line2: '1 Main St', Line3: 'Floor 2', City: 'Ayr' } });
    expect(customer.fromQbo(five, context)['billingAddress']).toMatchObject({
      line1: 'c/o Bo',
      line2: '1 Main St, Floor 2',
    });
    const fields = fieldsOf(bpro());
    const { body } = customer.toQbo(fields, ['billingAddress'], five, context);
    expect(customer.fromQbo(pretendQuickBooksStores('Customer', body, five), context)).toEqual(fields);
  });

  it('F5 a term that has no counterpart is left out and leaves the former one in place', () => {
    const without = mappingContext({ alone: ['rec-30'] });
    expect(customer.bproReferences(bpro(), without)).toEqual([
      { field: 'term', type: 'sales-term', sideId: '30', required: false },
    ]);
    expect(customer.toQbo(fieldsOf(bpro()), ['term', 'phone'], qbo(), without).body).toEqual({
      PrimaryPhone: { FreeFormNumber: '555-0100' },
    });
    expect(customer.toBpro(customer.fromQbo(qbo(), context), ['term'], bpro(), without)).toEqual({});
    expect(
      customer.toBpro(customer.fromQbo(qbo(), context), [], undefined, without)['salesTermId'],
    ).toBeNull();
  });

  it('gives BPro a whole new customer, or the changed fields', () => {
    const data = customer.toBpro(customer.fromQbo(qbo(), context), [], undefined, context);
    expect(customer.bproSchema.parse(data)).toEqual(bpro());
    expect(
      customer.toBpro(fieldsOf(bpro({ email: null, salesTermId: '15' })), ['email', 'term'], bpro(), context),
    ).toEqual({
      email: null,
      salesTermId: '15',
    });
  });

  it('F12 exemption is owned in the US only: elsewhere QuickBooks says Taxable false of everybody', () => {
    const canada = mappingContext({ company: { taxRegime: 'codes', country: 'CA' } });
    const fields = customer.fromQbo(qbo({ Taxable: false }), canada);
    expect(fields).not.toHaveProperty('taxExempt');
    expect(customer.toBpro(fields, [], undefined, canada)['taxExempt']).toBe(false);
    expect(customer.fromQbo(qbo({ Taxable: false }), context)['taxExempt']).toBe(true);
  });

  it('F15 a customer in a foreign currency is left out', () => {
    const reason = (currency: string) =>
      customer.leftOut?.({}, 'qbo', qbo({ CurrencyRef: { value: currency } }), context);
    expect(reason('EUR')).toBe('F15:foreign-currency');
    expect(reason('USD')).toBeUndefined();
  });
});
