import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TaxRegime } from '../company.js';
import { canonicalJson, type Fields } from '../fields.js';
import type { ComposeContext, QboContent } from '../mapping.js';
import { centsToText, lineAmount, toCents } from '../money.js';
import { bproInvoice, invoiceMapping, type BproInvoice } from './invoice.js';
import { aTax, linkedWorld, REGIMES } from '../testing/linked-world.js';
import { storeDocument, taxByRate } from '../testing/store-document.js';

const TAXES = {
  'tax/qbo/gst': aTax('gst', '5', '9.975'),
  'tax/qbo/city': aTax('city', '6.25', '1.125', '0.5'),
  'tax/qbo/nil': aTax('nil', '0'),
  'tax/qbo/zero': aTax('zero', '0'),
};

const worldOf = (taxRegime: TaxRegime, more: Parameters<typeof linkedWorld>[0] = {}): ComposeContext =>
  linkedWorld({ ...more, company: { taxRegime, ...more.company }, contents: { ...TAXES, ...more.contents } });

const decimal = (max: number, places: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max: 10 ** places - 1 }))
    .map(([whole, part]) => `${String(whole)}.${String(part).padStart(places, '0')}`);

const anyLine = fc
  .record({
    product: fc.integer({ min: 1, max: 4 }),
    description: fc.string({ maxLength: 12 }),
    quantity: fc.oneof(decimal(20, 2), decimal(3, 7), fc.constantFrom('1', '2', '0')),
    unitPrice: fc.oneof(decimal(500, 2), decimal(90, 5), fc.constantFrom('0.00', '19.99')),
    off: fc.constantFrom(0, 0, 0, 1, 17),
    taxable: fc.boolean(),
  })
  .map(({ product, off, ...line }) => ({
    ...line,
    id: 'x',
    productId: `b-${String(product)}`,
    amount: centsToText(lineAmount(line.quantity, line.unitPrice) + off),
  }));

const anyInvoice: fc.Arbitrary<BproInvoice> = fc
  .record({
    number: fc.stringMatching(/^[A-Z0-9-]{1,21}$/),
    lines: fc.array(anyLine, { minLength: 1, maxLength: 7 }),
    discountPart: fc.integer({ min: 0, max: 100 }),
    taxPart: fc.integer({ min: 0, max: 3000 }),
    taxGroupId: fc.constantFrom('b-gst', 'b-city', 'b-nil', 'b-zero', null),
    salesTermId: fc.constantFrom('b-net30', null),
    memo: fc.option(fc.string({ maxLength: 30 })),
  })
  .map(({ lines, discountPart, taxPart, ...rest }) => {
    const sum = lines.reduce((all, line) => all + toCents(line.amount), 0);
    const discount = discountPart > 60 ? 0 : Math.floor((sum * discountPart) / 100);
    const taxes = rest.taxGroupId !== null && lines.some((line) => line.taxable);
    const tax = taxes ? Math.floor(((sum - discount) * taxPart) / 10_000) : 0;
    return {
      ...rest,
      customerId: 'b-1',
      date: '2026-03-01',
      dueDate: '2026-03-31',
      lines: lines.map((line, i) => ({ ...line, id: `l${String(i)}` })),
      discount: centsToText(discount),
      taxTotal: centsToText(tax),
      total: centsToText(sum - discount + tax),
    };
  });

const blocking = (fields: Fields, context: ComposeContext, exists?: QboContent): string[] =>
  invoiceMapping
    .problems('qbo', fields, context, exists)
    .filter((p) => p.effect === 'block')
    .map((p) => p.code);

const compose = (
  fields: Fields,
  context: ComposeContext,
  exists?: QboContent,
  changed = Object.keys(fields),
) => invoiceMapping.toQbo(fields, changed, exists, context).body;

const ORDER: BproInvoice = {
  number: '1001',
  customerId: 'b-1',
  date: '2026-03-01',
  dueDate: '2026-03-31',
  salesTermId: null,
  taxGroupId: 'b-gst',
  lines: [
    {
      id: 'l1',
      productId: 'b-1',
      description: 'Kayak',
      quantity: '2',
      unitPrice: '50.00',
      amount: '100.00',
      taxable: true,
    },
    {
      id: 'l2',
      productId: 'b-2',
      description: 'Lesson',
      quantity: '1',
      unitPrice: '30.00',
      amount: '30.00',
      taxable: false,
    },
  ],
  discount: '13.00',
  taxTotal: '13.48',
  total: '130.48',
  memo: 'Thank you',
};

/** The order as QuickBooks holds it, with what a QuickBooks user put on it. */
function stored(
  context: ComposeContext,
  order: BproInvoice = ORDER,
  extra: Record<string, unknown> = {},
): QboContent {
  const answer = storeDocument(
    compose(invoiceMapping.fromBpro(order, context), context),
    context.company.taxRegime,
  );
  return { ...answer, ...extra };
}

describe('invoice', () => {
  describe.each(REGIMES)('in a company with sales tax %s', (regime) => {
    const context = worldOf(regime);

    it('E7 F7 reads back from QuickBooks exactly what was sent, to the cent, for any order', () => {
      fc.assert(
        fc.property(anyInvoice, (order) => {
          const fields = invoiceMapping.fromBpro(bproInvoice.parse(order), context);
          const expected = regime === 'off' && toCents(order.taxTotal) > 0 ? ['sales-tax-off'] : [];
          const found = blocking(fields, context);
          if (found.length > 0) return expect(found).toEqual(expect.arrayContaining(expected));
          const answer = storeDocument(compose(fields, context), regime);
          expect(toCents(answer['TotalAmt'] as number)).toBe(toCents(order.total));
          expect(invoiceMapping.fromQbo(answer, context)).toEqual(fields);
        }),
        { numRuns: 300 },
      );
    });

    it('E7 an import gives BPro an order that equals the QuickBooks invoice', () => {
      fc.assert(
        fc.property(anyInvoice, (order) => {
          const sent = invoiceMapping.fromBpro(order, context);
          if (blocking(sent, context).length > 0) return;
          const qbo = invoiceMapping.fromQbo(storeDocument(compose(sent, context), regime), context);
          expect(invoiceMapping.problems('bpro', qbo, context, undefined)).toEqual([]);
          const imported = invoiceMapping.toBpro(qbo, Object.keys(qbo), undefined, context);
          expect(invoiceMapping.fromBpro(bproInvoice.parse(imported), context)).toEqual(qbo);
        }),
      );
    });

    it('E7 a changed order replaces lines and tax and reads back equal, keeping what QuickBooks users entered', () => {
      fc.assert(
        fc.property(anyInvoice, anyInvoice, (before, after) => {
          const old = invoiceMapping.fromBpro(before, context);
          const next = invoiceMapping.fromBpro(after, context);
          if (blocking(old, context).length > 0 || blocking(next, context).length > 0) return;
          const answer = storeDocument(compose(old, context), regime);
          const text = {
            Id: '77',
            DetailType: 'DescriptionOnly',
            Description: 'Please pay soon',
            DescriptionLineDetail: {},
          };
          const existing = {
            ...answer,
            Line: [text, ...(answer['Line'] as QboContent[])],
            PrivateNote: 'Call first',
          };
          const changed = storeDocument(compose(next, context, existing), regime, existing);
          expect(invoiceMapping.fromQbo(changed, context)).toEqual(next);
          expect((changed['Line'] as QboContent[])[0]).toMatchObject({
            Id: '77',
            Description: 'Please pay soon',
          });
          expect(changed['PrivateNote']).toBe('Call first');
        }),
      );
    });
  });

  it('F7 the tax lines add up to the tax of the order where rounding each rate would lose a cent', () => {
    const context = worldOf('codes');
    const order = {
      ...ORDER,
      lines: [{ ...ORDER.lines[0]!, quantity: '1', unitPrice: '10.10', amount: '10.10' }],
      discount: '0.00',
    };
    const rounded = taxByRate(['5', '9.975'], 1010);
    expect(rounded).toBe(152);
    const taxed = { ...order, taxTotal: '1.51', total: '11.61' };
    const body = compose(invoiceMapping.fromBpro(taxed, context), context);
    const detail = body['TxnTaxDetail'] as { TotalTax: number; TaxLine: { Amount: number }[] };
    expect(detail.TotalTax).toBe(1.51);
    expect(detail.TaxLine.map((line) => line.Amount)).toEqual([0.5, 1.01]);
    expect(storeDocument(body, 'codes')['TotalAmt']).toBe(11.61);
  });

  it('F7 tax is spread over the taxed lines after their share of the discount', () => {
    const body = compose(invoiceMapping.fromBpro(ORDER, worldOf('manual')), worldOf('manual'));
    expect(body).toMatchObject({
      DocNumber: '1001',
      TxnDate: '2026-03-01',
      DueDate: '2026-03-31',
      ApplyTaxAfterDiscount: true,
      CustomerMemo: { value: 'Thank you' },
      TxnTaxDetail: {
        TxnTaxCodeRef: { value: 'q-gst' },
        TotalTax: 13.48,
        TaxLine: [
          {
            Amount: 4.5,
            TaxLineDetail: { TaxRateRef: { value: 'gst0' }, TaxPercent: 5, NetAmountTaxable: 90 },
          },
          {
            Amount: 8.98,
            TaxLineDetail: { TaxRateRef: { value: 'gst1' }, TaxPercent: 9.975, NetAmountTaxable: 90 },
          },
        ],
      },
    });
    const lines = body['Line'] as QboContent[];
    expect(lines[2]).toEqual({
      DetailType: 'DiscountLineDetail',
      Amount: 13,
      DiscountLineDetail: { DiscountAccountRef: { value: '86' }, PercentBased: false },
    });
  });

  it.each<[string, string, Partial<BproInvoice>, Parameters<typeof linkedWorld>[0], TaxRegime]>([
    ['F7', 'total-mismatch', { total: '130.49' }, {}, 'manual'],
    ['F10', 'value-too-long', { number: 'A'.repeat(22) }, {}, 'manual'],
    ['F10', 'closed-period', {}, { company: { bookCloseDate: '2026-03-01' } }, 'manual'],
    ['C9', 'discount-unavailable', {}, { company: { allowDiscount: false } }, 'manual'],
    ['F12', 'sales-tax-off', {}, {}, 'off'],
    ['F12', 'zero-tax-code-missing', {}, { company: { zeroTaxCodeId: undefined } }, 'codes'],
    ['F12', 'tax-unmappable', { taxGroupId: null }, {}, 'manual'],
  ])('%s is blocked with %s before QuickBooks is asked', (_rule, code, change, world, regime) => {
    const context = worldOf(regime, world);
    expect(blocking(invoiceMapping.fromBpro({ ...ORDER, ...change }, context), context)).toContain(code);
    expect(
      blocking(invoiceMapping.fromBpro({ ...ORDER, ...change }, worldOf('manual')), worldOf('manual')),
    ).toEqual(
      ['total-mismatch', 'value-too-long', 'tax-unmappable'].includes(code)
        ? expect.arrayContaining([code])
        : [],
    );
  });

  it('F10 a document moved out of a closed period is blocked as well', () => {
    const context = worldOf('manual', { company: { bookCloseDate: '2026-02-28' } });
    const exists = { ...stored(worldOf('manual')), TxnDate: '2026-02-15' };
    expect(blocking(invoiceMapping.fromBpro(ORDER, context), context, exists)).toEqual(['closed-period']);
  });

  it('a changed memo sends nothing but the memo', () => {
    const context = worldOf('manual');
    const fields = invoiceMapping.fromBpro({ ...ORDER, memo: null }, context);
    expect(compose(fields, context, stored(context), ['memo'])).toEqual({ CustomerMemo: { value: '' } });
  });

  it('F5 a removed term is cleared, and one that QuickBooks lacks is left out', () => {
    const context = worldOf('manual', { missing: ['sales-term/qbo/odd'] });
    const dates = { TxnDate: '2026-03-01', DueDate: '2026-03-31' };
    const none = invoiceMapping.fromBpro(ORDER, context);
    expect(compose(none, context, stored(context), ['term'])).toEqual({
      ...dates,
      SalesTermRef: { value: '' },
    });
    const odd = invoiceMapping.fromBpro({ ...ORDER, salesTermId: 'b-odd' }, context);
    expect(compose(odd, context, stored(context), ['term'])).toEqual(dates);
  });

  it('lines keep their id, class and service date when quantities change and others come and go', () => {
    const context = worldOf('manual');
    const before = stored(context);
    const [kayak, lesson, ...rest] = before['Line'] as { Id: string; SalesItemLineDetail: object }[];
    const users = { ClassRef: { value: '500' }, ServiceDate: '2026-02-20' };
    const existing = {
      ...before,
      Line: [
        kayak,
        { ...lesson, SalesItemLineDetail: { ...lesson!.SalesItemLineDetail, ...users } },
        ...rest,
      ],
    };
    const order = {
      ...ORDER,
      lines: [
        { ...ORDER.lines[0]!, id: 'l9', productId: 'b-3' },
        { ...ORDER.lines[1]!, quantity: '2', amount: '60.00' },
      ],
      total: '160.48',
    };
    const body = compose(invoiceMapping.fromBpro(order, context), context, existing, ['lines', 'total']);
    const lines = body['Line'] as QboContent[];
    expect(lines[0]).not.toHaveProperty('Id');
    expect(lines[1]).toMatchObject({ Id: lesson!.Id, Amount: 60, SalesItemLineDetail: { ...users, Qty: 2 } });
    expect(body).toHaveProperty('TxnTaxDetail.TotalTax', 13.48);
    expect(lines.every((line) => !('LineNum' in line) && !('CustomExtensions' in line))).toBe(true);
  });

  it('a changed line loses the amounts that QuickBooks derived from the old one', () => {
    const context = worldOf('manual');
    const before = stored(context);
    const derived = { TaxInclusiveAmt: 110, DiscountAmt: 1, DiscountRate: 1, ClassRef: { value: '500' } };
    const existing = {
      ...before,
      Line: (before['Line'] as { SalesItemLineDetail?: object }[]).map((line) =>
        line.SalesItemLineDetail
          ? { ...line, SalesItemLineDetail: { ...line.SalesItemLineDetail, ...derived } }
          : line,
      ),
    };
    const order = {
      ...ORDER,
      lines: [{ ...ORDER.lines[0]!, quantity: '3', amount: '150.00' }],
      total: '150.48',
    };
    const body = compose(invoiceMapping.fromBpro(order, context), context, existing, ['lines', 'total']);
    expect((body['Line'] as QboContent[])[0]?.['SalesItemLineDetail']).toEqual({
      ItemRef: { value: 'q-1' },
      Qty: 3,
      UnitPrice: 50,
      TaxCodeRef: { value: 'TAX' },
      ClassRef: { value: '500' },
    });
  });

  it('a text stays behind the line that it follows, and moves up when that line goes', () => {
    const context = worldOf('manual');
    const [kayak, lesson, ...rest] = stored(context)['Line'] as QboContent[];
    const text = (Id: string) => ({ Id, DetailType: 'DescriptionOnly', Description: `text ${Id}` });
    const existing = { ...stored(context), Line: [kayak, text('70'), lesson, text('71'), ...rest] };
    const idsFor = (lines: BproInvoice['lines']): unknown[] =>
      (
        compose(invoiceMapping.fromBpro({ ...ORDER, lines }, context), context, existing, ['lines'])[
          'Line'
        ] as QboContent[]
      )
        .filter((line) => line['DetailType'] !== 'DiscountLineDetail')
        .map((line) => line['Id']);
    const [first, second] = ORDER.lines;
    expect(idsFor([second!, first!])).toEqual([lesson!['Id'], '71', kayak!['Id'], '70']);
    expect(idsFor([first!])).toEqual([kayak!['Id'], '70', '71']);
    expect(idsFor([second!])).toEqual(['70', lesson!['Id'], '71']);
  });

  it('F7 charges are not changed where the QuickBooks document cannot be read exactly; other fields are', () => {
    const context = worldOf('codes');
    const code = (value: string) => ({
      Amount: 65,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: 'q-1' }, TaxCodeRef: { value } },
    });
    const mixed = { ...stored(context), Line: [code('q-gst'), code('q-city')] };
    const problems = invoiceMapping.problems('qbo', invoiceMapping.fromBpro(ORDER, context), context, mixed);
    expect(problems.map((p) => [p.code, p.field])).toEqual(
      ['lines', 'discount', 'taxGroup', 'taxTotal', 'total'].map((field) => ['tax-mixed', field]),
    );
  });

  it('F10 more lines than QuickBooks takes are blocked, and emoji are said', () => {
    const context = worldOf('manual');
    const lines = Array.from({ length: 751 }, (_, i) => ({
      ...ORDER.lines[1]!,
      id: String(i),
      amount: '0.00',
      quantity: '0',
    }));
    const order = { ...ORDER, lines, discount: '0.00', taxTotal: '0.00', total: '0.00', taxGroupId: null };
    expect(blocking(invoiceMapping.fromBpro(order, context), context)).toEqual(['value-too-long']);
    const smiling = invoiceMapping.fromBpro({ ...ORDER, memo: 'Thanks 😀' }, context);
    expect(invoiceMapping.problems('qbo', smiling, context, undefined)).toEqual([
      { code: 'characters-unsupported', field: 'memo', effect: 'note' },
    ]);
  });

  it('a discount in per cent stays one while it gives the same amount', () => {
    const context = worldOf('manual');
    const before = stored(context);
    const lines = (before['Line'] as QboContent[]).filter(
      (line) => line['DetailType'] !== 'DiscountLineDetail',
    );
    const percentage = {
      Amount: 13,
      DetailType: 'DiscountLineDetail',
      DiscountLineDetail: { PercentBased: true, DiscountPercent: 10, DiscountAccountRef: { value: '87' } },
    };
    const existing = { ...before, Line: [...lines, percentage] };
    const fields = invoiceMapping.fromBpro(ORDER, context);
    expect(invoiceMapping.fromQbo(existing, context)).toEqual(fields);
    const last = (discount: string): unknown => {
      const changed = invoiceMapping.fromBpro({ ...ORDER, discount }, context);
      return (compose(changed, context, existing, ['discount'])['Line'] as unknown[]).at(-1);
    };
    expect(last('13.00')).toEqual(percentage);
    expect(last('12.00')).toEqual({
      Amount: 12,
      DetailType: 'DiscountLineDetail',
      DiscountLineDetail: { PercentBased: false, DiscountAccountRef: { value: '87' } },
    });
  });
});

describe('an invoice from QuickBooks', () => {
  const sales = (amount: number, detail: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
    Amount: amount,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: detail,
    ...more,
  });
  const invoice = (
    line: readonly unknown[],
    total: number,
    more: Record<string, unknown> = {},
  ): QboContent => ({
    Id: '145',
    SyncToken: '0',
    MetaData: { CreateTime: '2026-03-01T08:00:00-08:00', LastUpdatedTime: '2026-03-05T08:00:00-08:00' },
    DocNumber: '1001',
    TxnDate: '2026-03-01',
    CustomerRef: { value: 'q-1' },
    TotalAmt: total,
    Line: line,
    ...more,
  });
  const item = { ItemRef: { value: 'q-1' }, TaxCodeRef: { value: 'NON' } };
  const importProblems = (content: QboContent, context: ComposeContext): string[] =>
    invoiceMapping
      .problems('bpro', invoiceMapping.fromQbo(content, context), context, undefined)
      .map((p) => p.code);

  it('F15 a bundle becomes its component lines; texts and subtotals are no lines', () => {
    const group = {
      DetailType: 'GroupLineDetail',
      GroupLineDetail: {
        GroupItemRef: { value: '30' },
        Line: [sales(10, item), sales(5, { ...item, ItemRef: { value: 'q-2' } })],
      },
    };
    const text = { DetailType: 'DescriptionOnly', Description: 'Season set', DescriptionLineDetail: {} };
    const subtotal = { Amount: 15, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} };
    const empty = sales(0, {}, { Description: 'a note' });
    const context = worldOf('manual');
    const content = invoice([text, group, empty, subtotal], 15);
    expect(invoiceMapping.fromQbo(content, context)['lines']).toEqual([
      { product: '1', description: '', quantity: '1', unitPrice: '10', amount: 1000, taxable: false },
      { product: '2', description: '', quantity: '1', unitPrice: '5', amount: 500, taxable: false },
    ]);
    expect(importProblems(content, context)).toEqual([]);
  });

  it('F15 an unchanged bundle stays a bundle when another line is added, and is dissolved when it changes', () => {
    const context = worldOf('manual');
    const part = (id: string, amount: number) =>
      sales(amount, { ...item, ItemRef: { value: `q-${id}` }, Qty: 1, UnitPrice: amount });
    const group = {
      Id: '5',
      DetailType: 'GroupLineDetail',
      GroupLineDetail: { GroupItemRef: { value: '30' }, Quantity: 1, Line: [part('1', 10), part('2', 5)] },
    };
    const existing = invoice([group], 15);
    const line = (product: string, price: string) => ({
      id: product,
      productId: `b-${product}`,
      description: '',
      quantity: '1',
      unitPrice: price,
      amount: price,
      taxable: false,
    });
    const order = (lines: ReturnType<typeof line>[], total: string): Fields =>
      invoiceMapping.fromBpro(
        { ...ORDER, taxGroupId: null, discount: '0.00', taxTotal: '0.00', lines, total },
        context,
      );
    const added = order([line('3', '7.00'), line('1', '10.00'), line('2', '5.00')], '22.00');
    const kept = compose(added, context, existing, ['lines', 'total']);
    expect((kept['Line'] as unknown[])[1]).toEqual(group);
    expect(invoiceMapping.fromQbo(storeDocument(kept, 'manual', existing), context)['lines']).toEqual(
      added['lines'],
    );
    const changed = order([line('1', '10.00'), line('2', '6.00')], '16.00');
    const dissolved = compose(changed, context, existing, ['lines', 'total'])['Line'] as QboContent[];
    expect(dissolved.map((l) => l['DetailType'])).toEqual(['SalesItemLineDetail', 'SalesItemLineDetail']);
  });

  it.each<[string, string, QboContent, TaxRegime]>([
    ['F7', 'line-without-product', invoice([sales(10, { TaxCodeRef: { value: 'NON' } })], 10), 'manual'],
    [
      'F7',
      'line-without-product',
      invoice([sales(10, { ItemRef: { value: 'SHIPPING_ITEM_ID' } })], 10),
      'manual',
    ],
    ['F7', 'line-without-product', invoice([], 0), 'manual'],
    ['F7', 'negative-amount', invoice([sales(10, item), sales(-3, item)], 7), 'manual'],
    ['F7', 'total-mismatch', invoice([sales(10, item)], 11), 'manual'],
    ['F10', 'invoice-number-unusable', invoice([sales(10, item)], 10, { DocNumber: undefined }), 'manual'],
    [
      'F12',
      'tax-mixed',
      invoice(
        [
          sales(10, { ...item, TaxCodeRef: { value: 'q-gst' } }),
          sales(10, { ...item, TaxCodeRef: { value: 'q-city' } }),
        ],
        22.28,
        { TxnTaxDetail: { TotalTax: 2.28 } },
      ),
      'codes',
    ],
    [
      'F7',
      'tax-inclusive',
      invoice([sales(10, { ...item, TaxCodeRef: { value: 'q-unknown' } })], 10, {
        GlobalTaxCalculation: 'TaxInclusive',
        TxnTaxDetail: { TotalTax: 0.5 },
      }),
      'codes',
    ],
  ])('%s is not imported with %s', (_rule, code, content, regime) => {
    expect(importProblems(content, worldOf(regime))).toContain(code);
  });

  it('F7 amounts that include tax are made net where that is exact', () => {
    const context = worldOf('codes', { contents: { 'tax/qbo/vat': aTax('vat', '20') } });
    const vat = { ItemRef: { value: 'q-1' }, TaxCodeRef: { value: 'q-vat' } };
    const inclusive = { GlobalTaxCalculation: 'TaxInclusive', TxnTaxDetail: { TotalTax: 20 } };
    const gross = invoice([sales(120, vat)], 120, inclusive);
    const net = invoice([sales(100, { ...vat, TaxInclusiveAmt: 120 })], 120, inclusive);
    for (const content of [gross, net]) {
      expect(importProblems(content, context)).toEqual([]);
      expect(invoiceMapping.fromQbo(content, context)).toMatchObject({
        lines: [{ amount: 10_000, unitPrice: '100', taxable: true }],
        taxTotal: 2000,
        total: 12_000,
        taxGroup: 'vat',
      });
    }
  });

  it('F12 codes at zero per cent beside the one that taxes leave their lines untaxed', () => {
    const context = worldOf('codes');
    const code = (value: string) => sales(10, { ...item, TaxCodeRef: { value } });
    const fields = invoiceMapping.fromQbo(
      invoice([code('q-gst'), code('q-nil'), code('q-zero')], 30),
      context,
    );
    expect(fields).toMatchObject({
      taxGroup: 'gst',
      lines: [{ taxable: true }, { taxable: false }, { taxable: false }],
    });
    const alone = invoiceMapping.fromQbo(invoice([code('q-nil'), code('q-zero')], 20), context);
    expect(alone).toMatchObject({ taxGroup: 'nil', lines: [{ taxable: true }, { taxable: false }] });
  });

  it('F5 names customer, products and tax as needed, the term as optional', () => {
    const content = invoice([sales(10, { ...item, TaxCodeRef: { value: 'TAX' } })], 10.5, {
      SalesTermRef: { value: 'q-3' },
      TxnTaxDetail: { TxnTaxCodeRef: { value: 'q-gst' }, TotalTax: 0.5 },
    });
    expect(invoiceMapping.qboReferences(content, worldOf('manual'))).toEqual([
      { field: 'customer', type: 'customer', sideId: 'q-1', required: true },
      { field: 'term', type: 'sales-term', sideId: 'q-3', required: false },
      { field: 'taxGroup', type: 'tax', sideId: 'q-gst', required: true },
      { field: 'lines', type: 'product', sideId: 'q-1', required: true },
    ]);
    expect(invoiceMapping.bproReferences({ ...ORDER, salesTermId: 'b-3' }, worldOf('manual'))).toEqual([
      { field: 'customer', type: 'customer', sideId: 'b-1', required: true },
      { field: 'term', type: 'sales-term', sideId: 'b-3', required: false },
      { field: 'taxGroup', type: 'tax', sideId: 'b-gst', required: true },
      { field: 'lines', type: 'product', sideId: 'b-1', required: true },
      { field: 'lines', type: 'product', sideId: 'b-2', required: true },
    ]);
    expect(invoiceMapping.bproReferences(ORDER, worldOf('automated')).map((r) => r.type)).not.toContain(
      'tax',
    );
  });

  it('F15 a document in a foreign currency is left out', () => {
    const context = worldOf('manual');
    const left = (currency: string) => {
      const content = invoice([sales(10, item)], 10, { CurrencyRef: { value: currency } });
      return invoiceMapping.leftOut?.(invoiceMapping.fromQbo(content, context), 'qbo', content, context);
    };
    expect(left('EUR')).toBe('F15:foreign-currency');
    expect(left('USD')).toBeUndefined();
  });

  it('F8 a voided invoice is recognised; F3 one that was never edited counts from its creation', () => {
    const voided = invoice([sales(0, item)], 0, { SyncToken: '2', PrivateNote: 'Voided - wrong customer' });
    expect(invoiceMapping.units(voided)).toMatchObject([
      { id: '145', version: '2', state: 'voided', updatedAt: '2026-03-05T16:00:00.000Z' },
    ]);
    expect(invoiceMapping.units(invoice([sales(10, item)], 10))).toMatchObject([
      { state: 'active', updatedAt: '2026-03-01T16:00:00.000Z' },
    ]);
  });

  it('F1 matches by number with the same customer', () => {
    const context = worldOf('manual');
    const content = invoice([sales(10, item)], 10, { DocNumber: ' inv-1 ' });
    expect(invoiceMapping.qboKeys(content)).toEqual(invoiceMapping.bproKeys({ ...ORDER, number: 'INV-1' }));
    expect(invoiceMapping.qboKeys({ ...content, DocNumber: undefined })).toEqual([]);
    const qbo = invoiceMapping.fromQbo(content, context);
    const same = (customerId: string) =>
      invoiceMapping.identifies(0, invoiceMapping.fromBpro({ ...ORDER, customerId }, context), qbo);
    expect([same('b-1'), same('b-2')]).toEqual([true, false]);
  });

  it('an order in BPro keeps the ids of its lines when QuickBooks changes them', () => {
    const context = worldOf('manual');
    const fields = {
      ...invoiceMapping.fromBpro(ORDER, context),
      lines: [
        { product: '2', description: 'Lesson', quantity: '3', unitPrice: '30', amount: 9000, taxable: false },
        { product: '1', description: 'Kayak', quantity: '2', unitPrice: '50', amount: 10_000, taxable: true },
        { product: '7', description: '', quantity: '1', unitPrice: '1', amount: 100, taxable: true },
      ],
    };
    const data = invoiceMapping.toBpro(fields, ['lines'], ORDER, context);
    expect(Object.keys(data)).toEqual(['lines']);
    expect((data['lines'] as { id: string }[]).map((line) => line.id)).toEqual(['l2', 'l1', '1']);
    expect((data['lines'] as unknown[])[1]).toEqual(ORDER.lines[0]);
  });

  it('compared forms are plain values: equal whatever order their properties have', () => {
    const fields = invoiceMapping.fromBpro(ORDER, worldOf('manual'));
    expect(canonicalJson(JSON.parse(JSON.stringify(fields)))).toBe(canonicalJson(fields));
  });
});
