import { describe, expect, it } from '@jest/globals';
import type { SideView } from './decision.js';
import type { RecordState } from './record-state.js';
import { decideGiven, linkedWhen, summary, view, type Given } from './testing/decision-case.js';
import {
  bproCustomerOf,
  bproInvoiceOf,
  bproPaymentOf,
  qboCustomerOf,
  qboInvoiceOf,
  qboPaymentOf,
} from './testing/records.js';

type State = SideView['state'];
type Side = { readonly state: State; readonly moved?: boolean } | undefined;

/** A customer linked while both were active at version 1; `moved`: BPro's is at version 2 since. */
const customer = (bpro: Side, qbo: Side, more: Partial<RecordState> = {}): Given => {
  const was = { bpro: view('c', bproCustomerOf()), qbo: view('Q-c', qboCustomerOf()) };
  return {
    bpro: bpro && { ...was.bpro, state: bpro.state, version: bpro.moved ? '2' : '1' },
    qbo: qbo && { ...was.qbo, state: qbo.state },
    record: { ...linkedWhen(was), ...more },
  };
};
const active = { state: 'active' } as const;
const deactivated = { state: 'inactive', moved: true } as const;
const removed = { removed: true } as const;

type Row = readonly [title: string, given: Given, then: string];
const rows = (table: readonly Row[]) => {
  it.each(table)('%s', (_title, given, then) => {
    expect(summary(decideGiven(given))).toBe(then);
  });
};

describe('what BPro ended', () => {
  const invoice = (state: State, more: Partial<Given> = {}): Given => {
    const was = {
      type: 'invoice',
      bpro: view('i', bproInvoiceOf()),
      qbo: view('Q-i', qboInvoiceOf()),
    } as const;
    return { ...was, bpro: { ...was.bpro, state, version: '2' }, record: linkedWhen(was), ...more };
  };
  const deposited = { LinkedTxn: [{ TxnId: '9', TxnType: 'Deposit' }] };
  const payment = (qbo: SideView): Given => {
    const was = { type: 'payment', bpro: view('y', bproPaymentOf()), qbo } as const;
    return { ...was, bpro: { ...was.bpro, state: 'voided', version: '2' }, record: linkedWhen(was) };
  };

  const owing = (more: Partial<Given>): Given => ({
    ...customer(deactivated, active),
    qbo: view('Q-c', { ...qboCustomerOf(), Balance: 17.5 }),
    ...more,
  });

  rows([
    ['F8 a voided invoice is voided in QuickBooks', invoice('voided'), 'remove-qbo, F8:voided-in-bpro'],
    ['F8 a deleted invoice is voided in QuickBooks', invoice('deleted'), 'remove-qbo, F8:deleted-in-bpro'],
    [
      'F8 an invoice that BPro no longer has is voided in QuickBooks',
      { ...invoice('active'), bpro: undefined },
      'remove-qbo, F8:removed-in-bpro',
    ],
    [
      'F8 an invoice voided on both sides needs nothing',
      invoice('voided', { qbo: view('Q-i', qboInvoiceOf(), { state: 'voided' }) }),
      'unchanged, F8:removed',
    ],
    [
      'E7 an invoice that the sync voided is not voided again',
      invoice('voided', { record: { bproId: 'i', qboId: 'Q-i', removed: true } }),
      'unchanged, F8:removed',
    ],
    [
      'F8 a deactivated customer is made inactive',
      customer(deactivated, active),
      'remove-qbo, F8:inactive-in-bpro',
    ],
    [
      'F8 E7 a deactivated customer with a balance in QuickBooks is noted and not asked for again and again',
      owing({}),
      'blocked, F8:customer-has-balance, note customer-has-balance',
    ],
    [
      'F8 replay, which may know an old balance, asks QuickBooks',
      owing({ door: 'replay' }),
      'remove-qbo, F8:inactive-in-bpro',
    ],
    [
      'F8 a customer that was inactive when it was linked is not made inactive',
      customer({ state: 'inactive' }, active),
      'unchanged, F8:inactive',
    ],
    [
      'F8 a customer inactive on both sides needs nothing',
      customer(deactivated, { state: 'inactive' }),
      'unchanged, F8:removed',
    ],
    [
      'E7 a customer that the sync made inactive is left so',
      customer({ state: 'inactive' }, { state: 'inactive' }, removed),
      'unchanged, F8:removed',
    ],
    [
      'F8 somebody made it active again in QuickBooks alone: that is left to them',
      customer({ state: 'inactive' }, active, removed),
      'unchanged, F8:inactive',
    ],
    [
      'F8 a customer that was active again on both sides and is deactivated once more is made inactive once more',
      customer(deactivated, active, removed),
      'remove-qbo, F8:inactive-in-bpro',
    ],
    [
      'F8 BPro uses a customer again that the sync made inactive: so does QuickBooks',
      customer({ state: 'active', moved: true }, { state: 'inactive' }, removed),
      'reactivate-qbo, F8:reactivated',
    ],
    [
      'F8 a customer used again on both sides is compared as ever',
      customer({ state: 'active', moved: true }, active, removed),
      'unchanged, F3:equal',
    ],
    [
      'F8 a product category cannot be removed by the sync, and that is noted',
      {
        type: 'product-category',
        qbo: view('Q-k', { ...qboCustomerOf(), Name: 'Helmets', Type: 'Category' }),
        record: { bproId: 'k', qboId: 'Q-k' },
      },
      'blocked, F8:no-removal, note removal-not-possible',
    ],
    [
      'F9 a deposited payment cannot be voided, and that is noted',
      payment(view('Q-y', qboPaymentOf(deposited))),
      'blocked, F9:deposited-payment, note deposited-payment',
    ],
    [
      'F8 a payment that is not deposited is voided',
      payment(view('Q-y', qboPaymentOf())),
      'remove-qbo, F8:voided-in-bpro',
    ],
    [
      'F10 an invoice in a closed period cannot be voided, and that is noted',
      invoice('voided', { company: { bookCloseDate: '2026-12-31' } }),
      'blocked, F10:closed-period, note closed-period',
    ],
    [
      'F8 a value that QuickBooks would refuse does not stop a removal',
      {
        ...customer(undefined, active),
        qbo: view('Q-c', qboCustomerOf({ PrimaryEmailAddr: { Address: 'nobody' } })),
      },
      'remove-qbo, F8:removed-in-bpro',
    ],
    [
      'F10 what is only said does not stop a removal',
      { ...customer(undefined, active), qbo: view('Q-c', qboCustomerOf({ CompanyName: '🚲' })) },
      'remove-qbo, F8:removed-in-bpro',
    ],
  ]);
});

describe('what QuickBooks ended', () => {
  rows([
    [
      'F8 a customer deleted or merged in QuickBooks is noted, not created again',
      customer(active, undefined),
      'blocked, F8:gone-in-qbo, note qbo-gone',
    ],
    [
      'F8 one that BPro deactivated, too, is nobody’s concern',
      customer(deactivated, undefined),
      'unchanged, F8:gone-on-both-sides',
    ],
    [
      'F8 one that the sync deleted is gone as it should be',
      customer(deactivated, undefined, removed),
      'unchanged, F8:removed',
    ],
    [
      'F8 one that BPro lost and QuickBooks made inactive is nobody’s concern',
      customer(undefined, { state: 'inactive' }),
      'unchanged, F8:gone-on-both-sides',
    ],
    [
      'E7 one that BPro lost after the sync made it inactive stays so, active again or not',
      customer(undefined, active, removed),
      'unchanged, F8:removed',
    ],
    [
      'F8 a customer made inactive in QuickBooks while BPro uses it is noted',
      customer(active, { state: 'inactive' }),
      'unchanged, F8:inactive-in-qbo, note qbo-inactive',
    ],
    [
      'F8 an edit in BPro does not wake what QuickBooks made inactive',
      {
        ...customer(active, { state: 'inactive' }),
        bpro: view('c', bproCustomerOf({ phone: '555' }), { version: '2' }),
      },
      'unchanged, F8:inactive-in-qbo, note qbo-inactive',
    ],
    [
      'F8 an invoice voided in QuickBooks while it is valid in BPro is noted, not sent again',
      {
        type: 'invoice',
        bpro: view('i', bproInvoiceOf()),
        qbo: view('Q-i', qboInvoiceOf({ TotalAmt: 0, PrivateNote: 'Voided' }), { state: 'voided' }),
        record: { bproId: 'i', qboId: 'Q-i' },
      },
      'unchanged, F8:voided-in-qbo, note qbo-voided',
    ],
  ]);
});

describe('records that meet for the first time while one side does not use them', () => {
  const meeting = (bpro: State, qbo: State): Given => ({
    bpro: view('c', bproCustomerOf({ phone: '555' }), { state: bpro }),
    qbo: view('Q-c', qboCustomerOf({ CompanyName: 'Lee Ltd' }), { state: qbo }),
    match: { kind: 'matched', id: 'Q-c', level: 0 },
  });

  it.each<[string, State, State, string]>([
    ['F8 inactive in BPro: linked, nothing is written', 'inactive', 'active', 'link, F8:inactive'],
    ['F8 inactive on both sides: linked, nothing is written', 'inactive', 'inactive', 'link, F8:inactive'],
    [
      'F8 inactive in QuickBooks: linked and noted',
      'active',
      'inactive',
      'link, F8:inactive-in-qbo, note qbo-inactive',
    ],
    [
      'F8 voided in QuickBooks: linked and noted',
      'active',
      'voided',
      'link, F8:voided-in-qbo, note qbo-voided',
    ],
  ])('%s', (_title, bpro, qbo, then) => {
    const decision = decideGiven(meeting(bpro, qbo));
    expect(summary(decision)).toBe(then);
    expect(decision).toMatchObject({ linkTo: 'Q-c', linkKey: '0' });
  });

  it('F3 what differs is not agreed: it is settled when both use the record again', () => {
    const { comparison } = decideGiven(meeting('inactive', 'active'));
    expect(comparison).toMatchObject({ toQbo: ['phone'], toBpro: ['companyName'], overwritten: [] });
  });

  it('F3 nothing counts as overwritten where nothing is written', () => {
    const given = meeting('active', 'inactive');
    const qbo = view('Q-c', qboCustomerOf({ PrimaryPhone: { FreeFormNumber: '777' } }), {
      state: 'inactive',
    });
    expect(decideGiven({ ...given, qbo }).comparison?.overwritten).toEqual([]);
  });
});
