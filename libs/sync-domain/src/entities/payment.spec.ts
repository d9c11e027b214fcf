import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fields } from '../fields.js';
import type { ComposeContext, QboContent } from '../mapping.js';
import { centsToNumber, centsToText, toCents } from '../money.js';
import { linkedWorld } from '../testing/linked-world.js';
import { applicationOf, paymentIdOf, paymentUnits } from './payment-applications.js';
import { bproPayment, paymentMapping, type BproPayment } from './payment.js';

const PAYMENT: BproPayment = {
  customerId: 'b-1',
  invoiceId: 'b-7',
  methodId: 'b-cash',
  date: '2026-03-02',
  amount: '60.00',
  tip: '5.00',
  reference: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
  note: 'at the counter',
};

const unpaid = { Line: [] };

type Line = { Amount: number; LinkedTxn: { TxnId: string; TxnType: string }[] };

const on = (invoice: string, amount: number, type = 'Invoice'): Line => ({
  Amount: amount,
  LinkedTxn: [{ TxnId: invoice, TxnType: type }],
});

const qboPayment = (more: Record<string, unknown> = {}): QboContent => ({
  Id: '145',
  SyncToken: '0',
  MetaData: { CreateTime: '2026-03-02T08:00:00-08:00', LastUpdatedTime: '2026-03-02T08:00:00-08:00' },
  CustomerRef: { value: 'q-1' },
  TxnDate: '2026-03-02',
  TotalAmt: 60,
  DepositToAccountRef: { value: '4' },
  Line: [],
  ...more,
});

/** Stores a payment as QuickBooks does (qbo API, Payment): never more on invoices than was taken, or is open. */
function store(body: QboContent, balances: Record<string, number>, existing?: QboContent): QboContent {
  const merged = { ...(existing ?? qboPayment({ TotalAmt: undefined })), ...body };
  const lines = merged['Line'] as Line[];
  const ofType = (invoice: boolean) =>
    lines
      .filter((line) => (line.LinkedTxn[0]?.TxnType === 'Invoice') === invoice)
      .reduce((sum, line) => sum + toCents(line.Amount), 0);
  const unapplied = toCents(merged['TotalAmt'] as number) + ofType(false) - ofType(true);
  if (unapplied < 0) throw new Error('more is applied than was taken');
  for (const line of lines) {
    const id = line.LinkedTxn[0]?.TxnId ?? '';
    const open = balances[id];
    if (open !== undefined && line.Amount > open) throw new Error(`only ${String(open)} is open`);
  }
  const entries = Object.entries(merged).filter(
    ([, v]) => v !== '' && (v as { value?: unknown } | undefined)?.value !== '',
  );
  return {
    ...Object.fromEntries(entries),
    SyncToken: existing ? '1' : '0',
    UnappliedAmt: centsToNumber(unapplied),
    Line: lines.map((line) => ({ ...line, LineEx: { any: [] } })),
  };
}

const unit = (raw: QboContent): QboContent => paymentUnits(raw)[0]!.content;
const create = (data: BproPayment, context: ComposeContext): QboContent => {
  const fields = paymentMapping.fromBpro(data, context);
  return paymentMapping.toQbo(fields, Object.keys(fields), undefined, context).body;
};
const openOn = (balance: number): ComposeContext =>
  linkedWorld({ contents: { 'invoice/qbo/7': { Id: 'q-7', Balance: balance } } });

describe('a payment for QuickBooks', () => {
  it('pays its invoice and carries our mark, its account is left to QuickBooks', () => {
    expect(create(PAYMENT, openOn(100))).toEqual({
      CustomerRef: { value: 'q-1' },
      TxnDate: '2026-03-02',
      PaymentMethodRef: { value: 'q-cash' },
      PaymentRefNum: 'pi_3MtwBwLkdIwHu7ix28',
      PrivateNote: '[BPro r1]',
      TotalAmt: 60,
      Line: [on('q-7', 60)],
    });
  });

  it('F13 a tip or an overpayment stays unapplied, and money on account has no line', () => {
    expect(create(PAYMENT, openOn(55))).toMatchObject({ TotalAmt: 60, Line: [on('q-7', 55)] });
    expect(create(PAYMENT, openOn(0))).toMatchObject({ TotalAmt: 60, Line: [] });
    expect(create({ ...PAYMENT, invoiceId: null }, openOn(55))).toMatchObject({ TotalAmt: 60, Line: [] });
  });

  it('F5 a method that QuickBooks lacks is left out', () => {
    const context = linkedWorld({ missing: ['payment-method/qbo/cash'] });
    expect(create(PAYMENT, context)).not.toHaveProperty('PaymentMethodRef');
  });

  it('E7 F7 reads back equal, whatever was taken and is open', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.option(fc.string({ maxLength: 40 })),
        fc.constantFrom('b-7', null),
        fc.constantFrom('b-cash', null),
        (amount, balance, reference, invoiceId, methodId) => {
          const open = centsToNumber(balance);
          const context = openOn(open);
          const data = { ...PAYMENT, amount: centsToText(amount), reference, invoiceId, methodId };
          const fields = paymentMapping.fromBpro(bproPayment.parse(data), context);
          const answer = store(create(data, context), { 'q-7': open });
          const back = paymentMapping.fromQbo(unit(answer), context);
          expect(back).toEqual(fields);
          const imported = paymentMapping.toBpro(back, Object.keys(back), undefined, context);
          expect(paymentMapping.fromBpro(bproPayment.parse(imported), context)).toEqual(fields);
        },
      ),
    );
  });

  it('F13 a deposit is applied when its invoice arrives, and keeps its record', () => {
    const deposit = store(create({ ...PAYMENT, invoiceId: null }, openOn(0)), {});
    const context = openOn(40);
    const fields = paymentMapping.fromBpro(PAYMENT, context);
    const { body } = paymentMapping.toQbo(fields, ['invoice'], unit(deposit), context);
    expect(body).toEqual({ TotalAmt: 60, Line: [on('q-7', 40)] });
    const answer = store(body, { 'q-7': 40 }, deposit);
    expect(paymentUnits(answer).map((u) => u.id)).toEqual(paymentUnits(deposit).map((u) => u.id));
    expect(paymentMapping.fromQbo(unit(answer), context)).toEqual(fields);
  });

  it.each([
    ['is open now', 40, unpaid, ['invoice']],
    ['is still paid', 0, unpaid, []],
    ['was paid by it in part', 40, { Line: [on('q-7', 20)] }, []],
    ['is one of several that the payment pays', 40, { Line: [on('q-7', 20), on('q-8', 20)] }, []],
  ])('F13 what stayed on account can be sent again when its order %s', (_, open, more, expected) => {
    const context = openOn(open);
    const fields = paymentMapping.fromBpro(PAYMENT, context);
    expect(paymentMapping.possibleNow?.(fields, qboPayment(more), context)).toEqual(expected);
  });

  it('F13 a changed amount counts what the payment itself paid as open, and keeps the credits that it uses', () => {
    const context = openOn(10);
    const existing = qboPayment({ TotalAmt: 60, Line: [on('q-7', 80), on('900', 20, 'CreditMemo')] });
    const change = (amount: string) =>
      paymentMapping.toQbo(
        paymentMapping.fromBpro({ ...PAYMENT, amount }, context),
        ['amount'],
        unit(existing),
        context,
      ).body;
    expect(change('65.00')).toEqual({ TotalAmt: 65, Line: [on('900', 20, 'CreditMemo'), on('q-7', 85)] });
    expect(change('90.00')).toEqual({ TotalAmt: 90, Line: [on('900', 20, 'CreditMemo'), on('q-7', 90)] });
  });

  it('sends only what changed, never the account nor the note, and clears what was removed', () => {
    const context = openOn(100);
    const fields = paymentMapping.fromBpro({ ...PAYMENT, methodId: null, reference: null }, context);
    const send = (...changed: string[]) =>
      paymentMapping.toQbo(fields, changed, unit(qboPayment()), context).body;
    expect(send('method', 'reference')).toEqual({ PaymentMethodRef: { value: '' }, PaymentRefNum: '' });
    expect(send('date')).toEqual({ TxnDate: '2026-03-02' });
    expect(Object.keys(send(...Object.keys(fields)))).not.toEqual(
      expect.arrayContaining(['DepositToAccountRef']),
    );
    expect(send(...Object.keys(fields))).not.toHaveProperty('PrivateNote');
  });

  it.each<[string, string, QboContent, string | undefined]>([
    ['F14', 'multi-invoice-payment', qboPayment({ Line: [on('7', 40), on('8', 20)] }), undefined],
    [
      'F14',
      'multi-invoice-payment',
      qboPayment({ UnappliedAmt: 60, Line: [on('7', 40), on('8', 20), on('900', 60, 'CreditMemo')] }),
      undefined,
    ],
    ['F9', 'deposited-payment', qboPayment({ LinkedTxn: [{ TxnId: '90', TxnType: 'Deposit' }] }), undefined],
    ['F10', 'closed-period', qboPayment(), '2026-03-02'],
  ])('%s a change is blocked with %s', (_rule, code, raw, bookCloseDate) => {
    const context = linkedWorld({ company: { bookCloseDate } });
    const fields = paymentMapping.fromBpro(PAYMENT, context);
    expect(paymentMapping.problems('qbo', fields, context, unit(raw)).map((p) => p.code)).toEqual([code]);
    expect(paymentMapping.problems('qbo', fields, linkedWorld(), unit(qboPayment()))).toEqual([]);
  });
});

describe('a payment from QuickBooks', () => {
  const parts = (raw: QboContent, linked?: readonly string[]) =>
    paymentUnits(raw, linked).map((u) => [
      u.id,
      applicationOf(u.content).invoiceId,
      applicationOf(u.content).amount,
    ]);

  it.each<[string, QboContent, unknown[]]>([
    [
      'on one invoice is one record of all that was taken',
      qboPayment({ Line: [on('7', 50)] }),
      [['145', '7', 6000]],
    ],
    ['on none is money on account', qboPayment(), [['145', null, 6000]]],
    [
      'over several invoices is one record per invoice, the oldest first',
      qboPayment({ Line: [on('12', 20), on('7', 40)] }),
      [
        ['145', '7', 4000],
        ['145/12', '12', 2000],
      ],
    ],
    [
      'over several invoices with a rest has a record for the rest',
      qboPayment({ UnappliedAmt: 10, Line: [on('7', 20), on('8', 30)] }),
      [
        ['145', '7', 2000],
        ['145/8', '8', 3000],
        ['145/rest', null, 1000],
      ],
    ],
    [
      'with a rest that QuickBooks does not state has a record for it too',
      qboPayment({ Line: [on('7', 20), on('8', 30)] }),
      [
        ['145', '7', 2000],
        ['145/8', '8', 3000],
        ['145/rest', null, 1000],
      ],
    ],
    [
      'that uses a credit counts the money only',
      qboPayment({ UnappliedAmt: 0, Line: [on('7', 60), on('8', 30), on('900', 30, 'CreditMemo')] }),
      [
        ['145', '7', 4000],
        ['145/8', '8', 2000],
      ],
    ],
    [
      'on a journal entry is money on account',
      qboPayment({ Line: [on('70', 60, 'JournalEntry')] }),
      [['145', null, 6000]],
    ],
  ])('F14 %s', (_what, raw, expected) => {
    expect(parts(raw)).toEqual(expected);
  });

  it('F13 QuickBooks’ own payments that link credits to charges are not ours', () => {
    const link = qboPayment({
      TotalAmt: 0,
      DepositToAccountRef: undefined,
      PrivateNote: 'Created by QB Online to link credits to charges.',
      Line: [on('7', 30), on('900', 30, 'CreditMemo')],
    });
    expect(paymentUnits(link)).toEqual([]);
  });

  it('F8 a voided payment is recognised under its own id', () => {
    const voided = qboPayment({ TotalAmt: 0, Line: [], PrivateNote: 'Voided [BPro r1]', SyncToken: '2' });
    const [only, ...more] = paymentUnits(voided);
    expect([only?.id, only?.state, more]).toEqual(['145', 'voided', []]);
    const context = linkedWorld({ settings: { uncheckedMethods: { bpro: [], qbo: [], none: false } } });
    const fields = paymentMapping.fromQbo(only!.content, context);
    expect(paymentMapping.leftOut?.(fields, 'qbo', only!.content, context)).toBeUndefined();
  });

  const three = (...lines: readonly ReturnType<typeof on>[]): ReturnType<typeof qboPayment> =>
    qboPayment({ Line: lines });
  const LINKED = ['145', '145/8', '145/9'];
  it.each([
    [
      'a part that is not applied any more keeps its name: it is the same money',
      three(on('7', 10), on('9', 30)),
      LINKED,
      [
        ['145', '7', 1000],
        ['145/9', '9', 3000],
        ['145/8', null, 2000],
      ],
    ],
    [
      'so does the first part',
      three(on('8', 20), on('9', 30)),
      LINKED,
      [
        ['145/8', '8', 2000],
        ['145/9', '9', 3000],
        ['145', null, 1000],
      ],
    ],
    [
      'a part that is applied to another invoice keeps its name',
      three(on('7', 10), on('9', 30), on('11', 20)),
      LINKED,
      [
        ['145', '7', 1000],
        ['145/9', '9', 3000],
        ['145/8', '11', 2000],
      ],
    ],
    [
      'what is new beside linked parts has a name of its own',
      three(on('7', 10), on('8', 20), on('9', 30)),
      ['145', '145/9'],
      [
        ['145', '7', 1000],
        ['145/8', '8', 2000],
        ['145/9', '9', 3000],
      ],
    ],
    [
      'several records stay several when one invoice is left',
      three(on('7', 40)),
      ['145', '145/8'],
      [
        ['145', '7', 4000],
        ['145/8', null, 2000],
      ],
    ],
    [
      'a part is not taken for another one whose record is not linked',
      three(on('7', 40)),
      ['145/8'],
      [['145', '7', 6000]],
    ],
  ])('F14 %s', (_what, raw, linked, expected) => {
    expect(parts(raw, linked)).toEqual(expected);
  });

  it('F14 the parts of a payment always add up to what was taken', () => {
    const lines = fc.array(
      fc.tuple(fc.constantFrom('7', '8', '12', '700'), fc.integer({ min: 1, max: 9999 })),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(lines, fc.nat(9999), fc.nat(9999), (applied, rest, credit) => {
        const sum = applied.reduce((all, [, amount]) => all + amount, 0);
        const used = Math.min(credit, sum);
        const total = sum + rest - used;
        fc.pre(total > 0);
        const raw = qboPayment({
          TotalAmt: centsToNumber(total),
          UnappliedAmt: centsToNumber(rest),
          Line: [
            ...applied.map(([id, amount]) => on(id, centsToNumber(amount))),
            ...(used > 0 ? [on('900', centsToNumber(used), 'CreditMemo')] : []),
          ],
        });
        for (const linked of [[], ['145', '145/8'], ['145/12', '145/rest', '145/99'], ['145']]) {
          const named = paymentUnits(raw, linked);
          expect(named.reduce((all, u) => all + applicationOf(u.content).amount, 0)).toBe(total);
          expect(new Set(named.map((u) => u.id)).size).toBe(named.length);
          expect(named.every((u) => paymentIdOf(u.id) === '145')).toBe(true);
        }
        const units = paymentUnits(raw);
        expect(units.reduce((all, u) => all + applicationOf(u.content).amount, 0)).toBe(total);
        expect(new Set(units.map((u) => u.id)).size).toBe(units.length);
        expect(units[0]?.id).toBe('145');
        expect(units.every((u) => paymentIdOf(u.id) === '145')).toBe(true);
      }),
    );
  });

  it.each<[string, string | null, Parameters<typeof linkedWorld>[0], string | undefined]>([
    [
      'whose method is unchecked in BPro',
      'q-cash',
      { settings: { uncheckedMethods: { bpro: ['b-cash'], qbo: [], none: false } } },
      'C5:method-unchecked',
    ],
    [
      'whose method is unchecked in QuickBooks',
      'q-cash',
      { settings: { uncheckedMethods: { bpro: [], qbo: ['q-cash'], none: false } } },
      'C5:method-unchecked',
    ],
    [
      'without a method, where that is unchecked',
      null,
      { settings: { uncheckedMethods: { bpro: [], qbo: [], none: true } } },
      'C5:no-method',
    ],
    [
      'whose method is checked',
      'q-visa',
      { settings: { uncheckedMethods: { bpro: ['b-cash'], qbo: [], none: true } } },
      undefined,
    ],
  ])('C5 a payment %s is left out or not', (_what, method, world, reason) => {
    const context = linkedWorld(world);
    const raw = unit(qboPayment(method === null ? {} : { PaymentMethodRef: { value: method } }));
    expect(paymentMapping.leftOut?.(paymentMapping.fromQbo(raw, context), 'qbo', raw, context)).toBe(reason);
  });

  it('F13 F15 nothing was taken, or not in the company’s currency: left out', () => {
    const context = linkedWorld();
    const nothing: Fields = paymentMapping.fromBpro({ ...PAYMENT, amount: '0.00' }, context);
    expect(paymentMapping.leftOut?.(nothing, 'bpro', {}, context)).toBe('F13:no-money');
    const euro = unit(qboPayment({ CurrencyRef: { value: 'EUR' } }));
    expect(paymentMapping.leftOut?.(paymentMapping.fromQbo(euro, context), 'qbo', euro, context)).toBe(
      'F15:foreign-currency',
    );
  });

  it('F1 matches by date and amount with the same reference, method and invoice, for one customer', () => {
    const context = linkedWorld();
    const raw = unit(
      qboPayment({
        Line: [on('q-7', 60)],
        PaymentMethodRef: { value: 'q-cash' },
        PaymentRefNum: 'PI_3mtwbwlkdiwhu7ix28',
      }),
    );
    expect(paymentMapping.qboKeys(raw)).toEqual(paymentMapping.bproKeys(PAYMENT));
    const same = (change: Partial<BproPayment>) =>
      paymentMapping.identifies(
        0,
        paymentMapping.fromBpro({ ...PAYMENT, ...change }, context),
        paymentMapping.fromQbo(raw, context),
      );
    expect(same({})).toBe(true);
    expect(
      [
        { customerId: 'b-2' },
        { invoiceId: null },
        { methodId: null },
        { reference: null },
        { amount: '61.00' },
        { date: '2026-03-03' },
      ].map(same),
    ).toEqual([false, false, false, false, false, false]);
    const bare = unit(qboPayment());
    const blank = paymentMapping.fromBpro(
      { ...PAYMENT, invoiceId: null, methodId: null, reference: '' },
      context,
    );
    expect(paymentMapping.identifies(0, blank, paymentMapping.fromQbo(bare, context))).toBe(true);
  });

  it('F5 F13 needs its customer and its invoice, not its method', () => {
    const raw = unit(qboPayment({ Line: [on('q-7', 60)], PaymentMethodRef: { value: 'q-cash' } }));
    const needs = (id: string) => [
      { field: 'customer', type: 'customer', sideId: `${id}-1`, required: true },
      { field: 'invoice', type: 'invoice', sideId: `${id}-7`, required: true },
      { field: 'method', type: 'payment-method', sideId: `${id}-cash`, required: false },
    ];
    expect(paymentMapping.qboReferences(raw, linkedWorld())).toEqual(needs('q'));
    expect(paymentMapping.bproReferences(PAYMENT, linkedWorld())).toEqual(needs('b'));
  });

  it('an update of BPro leaves its tip and note alone', () => {
    const context = linkedWorld();
    const fields = paymentMapping.fromQbo(unit(qboPayment()), context);
    expect(paymentMapping.toBpro(fields, ['amount', 'invoice'], PAYMENT, context)).toEqual({
      invoiceId: null,
      amount: '60.00',
    });
  });
});
