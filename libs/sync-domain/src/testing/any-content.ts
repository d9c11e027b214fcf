import fc from 'fast-check';
import type { QboContent } from '../mapping.js';
import type { RecordType } from '../record-types.js';
import { anyDocument } from './any-document.js';
import { blankOr, contentsOf, EURO, given, ref, type Contents } from './any-pair.js';
import { bproCustomerOf, bproProductOf, qboCustomerOf, qboProductOf } from './records.js';

const qboList = (content: QboContent): QboContent => {
  const { SyncToken, MetaData } = qboCustomerOf();
  return given({ SyncToken, MetaData, ...content });
};

const name = fc.constantFrom('Ann Lee', 'ann  LEE', 'Ben', 'a:b', 'Straße 🚲', ' ', 'x'.repeat(100));
const longName = fc.oneof(name, fc.constant('x'.repeat(101)));
/** QuickBooks keeps no name without letters. */
const kept = (text: string): string => text.trim() || 'Nobody';
/** Percentage and days change together: QuickBooks keeps no days of a discount of nothing. */
const discount = fc.constantFrom([null, null], ['2.50', 10], ['3', 20] as const);
const price = blankOr('0', '40', '19.99');
const itemType = (kind: string, tracked: boolean): string =>
  kind === 'service' ? 'Service' : tracked ? 'Inventory' : 'NonInventory';

/** Contents of every record type. */
export const anyContents: Readonly<Record<RecordType, fc.Arbitrary<Contents>>> = {
  'sales-term': contentsOf(
    { name, dueDays: fc.constantFrom(0, 30), discount },
    ({ discount: [discountPercent, discountDays], ...t }) => ({ ...t, discountPercent, discountDays }),
    (t) =>
      qboList({
        Name: kept(t.name),
        DueDays: t.dueDays,
        DiscountPercent: Number(t.discount[0] ?? 0),
        DiscountDays: t.discount[1],
      }),
    [{ Type: 'DATE_DRIVEN', DayOfMonthDue: 5 }],
  ),
  'payment-method': contentsOf(
    { name, kind: fc.constantFrom('card', 'other') },
    (m) => m,
    (m) => qboList({ Name: kept(m.name), Type: m.kind === 'card' ? 'CREDIT_CARD' : 'NON_CREDIT_CARD' }),
  ),
  tax: contentsOf(
    { name, percents: fc.subarray(['0', '5', '8.25']), agency: fc.constantFrom('City', 'Elsewhere') },
    (t) => ({
      name: t.name,
      rates: t.percents.map((p) => ({ name: `Rate ${p}`, percent: p, agency: t.agency })),
    }),
    (t) =>
      qboList({
        Name: kept(t.name),
        _rates: t.percents.map((p) => ({ id: p, name: `Rate ${p}`, percent: p, agency: t.agency })),
      }),
    [{ SalesTaxRateList: { TaxRateDetail: [{ TaxTypeApplicable: 'TaxOnTax' }] } }, { Hidden: true }],
  ),
  'product-category': contentsOf(
    { name: longName, parentId: blankOr('k1', 'k2', 'k5') },
    (c) => c,
    (c) =>
      qboList({
        Type: 'Category',
        Name: kept(c.name),
        SubItem: c.parentId !== null,
        ParentRef: ref(c.parentId),
      }),
  ),
  product: contentsOf(
    {
      name: longName,
      number: blankOr('H-1', 'h-1', 'H-2'),
      kind: fc.constantFrom('retail', 'rental', 'service'),
      tracksInventory: fc.boolean(),
      cost: price,
      price,
      categoryId: blankOr('k1', 'k2'),
      taxable: fc.boolean(),
    },
    (p) => bproProductOf(p),
    (p) =>
      given(
        qboProductOf({
          Name: kept(p.name),
          Type: itemType(p.kind, p.tracksInventory),
          Sku: p.number,
          UnitPrice: Number(p.price ?? 0),
          PurchaseCost: Number(p.cost ?? 0),
          SubItem: p.categoryId !== null,
          ParentRef: ref(p.categoryId),
          Taxable: p.taxable,
        }),
      ),
    [{ UnitPrice: -1 }],
  ),
  customer: contentsOf(
    {
      displayName: longName,
      email: blankOr('ann@example.com', 'ben@example.com', 'nobody'),
      phone: blankOr('555', '5'.repeat(31)),
      companyName: blankOr('Lee Ltd', 'a:b'),
      salesTermId: blankOr('t', 't2'),
      taxExempt: fc.boolean(),
    },
    (c) => bproCustomerOf(c),
    (c) =>
      given(
        qboCustomerOf({
          DisplayName: kept(c.displayName),
          PrimaryEmailAddr: { Address: c.email ?? '' },
          PrimaryPhone: { FreeFormNumber: c.phone ?? '' },
          CompanyName: c.companyName,
          SalesTermRef: ref(c.salesTermId),
          Taxable: !c.taxExempt,
        }),
      ),
    [EURO, { Balance: 5 }],
  ),
  ...anyDocument,
};
