import { describe, expect, it } from '@jest/globals';
import type { RefOutcome } from './decision.js';
import { decideGiven, linkedWhen, summary, view, type Given } from './testing/decision-case.js';
import {
  bproCustomerOf,
  bproInvoiceOf,
  bproRefundOf,
  qboCustomerOf,
  qboInvoiceOf,
  qboPaymentOf,
  qboRefundOf,
} from './testing/records.js';

const invoice: Given = { type: 'invoice', bpro: view('i', bproInvoiceOf()) };
const ROOT = { type: 'product', recordId: 'rec-x', code: 'name-invalid' };
const blocked: RefOutcome = { status: 'blocked', code: 'name-taken' };
const ignored: RefOutcome = { status: 'ignored', code: 'C1:only-in-bpro' };
const leftOut: RefOutcome = { status: 'left-out', code: 'C2:before-date' };

const payment = {
  bpro: view('y', {
    customerId: 'c',
    invoiceId: 'i',
    methodId: null,
    date: '2026-03-01',
    amount: '40.00',
    tip: '0.00',
    reference: null,
    note: null,
  }),
  qbo: view('Q-y', qboPaymentOf()),
};

describe('two records that would be tied to each other', () => {
  const pair: Given = {
    type: 'invoice',
    bpro: view('i', bproInvoiceOf()),
    qbo: view('Q-i', qboInvoiceOf()),
    match: { kind: 'matched', id: 'Q-i', level: 0 },
  };

  it('C3 wait for a customer that the date leaves out: it is pulled in first', () => {
    expect(summary(decideGiven({ ...pair, outcomes: { customer: leftOut } }))).toBe(
      'left-out, F5:customer-left-out',
    );
    expect(decideGiven(pair).linkTo).toBe('Q-i');
  });

  it('C3 a payment that both have is left out with its invoice from before the date', () => {
    const both: Given = { type: 'payment', ...payment, match: { kind: 'matched', id: 'Q-y', level: 0 } };
    expect(summary(decideGiven({ ...both, outcomes: { invoice: leftOut } }))).toBe(
      'left-out, F5:invoice-left-out',
    );
  });

  it('F5 are tied although something that they need is blocked', () => {
    expect(decideGiven({ ...pair, outcomes: { customer: blocked } }).linkTo).toBe('Q-i');
  });
});

describe('a record that would be created', () => {
  it.each<[string, Given, string]>([
    ['F5 with everything that it needs it is created', invoice, 'create-qbo, F4:only-in-bpro'],
    [
      'F5 an invoice whose customer is blocked is blocked',
      { ...invoice, outcomes: { customer: blocked } },
      'blocked, F5:customer-blocked, note dependency-blocked',
    ],
    [
      'F9 where QuickBooks has one that could not be read it may be that one: nothing is created',
      { ...invoice, unread: { qbo: ROOT } },
      'blocked, F9:maybe-unread, note maybe-unread',
    ],
    [
      'F9 what could not be read on its own side does not keep it back',
      { ...invoice, unread: { bpro: ROOT } },
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'F2 a person who says that it is none of these has it created all the same',
      { ...invoice, unread: { qbo: ROOT }, record: { choice: { qboId: null } } },
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'C1 what is ignored anyway needs no note about it',
      { ...invoice, unread: { qbo: ROOT }, settings: { onlyInBpro: 'ignore' } },
      'ignored, C1:only-in-bpro',
    ],
    [
      'F5 an invoice whose product is blocked is blocked',
      { ...invoice, outcomes: { lines: blocked } },
      'blocked, F5:lines-blocked, note dependency-blocked',
    ],
    [
      'F5 an invoice whose customer is ignored is ignored',
      { ...invoice, outcomes: { customer: ignored } },
      'ignored, F5:customer-ignored',
    ],
    [
      'F5 an invoice whose customer is left out is left out',
      { ...invoice, outcomes: { customer: leftOut } },
      'left-out, F5:customer-left-out',
    ],
    [
      'C3 a payment after the date on an invoice from before it is left out, with that reason',
      {
        type: 'payment',
        bpro: payment.bpro,
        outcomes: { invoice: leftOut },
      },
      'left-out, F5:invoice-left-out',
    ],
    [
      'F5 the same holds for imports',
      { type: 'invoice', qbo: view('Q-i', qboInvoiceOf()), outcomes: { lines: blocked } },
      'blocked, F5:lines-blocked, note dependency-blocked',
    ],
    [
      'F5 a term is optional: a customer is created without it',
      { bpro: view('c', bproCustomerOf({ salesTermId: 't' })), outcomes: { term: blocked } },
      'create-qbo, F4:only-in-bpro',
    ],
    [
      'F5 E4 it is waited for while it is not known whether it is there',
      {
        bpro: view('c', bproCustomerOf({ salesTermId: 't' })),
        outcomes: { term: { status: 'blocked', code: 'outcome-unknown' } },
      },
      'blocked, F5:term-blocked, note dependency-blocked',
    ],
    [
      'F5 a term that only QuickBooks has is left out of the customer',
      { qbo: view('Q-c', qboCustomerOf({ SalesTermRef: { value: 'Q-t' } })), outcomes: { term: leftOut } },
      'create-bpro, F4:only-in-qbo',
    ],
    [
      'F5 what the settings ignore anyway names the setting, not the dependency',
      { ...invoice, outcomes: { customer: blocked }, settings: { onlyInBpro: 'ignore' } },
      'ignored, C1:only-in-bpro',
    ],
    [
      'F5 the dependency comes before what would be refused',
      {
        ...invoice,
        bpro: view('i', bproInvoiceOf({ number: '1'.repeat(22) })),
        outcomes: { customer: blocked },
      },
      'blocked, F5:customer-blocked, note dependency-blocked',
    ],
  ])('%s', (_title, given, then) => {
    expect(summary(decideGiven(given))).toBe(then);
  });

  it('F5 the note names the record that stands in the way', () => {
    const decision = decideGiven({ ...invoice, outcomes: { customer: blocked } });
    expect(decision.note).toEqual({
      code: 'dependency-blocked',
      root: { type: 'customer', recordId: 'rec-c', code: 'name-taken' },
    });
  });

  it('F5 the note names the root of the chain, not the next link', () => {
    const decision = decideGiven({ ...invoice, outcomes: { customer: { ...blocked, root: ROOT } } });
    expect(decision.note).toEqual({ code: 'dependency-blocked', root: ROOT });
  });
});

describe('what is foreseen as refused at a creation', () => {
  it('F10 it is blocked, with the field', () => {
    const decision = decideGiven({ bpro: view('c', bproCustomerOf({ displayName: 'Ann: Lee' })) });
    expect(decision).toEqual({
      action: 'blocked',
      reason: 'F10:name-invalid',
      note: { code: 'name-invalid', fields: ['displayName'] },
    });
  });

  it('F10 what blocks is said before what is only said', () => {
    const bpro = view('c', bproCustomerOf({ displayName: '🚲: Lee' }));
    expect(decideGiven({ bpro }).note?.code).toBe('name-invalid');
  });

  it('F10 emoji are sent, and said', () => {
    const decision = decideGiven({ bpro: view('c', bproCustomerOf({ companyName: '🚲' })) });
    expect(decision).toMatchObject({
      action: 'create-qbo',
      fields: { companyName: '🚲' },
      note: { code: 'characters-unsupported', fields: ['companyName'] },
    });
  });

  it('F10 each side has its own limits: BPro holds a name with a colon', () => {
    const qbo = view('Q-c', qboCustomerOf({ DisplayName: 'Ann: Lee' }));
    expect(summary(decideGiven({ qbo }))).toBe('create-bpro, F4:only-in-qbo');
  });

  it('F11 a QuickBooks refund that fits no BPro payment is noted, as a whole', () => {
    const decision = decideGiven({ type: 'refund', qbo: view('Q-r', qboRefundOf()) });
    expect(decision).toEqual({
      action: 'blocked',
      reason: 'F11:refund-unassignable',
      note: { code: 'refund-unassignable' },
    });
  });

  it('F11 a QuickBooks refund that fits one payment is imported onto it', () => {
    const content = qboRefundOf({ _assignment: { invoice: 'rec-i', payment: 'rec-y' } });
    const decision = decideGiven({ type: 'refund', qbo: view('Q-r', content) });
    expect(decision).toMatchObject({
      action: 'create-bpro',
      fields: { invoice: 'rec-i', payment: 'rec-y', amount: 1000 },
    });
  });

  it('F11 a refund whose order is not known yet waits for it', () => {
    const bpro = view('r', bproRefundOf());
    const decision = decideGiven({ type: 'refund', bpro, settings: { refundAccountId: '35' } });
    expect(decision.note?.code).toBe('dependency-blocked');
  });
});

describe('a linked record that is edited', () => {
  const other = (id: string) => bproInvoiceOf().lines.map((line) => ({ ...line, productId: id }));
  const was = {
    type: 'invoice',
    bpro: view('i', bproInvoiceOf()),
    qbo: view('Q-i', qboInvoiceOf()),
  } as const;
  const edited = (more: Parameters<typeof bproInvoiceOf>[0], outcomes: Given['outcomes'] = {}): Given => ({
    ...was,
    bpro: view('i', bproInvoiceOf(more), { version: '2', edited: '2026-03-01' }),
    record: linkedWhen(was),
    outcomes,
  });

  it.each<[string, Given, string]>([
    [
      'F5 a new line waits for its product',
      edited({ lines: other('new') }, { lines: blocked }),
      'blocked, F5:lines-blocked, note dependency-blocked',
    ],
    [
      'F5 a change that is held by an ignored record is never silent',
      edited({ lines: other('new') }, { lines: ignored }),
      'ignored, F5:lines-ignored, note dependency-ignored',
    ],
    [
      'F5 a change that is held by a record left out is never silent',
      edited({ customerId: 'd' }, { customer: leftOut }),
      'left-out, F5:customer-left-out, note dependency-ignored',
    ],
    [
      'F5 a reference that did not change holds nothing up',
      edited({ memo: 'thanks' }, { lines: blocked, customer: blocked }),
      'update-qbo, F3:changed',
    ],
  ])('%s', (_title, given, then) => {
    expect(summary(decideGiven(given))).toBe(then);
  });

  it('F5 the note of a held change names the record that is ignored', () => {
    const decision = decideGiven(edited({ lines: other('new') }, { lines: ignored }));
    expect(decision.note?.root).toEqual({ type: 'product', recordId: 'rec-new', code: 'C1:only-in-bpro' });
  });

  it('F5 a QuickBooks edit that names a record BPro lacks is held the same way', () => {
    const lines = qboInvoiceOf()['Line'] as readonly { SalesItemLineDetail: object }[];
    const qbo = view(
      'Q-i',
      qboInvoiceOf({
        Line: lines.map((line) => ({
          ...line,
          SalesItemLineDetail: { ...line.SalesItemLineDetail, ItemRef: { value: 'Q-new' } },
        })),
      }),
    );
    const decision = decideGiven({ ...was, qbo, record: linkedWhen(was), outcomes: { lines: blocked } });
    expect(summary(decision)).toBe('blocked, F5:lines-blocked, note dependency-blocked');
  });

  it('F5 two records that meet are linked although what differs has to wait', () => {
    const decision = decideGiven({
      ...edited({ lines: other('new') }, { lines: blocked }),
      record: {},
      match: { kind: 'matched', id: 'Q-i', level: 0 },
    });
    expect(decision).toMatchObject({ action: 'blocked', linkTo: 'Q-i', comparison: { toQbo: ['lines'] } });
  });
});
