import { describe, expect, it } from '@jest/globals';
import { decideGiven, linkedWhen, summary, view, type Given } from './testing/decision-case.js';
import {
  bproCustomerOf,
  bproInvoiceOf,
  bproPaymentOf,
  bproProductOf,
  bproRefundOf,
  qboCustomerOf,
  qboInvoiceOf,
  qboPaymentOf,
} from './testing/records.js';

const bpro = view('c', bproCustomerOf());
const qbo = view('Q-c', qboCustomerOf());
const matched = { kind: 'matched', id: 'Q-c', level: 0 } as const;
const ambiguous = { kind: 'ambiguous', candidates: ['Q-c', 'Q-d'], level: 0 } as const;
const inactive = { state: 'inactive' } as const;
const METHODS = { bpro: [], qbo: [], none: false };

type Row = readonly [title: string, given: Given, then: string];
const rows = (table: readonly Row[]) => {
  it.each(table)('%s', (_title, given, then) => {
    expect(summary(decideGiven(given))).toBe(then);
  });
};

describe('records found on one side only', () => {
  rows([
    ['C1 F4 a BPro customer is created in QuickBooks', { bpro }, 'create-qbo, F4:only-in-bpro'],
    ['C1 F4 a QuickBooks customer is created in BPro', { qbo }, 'create-bpro, F4:only-in-qbo'],
    [
      'C1 F4 BPro’s own are ignored when the settings say so',
      { bpro, settings: { onlyInBpro: 'ignore' } },
      'ignored, C1:only-in-bpro',
    ],
    [
      'C1 F4 QuickBooks’ own are ignored when the settings say so',
      { qbo, settings: { onlyInQbo: 'ignore' } },
      'ignored, C1:only-in-qbo',
    ],
    [
      'C1 ignoring what QuickBooks has says nothing about what BPro has',
      { bpro, settings: { onlyInQbo: 'ignore' } },
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'C1 ignoring what BPro has says nothing about what QuickBooks has',
      { qbo, settings: { onlyInBpro: 'ignore' } },
      'create-bpro, F4:only-in-qbo',
    ],
    [
      'C1 what both have is linked however the settings stand',
      { bpro, qbo, match: matched, settings: { onlyInBpro: 'ignore', onlyInQbo: 'ignore' } },
      'link, F1:matched-0',
    ],
    [
      'G1 what is new in BPro is sent although the settings ignore what only BPro has',
      { bpro, door: 'replay', settings: { onlyInBpro: 'ignore' } },
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'G3 replay imports nothing that the settings ignore',
      { qbo, door: 'replay', settings: { onlyInQbo: 'ignore' } },
      'ignored, C1:only-in-qbo',
    ],
    [
      'F2 what a person called new is created although the settings ignore it',
      { bpro, record: { choice: { qboId: null } }, settings: { onlyInBpro: 'ignore' } },
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'D3 BPro has five sales terms and no place for another',
      { type: 'sales-term', qbo: view('Q-t', { ...qboCustomerOf(), Name: 'Net 7', DueDays: 7 }) },
      'left-out, D3:bpro-has-no-place',
    ],
    [
      'D3 a BPro sales term is created in QuickBooks',
      {
        type: 'sales-term',
        bpro: view('t', { name: 'Net 7', dueDays: 7, discountPercent: null, discountDays: null }),
      },
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'F15 what is inactive in BPro is not sent',
      { bpro: view('c', bproCustomerOf(), inactive) },
      'left-out, F15:inactive',
    ],
    [
      'F15 what is inactive in QuickBooks is not imported',
      { qbo: view('Q-c', qboCustomerOf(), inactive) },
      'left-out, F15:inactive',
    ],
    [
      'F15 an inactive record is left out, not ignored, whatever the settings say',
      { bpro: view('c', bproCustomerOf(), inactive), settings: { onlyInBpro: 'ignore' } },
      'left-out, F15:inactive',
    ],
    [
      'F15 an inactive product that an invoice needs is brought along',
      { type: 'product', bpro: view('p', bproProductOf(), inactive), needed: true },
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'F15 a voided QuickBooks invoice is not imported',
      { type: 'invoice', qbo: view('Q-i', qboInvoiceOf(), { state: 'voided' }) },
      'left-out, F15:voided',
    ],
    [
      'F15 a voided QuickBooks invoice is not imported, even when a payment needs it',
      { type: 'invoice', qbo: view('Q-i', qboInvoiceOf(), { state: 'voided' }), needed: true },
      'left-out, F15:voided',
    ],
    [
      'G5 what BPro voided before it was sent is not sent',
      { type: 'invoice', bpro: view('i', bproInvoiceOf(), { state: 'voided' }), door: 'replay' },
      'left-out, F15:voided',
    ],
    [
      'G5 what BPro deleted before it was sent is not sent',
      { bpro: view('c', bproCustomerOf(), { state: 'deleted' }), door: 'replay' },
      'left-out, F15:deleted',
    ],
    [
      'F15 a voided BPro invoice asks nobody which of two it could have been',
      { type: 'invoice', bpro: view('i', bproInvoiceOf(), { state: 'voided' }), match: ambiguous },
      'left-out, F15:voided',
    ],
    [
      'E7 a voided BPro invoice is not linked to a valid one, which the next sync would void',
      {
        type: 'invoice',
        bpro: view('i', bproInvoiceOf(), { state: 'voided' }),
        qbo: view('Q-i', qboInvoiceOf()),
        match: { kind: 'matched', id: 'Q-i', level: 0 },
      },
      'left-out, F15:voided',
    ],
    [
      'F15 a customer in a foreign currency is not synced',
      { qbo: view('Q-c', qboCustomerOf({ CurrencyRef: { value: 'EUR' } })) },
      'left-out, F15:foreign-currency',
    ],
    ['F8 a record that both sides lost needs nothing', {}, 'unchanged, F8:gone-on-both-sides'],
  ]);
});

const dated = (createdAt: string, changes: Partial<Given> = {}): Given => ({
  bpro: view('c', bproCustomerOf(), { createdAt }),
  settings: { fromDate: '2026-02-01' },
  ...changes,
});

describe('records created on or after a date', () => {
  rows([
    [
      'C2 a customer from before the date is left out',
      dated('2026-01-31T12:00:00Z'),
      'left-out, C2:before-date',
    ],
    ['C2 a customer of the day itself syncs', dated('2026-02-01T12:00:00Z'), 'create-qbo, F4:only-in-bpro'],
    [
      'C2 the day is the company’s: four in the morning UTC is the evening before in New York',
      dated('2026-02-01T04:00:00Z'),
      'left-out, C2:before-date',
    ],
    [
      'C2 the day is the company’s: five in the morning UTC is midnight in New York',
      dated('2026-02-01T05:00:00Z'),
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'C2 products always sync',
      dated('2026-01-01T12:00:00Z', {
        type: 'product',
        bpro: view('p', bproProductOf(), { createdAt: '2026-01-01T12:00:00Z' }),
      }),
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'C2 without a date everything syncs',
      dated('2001-01-01T12:00:00Z', { settings: { fromDate: null } }),
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'C2 the earlier creation counts: QuickBooks had it before the date',
      dated('2026-02-10T12:00:00Z', {
        qbo: view('Q-c', qboCustomerOf(), { createdAt: '2026-01-10T12:00:00Z' }),
        match: matched,
      }),
      'left-out, C2:before-date',
    ],
    [
      'C2 the earlier creation counts: BPro had it before the date',
      dated('2026-01-10T12:00:00Z', {
        qbo: view('Q-c', qboCustomerOf(), { createdAt: '2026-02-10T12:00:00Z' }),
        match: matched,
      }),
      'left-out, C2:before-date',
    ],
    [
      'C2 the earlier of two times is the earlier instant, however it is written',
      dated('2026-02-01T04:30:00+00:00', {
        qbo: view('Q-c', qboCustomerOf(), { createdAt: '2026-02-01T01:00:00-08:00' }),
        match: matched,
      }),
      'left-out, C2:before-date',
    ],
    [
      'C2 the link remembers that the original is older than its copy',
      dated('2026-02-10T12:00:00Z', { record: { bproId: 'c', createdAt: '2026-01-10T12:00:00Z' } }),
      'left-out, C2:before-date',
    ],
    [
      'C2 a linked customer from before the date is left out, edits included',
      {
        bpro: view('c', bproCustomerOf({ phone: '555' }), { edited: '2026-03-01' }),
        qbo,
        record: linkedWhen({ bpro, qbo }),
        settings: { fromDate: '2026-02-01' },
      },
      'left-out, C2:before-date',
    ],
    [
      'C2 nobody is asked about an ambiguous customer from before the date',
      dated('2026-01-31T12:00:00Z', { match: ambiguous }),
      'left-out, C2:before-date',
    ],
    [
      'C3 a customer from before the date syncs when a record that syncs needs it',
      dated('2026-01-31T12:00:00Z', { needed: true }),
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'C3 a QuickBooks customer from before the date is imported when a record that syncs needs it',
      dated('', { bpro: undefined, qbo, needed: true }),
      'create-bpro, F4:only-in-qbo',
    ],
    [
      'C3 only customers are pulled in: an invoice from before the date stays out although a payment needs it',
      dated('', {
        type: 'invoice',
        bpro: view('i', bproInvoiceOf()),
        needed: true,
      }),
      'left-out, C2:before-date',
    ],
    [
      'C2 a refund is a payment: one from before the date is left out',
      dated('', { type: 'refund', bpro: view('r', bproRefundOf()) }),
      'left-out, C2:before-date',
    ],
  ]);
});

const paid = (more: Partial<ReturnType<typeof bproPaymentOf>> = {}): Given => ({
  type: 'payment',
  bpro: view('y', bproPaymentOf(more)),
});
const received = (more = {}): Given => ({ type: 'payment', qbo: view('Q-y', qboPaymentOf(more)) });
const orders = { 'invoice/bpro/rec-i': bproInvoiceOf() };

describe('payment methods and the refund account', () => {
  rows([
    ['C5 a payment by a checked method is sent', paid(), 'create-qbo, F4:only-in-bpro'],
    [
      'C5 a payment by an unchecked method is not exported',
      { ...paid(), settings: { uncheckedMethods: { ...METHODS, bpro: ['cash'] } } },
      'left-out, C5:method-unchecked',
    ],
    [
      'C5 a payment by an unchecked method is not imported',
      { ...received(), settings: { uncheckedMethods: { ...METHODS, qbo: ['Q-cash'] } } },
      'left-out, C5:method-unchecked',
    ],
    [
      'C5 a method is one method: unchecked on BPro’s side, its QuickBooks payments stay out, too',
      { ...received(), settings: { uncheckedMethods: { ...METHODS, bpro: ['cash'] } } },
      'left-out, C5:method-unchecked',
    ],
    [
      'C5 no method is a method of its own',
      { ...paid({ methodId: null }), settings: { uncheckedMethods: { ...METHODS, none: true } } },
      'left-out, C5:no-method',
    ],
    [
      'C5 another method is not touched',
      { ...paid(), settings: { uncheckedMethods: { bpro: ['card'], qbo: ['Q-card'], none: true } } },
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'C5 a payment that was linked before its method was unchecked is left alone',
      {
        ...paid({ amount: '41.00' }),
        qbo: view('Q-y', qboPaymentOf()),
        record: { bproId: 'y', qboId: 'Q-y' },
        settings: { uncheckedMethods: { ...METHODS, bpro: ['cash'] } },
      },
      'left-out, C5:method-unchecked',
    ],
    [
      'C5 it is the QuickBooks method that is unchecked when the sides differ',
      {
        ...paid({ methodId: 'card' }),
        qbo: view('Q-y', qboPaymentOf()),
        record: { bproId: 'y', qboId: 'Q-y' },
        settings: { uncheckedMethods: { ...METHODS, qbo: ['Q-cash'] } },
      },
      'left-out, C5:method-unchecked',
    ],
    ['F13 a BPro payment of nothing is left out', paid({ amount: '0.00' }), 'left-out, F13:no-money'],
    [
      'C4 without a refund account a BPro refund waits, with a note',
      { type: 'refund', bpro: view('r', bproRefundOf()), contents: orders },
      'blocked, C4:refund-account-missing, note refund-account-missing',
    ],
    [
      'C4 setting the refund account releases it',
      {
        type: 'refund',
        bpro: view('r', bproRefundOf()),
        contents: orders,
        settings: { refundAccountId: '35' },
      },
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'C4 refunds that the settings ignore get no note about the account',
      {
        type: 'refund',
        bpro: view('r', bproRefundOf()),
        contents: orders,
        settings: { onlyInBpro: 'ignore' },
      },
      'ignored, C1:only-in-bpro',
    ],
    [
      'F12 where QuickBooks computes sales tax it manages the codes',
      {
        type: 'tax',
        bpro: view('x', { name: 'Vermont', rates: [{ name: 'Vermont', percent: '6', agency: 'VT' }] }),
        company: { taxRegime: 'automated' },
      },
      'left-out, F12:managed-by-quickbooks',
    ],
  ]);
});
