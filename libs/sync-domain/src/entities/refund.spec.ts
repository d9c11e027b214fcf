import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TaxRegime } from '../company.js';
import type { Fields } from '../fields.js';
import type { ComposeContext, QboContent } from '../mapping.js';
import { centsToText, toCents } from '../money.js';
import { aTax, linkedWorld, REGIMES } from '../testing/linked-world.js';
import { storeDocument } from '../testing/store-document.js';
import { assignRefund, refundText, type RefundCandidate } from './assign-refund.js';
import type { BproInvoice } from './invoice.js';
import { refundParts } from './refund-lines.js';
import { refundMapping, bproRefund, type BproRefund } from './refund.js';

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
      description: '',
      quantity: '1',
      unitPrice: '100.00',
      amount: '100.00',
      taxable: true,
    },
    {
      id: 'l2',
      productId: 'b-2',
      description: '',
      quantity: '1',
      unitPrice: '50.00',
      amount: '50.00',
      taxable: false,
    },
  ],
  discount: '15.00',
  taxTotal: '13.48',
  total: '148.48',
  memo: null,
};

const REFUND: BproRefund = {
  customerId: 'b-1',
  invoiceId: 'b-7',
  paymentId: 'b-8',
  methodId: 'b-cash',
  date: '2026-03-09',
  amount: '74.24',
  reference: 'R-5',
  note: 'broken',
};

const worldOf = (
  taxRegime: TaxRegime,
  order: BproInvoice = ORDER,
  more: Parameters<typeof linkedWorld>[0] = {},
): ComposeContext =>
  linkedWorld({
    ...more,
    company: { taxRegime, ...more.company },
    settings: { refundAccountId: '35', ...more.settings },
    contents: { 'tax/qbo/gst': aTax('gst', '5', '9.975'), 'invoice/bpro/7': order, ...more.contents },
  });

const compose = (
  data: BproRefund,
  context: ComposeContext,
  exists?: QboContent,
  changed?: string[],
): QboContent => {
  const fields = refundMapping.fromBpro(data, context);
  return refundMapping.toQbo(fields, changed ?? Object.keys(fields), exists, context).body;
};

const codes = (data: BproRefund, context: ComposeContext, exists?: QboContent): string[] =>
  refundMapping.problems('qbo', refundMapping.fromBpro(data, context), context, exists).map((p) => p.code);

describe('a refund for QuickBooks', () => {
  it('F11 C4 gives back of the order in proportion, out of the refund account', () => {
    const line = (amount: number, code: string) => ({
      DetailType: 'SalesItemLineDetail',
      Amount: amount,
      Description: 'Refund of order 1001',
      SalesItemLineDetail: {
        ItemRef: { value: '90' },
        Qty: 1,
        UnitPrice: amount,
        TaxCodeRef: { value: code },
      },
    });
    expect(compose(REFUND, worldOf('manual'))).toMatchObject({
      DepositToAccountRef: { value: '35' },
      CustomerRef: { value: 'q-1' },
      TxnDate: '2026-03-09',
      PaymentMethodRef: { value: 'q-cash' },
      PaymentRefNum: 'R-5',
      PrivateNote: '[BPro r1]',
      Line: [line(45, 'TAX'), line(22.5, 'NON')],
      TxnTaxDetail: {
        TxnTaxCodeRef: { value: 'q-gst' },
        TotalTax: 6.74,
        TaxLine: [{ Amount: 2.25 }, { Amount: 4.49 }],
      },
    });
  });

  it.each(REGIMES)(
    'E7 F7 F11 in a company with sales tax %s the receipt is the refund to the cent',
    (regime) => {
      const amounts = fc.tuple(
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 1, max: 250_000 }),
      );
      fc.assert(
        fc.property(amounts, ([taxable, plain, tax, off, amount]) => {
          const discount = Math.floor(((taxable + plain) * off) / 100);
          const taxTotal = regime === 'off' || taxable === 0 ? 0 : Math.min(tax, taxable);
          const [first, second] = ORDER.lines;
          const order = {
            ...ORDER,
            lines: [
              { ...first!, unitPrice: centsToText(taxable), amount: centsToText(taxable) },
              { ...second!, unitPrice: centsToText(plain), amount: centsToText(plain) },
            ],
            discount: centsToText(discount),
            taxTotal: centsToText(taxTotal),
            total: centsToText(taxable + plain - discount + taxTotal),
          };
          const context = worldOf(regime, order);
          const data = bproRefund.parse({ ...REFUND, amount: centsToText(amount) });
          const answer = storeDocument(compose(data, context), regime);
          expect(toCents(answer['TotalAmt'] as number)).toBe(amount);
          const fields = refundMapping.fromBpro(data, context);
          expect(refundMapping.fromQbo(answer, context)).toEqual({ ...fields, invoice: null, payment: null });
        }),
      );
    },
  );

  it('F11 what exceeds the order, and money never applied to one, goes over the item for money on account', () => {
    const context = worldOf('manual');
    const items = (data: BproRefund) =>
      (
        compose(data, context)['Line'] as {
          Amount: number;
          SalesItemLineDetail: { ItemRef: { value: string } };
        }[]
      ).map((line) => [line.SalesItemLineDetail.ItemRef.value, line.Amount]);
    expect(items({ ...REFUND, amount: '158.48' })).toEqual([
      ['90', 90],
      ['90', 45],
      ['91', 10],
    ]);
    expect(items({ ...REFUND, invoiceId: null, amount: '20.00' })).toEqual([['91', 20]]);
    expect(compose({ ...REFUND, invoiceId: null, amount: '20.00' }, context)['TxnTaxDetail']).toEqual({
      TotalTax: 0,
    });
  });

  it('F11 tax never stands without a taxed line, however small the refund', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 500 }), (amount, tax) => {
        const order = {
          number: '1',
          customer: '1',
          date: '',
          dueDate: '',
          term: null,
          discount: 0,
          memo: null,
          lines: [
            { product: '1', description: '', quantity: '1', unitPrice: '1', amount: 100, taxable: true },
            { product: '2', description: '', quantity: '1', unitPrice: '9', amount: 900, taxable: false },
          ],
          taxTotal: tax,
          total: 1000 + tax,
        };
        const parts = refundParts(amount, order);
        expect(parts.taxed + parts.untaxed + parts.tax + parts.onAccount).toBe(amount);
        expect(parts.tax === 0 || parts.taxed > 0).toBe(true);
      }),
    );
  });

  it.each<[string, string, Parameters<typeof linkedWorld>[0], TaxRegime]>([
    ['C4', 'refund-account-missing', { settings: { refundAccountId: null } }, 'manual'],
    ['C7', 'refund-income-account-missing', { company: { refundItemId: undefined, accounts: [] } }, 'manual'],
    ['F10', 'closed-period', { company: { bookCloseDate: '2026-03-31' } }, 'manual'],
    ['F12', 'zero-tax-code-missing', { company: { zeroTaxCodeId: undefined } }, 'codes'],
    [
      'F5',
      'dependency-blocked',
      { contents: { 'invoice/bpro/7': undefined as unknown as QboContent } },
      'manual',
    ],
  ])('%s is blocked with %s before QuickBooks is asked', (_rule, code, world, regime) => {
    expect(codes(REFUND, worldOf(regime, ORDER, world))).toEqual([code]);
    expect(codes(REFUND, worldOf('codes'))).toEqual([]);
  });

  it('F11 an update is a full one that keeps what QuickBooks users entered', () => {
    const context = worldOf('manual');
    const users = { ClassRef: { value: '500' }, CustomerMemo: { value: 'Sorry' } };
    const existing = { ...storeDocument(compose(REFUND, context), 'manual'), ...users };
    const body = compose({ ...REFUND, amount: '148.48', reference: null }, context, existing, [
      'amount',
      'reference',
    ]);
    expect(body).toMatchObject({
      sparse: false,
      ClassRef: { value: '500' },
      CustomerMemo: { value: 'Sorry' },
      PrivateNote: '[BPro r1]',
    });
    expect(body).not.toHaveProperty('MetaData');
    expect(body).not.toHaveProperty('PaymentRefNum');
    const ids = (content: QboContent) => (content['Line'] as QboContent[]).map((line) => line['Id']);
    expect(ids(body)).toEqual(ids(existing).slice(0, 2));
    expect(storeDocument(body, 'manual', existing)['TotalAmt']).toBe(148.48);
    const dated = compose({ ...REFUND, date: '2026-03-10' }, context, existing, ['date']);
    expect(storeDocument(dated, 'manual', existing)).toMatchObject({
      TxnDate: '2026-03-10',
      TotalAmt: 74.24,
    });
  });

  it('F11 lines that a QuickBooks user entered are never replaced', () => {
    const context = worldOf('manual');
    const own = storeDocument(compose(REFUND, context), 'manual');
    const foreign = {
      ...own,
      Line: [
        {
          Id: '1',
          Amount: 74.24,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '12' } },
        },
      ],
    };
    expect(codes(REFUND, context, own)).toEqual([]);
    expect(refundMapping.problems('qbo', refundMapping.fromBpro(REFUND, context), context, foreign)).toEqual([
      { code: 'refund-lines-foreign', field: 'amount', effect: 'block' },
    ]);
  });

  it('F5 F11 needs its order, its payment and the tax of the order', () => {
    const names = (context: ComposeContext) =>
      refundMapping.bproReferences(REFUND, context).map((r) => `${r.type} ${r.sideId} ${String(r.required)}`);
    const always = [
      'customer b-1 true',
      'invoice b-7 true',
      'payment b-8 true',
      'payment-method b-cash false',
    ];
    expect(names(worldOf('codes'))).toEqual([...always, 'tax b-gst true']);
    expect(names(worldOf('automated'))).toEqual(always);
    expect(names(linkedWorld())).toEqual(always);
  });
});

describe('a refund from QuickBooks', () => {
  const receipt = (more: Record<string, unknown> = {}): QboContent => ({
    Id: '200',
    SyncToken: '0',
    MetaData: { CreateTime: '2026-03-09T08:00:00-08:00', LastUpdatedTime: '2026-03-09T08:00:00-08:00' },
    TxnDate: '2026-03-09',
    TotalAmt: 74.24,
    CustomerRef: { value: 'q-1' },
    PaymentMethodRef: { value: 'q-cash' },
    PaymentRefNum: 'r-5',
    Line: [],
    ...more,
  });
  const context = worldOf('manual');
  const read = (more: Record<string, unknown> = {}): Fields => refundMapping.fromQbo(receipt(more), context);
  const inBpro = (more: Record<string, unknown>) =>
    refundMapping.problems('bpro', read(more), context, undefined).map((p) => p.code);

  it('F11 is imported onto the payment found for it, and not without one', () => {
    expect(inBpro({})).toEqual(['refund-unassignable']);
    expect(inBpro({ CustomerRef: undefined, _assignment: { invoice: '7', payment: '8' } })).toEqual([
      'refund-unassignable',
    ]);
    const assigned = { _assignment: { invoice: '7', payment: '8' } };
    expect(inBpro(assigned)).toEqual([]);
    const fields = read(assigned);
    const data = refundMapping.toBpro(fields, Object.keys(fields), undefined, context);
    expect(bproRefund.parse(data)).toEqual({ ...REFUND, reference: 'r-5', note: null });
  });

  it('E7 F11 order and payment are BPro’s alone: never a reason to write on either side', () => {
    expect(refundMapping.neverSent).toEqual({ qbo: ['invoice', 'payment'], bpro: ['invoice', 'payment'] });
    const changed = refundMapping.toBpro(read(), ['invoice', 'payment', 'amount'], REFUND, context);
    expect(changed).toEqual({ amount: '74.24' });
  });

  it('F1 matches by customer, reference, method, date and amount, and by order where that is known', () => {
    expect(refundMapping.qboKeys(receipt())).toEqual(refundMapping.bproKeys(REFUND));
    const same = (change: Partial<BproRefund>, more: Record<string, unknown> = {}) =>
      refundMapping.identifies(0, refundMapping.fromBpro({ ...REFUND, ...change }, context), read(more));
    expect(same({})).toBe(true);
    expect(same({ customerId: 'b-2' })).toBe(false);
    expect(same({ methodId: null })).toBe(false);
    expect(same({ reference: null }, { PaymentRefNum: 'To Print' })).toBe(true);
    expect(same({}, { _assignment: { invoice: '6', payment: '8' } })).toBe(false);
  });

  it('C5 F15 is left out with an unchecked method or in a foreign currency', () => {
    const off = worldOf('manual', ORDER, {
      settings: { uncheckedMethods: { bpro: ['b-cash'], qbo: [], none: false } },
    });
    expect(refundMapping.leftOut?.(read(), 'qbo', receipt(), off)).toBe('C5:method-unchecked');
    const euro = receipt({ CurrencyRef: { value: 'EUR' } });
    expect(refundMapping.leftOut?.(read(), 'qbo', euro, context)).toBe('F15:foreign-currency');
    const nothing = refundMapping.fromBpro({ ...REFUND, amount: '0.00' }, context);
    expect(refundMapping.leftOut?.(nothing, 'bpro', {}, context)).toBe('F11:no-money');
  });

  describe('finding its payment', () => {
    const payment = (change: Partial<RefundCandidate> = {}): RefundCandidate => ({
      paymentId: '8',
      invoiceId: '7',
      invoiceNumber: '1001',
      customer: '1',
      method: 'cash',
      date: '2026-03-02',
      amount: 14_848,
      refunded: 0,
      ...change,
    });
    const second = payment({ paymentId: '9', invoiceId: '6', invoiceNumber: '1002' });
    const found = (candidates: RefundCandidate[], more: Record<string, unknown> = {}): string => {
      const result = assignRefund(read(more), candidates, refundText(receipt(more)));
      return result.kind === 'one' ? result.candidate.paymentId : result.kind;
    };

    it.each<[string, string, RefundCandidate[], Record<string, unknown>]>([
      ['the only payment that fits', '8', [payment()], {}],
      ['a payment whose method is not known', '8', [payment({ method: null })], {}],
      ['none of another customer', 'none', [payment({ customer: '2' })], {}],
      ['none by another method', 'none', [payment({ method: 'visa' })], {}],
      ['none taken later', 'none', [payment({ date: '2026-03-10' })], {}],
      ['none with less left to give back', 'none', [payment({ refunded: 7425 })], {}],
      ['the one with exactly enough left', '8', [payment({ refunded: 7424 })], {}],
      ['several: nothing is guessed', 'several', [payment(), second], {}],
      ['the one whose order is named', '9', [payment(), second], { PrivateNote: 'refund for order 1002.' }],
      [
        'several where both orders are named',
        'several',
        [payment(), second],
        { CustomerMemo: { value: '1001, 1002' } },
      ],
      ['no order by a part of its number', 'several', [payment(), second], { DocNumber: '21002' }],
    ])('F11 finds %s', (_what, expected, candidates, more) => {
      expect(found(candidates, more)).toBe(expected);
    });
  });
});
