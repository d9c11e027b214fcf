import { describe, expect, it } from '@jest/globals';
import type { BproCustomer } from './entities/customer.js';
import type { QboContent } from './mapping.js';
import { decideGiven, linkedWhen, summary, view, wanted, type Given } from './testing/decision-case.js';
import {
  bproCustomerOf,
  bproInvoiceOf,
  bproPaymentOf,
  bproProductOf,
  qboCustomerOf,
  qboInvoiceOf,
  qboPaymentOf,
  qboProductOf,
} from './testing/records.js';

const first = { kind: 'matched', id: 'Q-c', level: 0 } as const;

interface Sides {
  readonly bpro?: Partial<BproCustomer>;
  readonly qbo?: QboContent;
  /** The day of the last edit. */
  readonly bproEdited?: string;
  readonly qboEdited?: string;
}

const sides = ({ bpro, qbo, bproEdited = '2026-03-01', qboEdited = '2026-03-02' }: Sides) => ({
  bpro: view('c', bproCustomerOf(bpro), { edited: bproEdited, version: '2' }),
  qbo: view('Q-c', qboCustomerOf(qbo), { edited: qboEdited, version: '1' }),
});
const meeting = (given: Sides): Given => ({ ...sides(given), match: first });
/** Linked when both held `was`. */
const linked = (was: Sides, now: Sides): Given => ({ ...sides(now), record: linkedWhen(sides(was)) });

const phone = (number: string) => ({ PrimaryPhone: { FreeFormNumber: number } });

describe('two records that meet for the first time', () => {
  it('F1 equal records are linked by the key that found them, and nothing is written', () => {
    const decision = decideGiven({ ...meeting({}), match: { ...first, level: 1 } });
    expect(decision).toMatchObject({
      action: 'link',
      reason: 'F1:matched-1',
      linkTo: 'Q-c',
      linkKey: '1',
      comparison: { toQbo: [], toBpro: [] },
    });
    expect(decision.note).toBeUndefined();
  });

  it.each<[string, Sides, string, Record<string, unknown>]>([
    [
      'F3 a value that only BPro has goes to QuickBooks, although QuickBooks was edited later',
      { bpro: { phone: '555' } },
      'update-qbo, F1:matched-0',
      { phone: '555' },
    ],
    [
      'F3 a value that only QuickBooks has goes to BPro, although BPro was edited later',
      { qbo: phone('555'), qboEdited: '2026-02-01' },
      'update-bpro, F1:matched-0',
      { phone: '555' },
    ],
    [
      'F3 each side fills what the other lacks',
      { bpro: { companyName: 'Lee Ltd' }, qbo: phone('555') },
      'update-both, F1:matched-0',
      { phone: '555', companyName: 'Lee Ltd' },
    ],
    [
      'F3 of two values the one edited later is taken: QuickBooks’',
      { bpro: { phone: '555' }, qbo: phone('777') },
      'update-bpro, F1:matched-0, note overwritten-at-first-meeting',
      { phone: '777' },
    ],
    [
      'F3 of two values the one edited later is taken: BPro’s',
      { bpro: { phone: '555' }, qbo: phone('777'), bproEdited: '2026-03-03' },
      'update-qbo, F1:matched-0, note overwritten-at-first-meeting',
      { phone: '555' },
    ],
    [
      'F3 edited at the same instant BPro’s value is taken, and it is said that the times are close',
      { bpro: { phone: '555' }, qbo: phone('777'), bproEdited: '2026-03-02' },
      'update-qbo, F1:matched-0, note close-times',
      { phone: '555' },
    ],
  ])('%s', (_title, given, then, values) => {
    const decision = decideGiven(meeting(given));
    expect(summary(decision)).toBe(then);
    expect(wanted(decision, ...Object.keys(values))).toEqual(values);
    expect(decision).toMatchObject({ linkTo: 'Q-c', linkKey: '0' });
  });

  it('F3 the note names the fields in which a value was overwritten, no other', () => {
    const given = { bpro: { phone: '555', companyName: 'Lee Ltd' }, qbo: phone('777') };
    expect(decideGiven(meeting(given)).note).toEqual({
      code: 'overwritten-at-first-meeting',
      fields: ['phone'],
    });
  });

  it.each([
    ['F3 two seconds apart is later', '2026-03-02T12:00:02.000Z', 'overwritten-at-first-meeting'],
    ['F3 less than the clocks may differ by is noted as close', '2026-03-02T12:00:01.999Z', 'close-times'],
    ['F3 close is close in either order', '2026-03-02T11:59:58.001Z', 'close-times'],
  ])('%s', (_title, updatedAt, code) => {
    const { bpro, qbo } = sides({ bpro: { phone: '555' }, qbo: phone('777') });
    const decision = decideGiven({ bpro: { ...bpro, updatedAt }, qbo, match: first });
    expect(decision.note?.code).toBe(code);
  });

  it('F3 which side is later is a matter of instants, not of how they are written', () => {
    const { bpro, qbo } = sides({ bpro: { phone: '555' }, qbo: phone('777') });
    const late = { ...qbo, updatedAt: '2026-03-01T23:30:00-08:00' };
    const early = { ...bpro, updatedAt: '2026-03-02T05:00:00Z' };
    expect(wanted(decideGiven({ bpro: early, qbo: late, match: first }), 'phone')).toEqual({ phone: '777' });
  });

  it('F2 what a person chose is linked as chosen', () => {
    const decision = decideGiven({ ...meeting({}), record: { choice: { qboId: 'Q-c' } } });
    expect(decision).toMatchObject({ action: 'link', reason: 'F2:chosen', linkTo: 'Q-c', linkKey: 'chosen' });
  });

  it('F2 a choice that was overtaken by another match is not called a choice', () => {
    const decision = decideGiven({ ...meeting({}), record: { choice: { qboId: 'Q-other' } } });
    expect(decision).toMatchObject({ reason: 'F1:matched-0', linkKey: '0' });
  });

  it('F2 “none of these” creates, also while the plan still shows a candidate beside the record', () => {
    const decision = decideGiven({ ...sides({}), record: { choice: { qboId: null } } });
    expect(summary(decision)).toBe('create-qbo, F4:only-in-bpro');
  });

  it('F2 of several candidates nothing is guessed: a person chooses', () => {
    const { bpro } = sides({});
    const match = { kind: 'ambiguous', candidates: ['Q-c', 'Q-d'], level: 0 } as const;
    expect(decideGiven({ bpro, match })).toEqual({
      action: 'ambiguous',
      reason: 'F2:several-candidates',
      note: { code: 'ambiguous-match', candidates: ['Q-c', 'Q-d'] },
    });
  });

  it('F2 the settings do not hide an ambiguous record: ignoring it would leave it unmatched for good', () => {
    const match = { kind: 'ambiguous', candidates: ['Q-c', 'Q-d'], level: 0 } as const;
    const decision = decideGiven({ bpro: sides({}).bpro, match, settings: { onlyInBpro: 'ignore' } });
    expect(decision.action).toBe('ambiguous');
  });
});

describe('two linked records', () => {
  it.each<[string, Sides, Sides, string, Record<string, unknown>]>([
    ['E7 equal and unedited: nothing is written', {}, {}, 'unchanged, F3:equal', {}],
    [
      'F3 equal content is unchanged whatever the dates say',
      {},
      { bproEdited: '2026-05-01', qboEdited: '2026-06-01' },
      'unchanged, F3:equal',
      {},
    ],
    [
      'E7 what was left differing stays so: neither side was edited since',
      { bpro: { phone: '555' }, qbo: phone('777') },
      { bpro: { phone: '555' }, qbo: phone('777') },
      'unchanged, F3:equal',
      {},
    ],
    [
      'F3 a field edited in BPro goes to QuickBooks, although QuickBooks was touched later',
      {},
      { bpro: { phone: '555' } },
      'update-qbo, F3:changed',
      { phone: '555' },
    ],
    [
      'F3 a field edited in QuickBooks goes to BPro, although BPro was touched later',
      {},
      { qbo: phone('777'), bproEdited: '2026-03-03' },
      'update-bpro, F3:changed',
      { phone: '777' },
    ],
    [
      'F3 a value that BPro took out is taken out of QuickBooks',
      { bpro: { phone: '555' }, qbo: phone('555') },
      { qbo: phone('555') },
      'update-qbo, F3:changed',
      { phone: null },
    ],
    [
      'F3 a value that QuickBooks took out is taken out of BPro',
      { bpro: { phone: '555' }, qbo: phone('555') },
      { bpro: { phone: '555' } },
      'update-bpro, F3:changed',
      { phone: null },
    ],
    [
      'F3 edits of different fields both stand',
      {},
      { bpro: { companyName: 'Lee Ltd' }, qbo: phone('777') },
      'update-both, F3:changed',
      { companyName: 'Lee Ltd', phone: '777' },
    ],
    [
      'F3 a field edited on both sides takes the later edit: QuickBooks’',
      {},
      { bpro: { phone: '555' }, qbo: phone('777') },
      'update-bpro, F3:changed, note both-changed',
      { phone: '777' },
    ],
    [
      'F3 a field edited on both sides takes the later edit: BPro’s',
      {},
      { bpro: { phone: '555' }, qbo: phone('777'), bproEdited: '2026-03-03' },
      'update-qbo, F3:changed, note both-changed',
      { phone: '555' },
    ],
    [
      'F3 edited on both sides at almost the same time is noted as such',
      {},
      { bpro: { phone: '555' }, qbo: phone('777'), bproEdited: '2026-03-02' },
      'update-qbo, F3:changed, note close-times',
      { phone: '555' },
    ],
  ])('%s', (_title, was, now, then, values) => {
    const decision = decideGiven(linked(was, now));
    expect(summary(decision)).toBe(then);
    expect(wanted(decision, ...Object.keys(values))).toEqual(values);
    expect(decision.linkTo).toBeUndefined();
  });

  it('E7 both sides came to the same value by themselves: nothing to write, but it is agreed anew', () => {
    const decision = decideGiven(linked({}, { bpro: { phone: '555' }, qbo: phone('555') }));
    expect(decision).toMatchObject({ action: 'unchanged', comparison: { agreedAnew: true } });
  });

  it('F2 linked is linked: other candidates ask nobody', () => {
    const match = { kind: 'ambiguous', candidates: ['Q-c', 'Q-d'], level: 0 } as const;
    expect(summary(decideGiven({ ...linked({}, {}), match }))).toBe('unchanged, F3:equal');
  });

  it('F15 a linked record of which one id is known only is not linked yet', () => {
    const decision = decideGiven({ bpro: sides({}).bpro, record: { bproId: 'c' } });
    expect(summary(decision)).toBe('create-qbo, F4:only-in-bpro');
  });

  it('C1 the settings for one-sided records do not stop linked ones', () => {
    const settings = { onlyInBpro: 'ignore', onlyInQbo: 'ignore' } as const;
    const decision = decideGiven({ ...linked({}, { bpro: { phone: '555' } }), settings });
    expect(decision.action).toBe('update-qbo');
  });
});

describe('what an update would be refused for', () => {
  it('F10 it is blocked with the note of the problem, and nothing is written', () => {
    const decision = decideGiven(linked({}, { bpro: { email: 'nobody' } }));
    expect(decision).toEqual({
      action: 'blocked',
      reason: 'F10:email-invalid',
      note: { code: 'email-invalid', fields: ['email'] },
    });
  });

  it('F10 a value that stays as it is blocks no other', () => {
    const was = { bpro: { email: 'nobody' }, qbo: { PrimaryEmailAddr: { Address: 'ann@example.com' } } };
    const now = { ...was, bpro: { ...was.bpro, phone: '555' } };
    expect(summary(decideGiven(linked(was, now)))).toBe('update-qbo, F3:changed');
  });

  it('F10 what BPro cannot hold is found before BPro is asked', () => {
    const address = { BillAddr: { Line1: 'x'.repeat(501) } };
    expect(summary(decideGiven(linked({}, { qbo: address })))).toBe(
      'blocked, F10:value-too-long, note value-too-long',
    );
  });

  it('F10 at a first meeting the two are linked all the same, and what differs stays open', () => {
    const decision = decideGiven(meeting({ bpro: { phone: '5'.repeat(31) } }));
    expect(decision).toMatchObject({
      action: 'blocked',
      reason: 'F10:value-too-long',
      linkTo: 'Q-c',
      linkKey: '0',
      comparison: { toQbo: ['phone'] },
      fields: { phone: '5'.repeat(31) },
    });
  });

  it('F10 what QuickBooks may garble is written, and said', () => {
    const decision = decideGiven(linked({}, { bpro: { companyName: 'Lee 🚲' } }));
    expect(decision).toMatchObject({
      action: 'update-qbo',
      note: { code: 'characters-unsupported', fields: ['companyName'] },
    });
  });

  it('F10 an overwritten value is the more important thing to say', () => {
    const given = { bpro: { companyName: 'Lee 🚲', phone: '555' }, qbo: phone('777') };
    expect(decideGiven(linked({}, given)).note?.code).toBe('both-changed');
  });

  it('F10 emoji in a field that is not sent are not said', () => {
    const was = { bpro: { companyName: 'Lee 🚲' }, qbo: { CompanyName: 'Lee ?' } };
    const decision = decideGiven(linked(was, { ...was, bpro: { ...was.bpro, phone: '555' } }));
    expect(summary(decision)).toBe('update-qbo, F3:changed');
  });

  it('F9 a problem of the whole record blocks whatever is changed: a deposited payment', () => {
    const bpro = view('y', bproPaymentOf({ reference: 'new' }), { version: '2' });
    const deposited = qboPaymentOf({ LinkedTxn: [{ TxnId: '9', TxnType: 'Deposit' }] });
    const was = {
      type: 'payment',
      bpro: view('y', bproPaymentOf()),
      qbo: view('Q-y', qboPaymentOf()),
    } as const;
    const decision = decideGiven({
      type: 'payment',
      bpro,
      qbo: view('Q-y', deposited),
      record: linkedWhen(was),
    });
    expect(summary(decision)).toBe('blocked, F9:deposited-payment, note deposited-payment');
  });

  it('F14 a payment over several invoices is changed in QuickBooks only', () => {
    const shared = qboPaymentOf({ _application: { invoiceId: 'Q-i', amount: 4000, of: 2 } });
    const was = { type: 'payment', bpro: view('y', bproPaymentOf()), qbo: view('Q-y', shared) } as const;
    const decision = decideGiven({
      ...was,
      bpro: view('y', bproPaymentOf({ amount: '41.00' }), { version: '2' }),
      record: linkedWhen(was),
    });
    expect(summary(decision)).toBe('blocked, F14:multi-invoice-payment, note multi-invoice-payment');
  });

  it('F10 an invoice in a closed period is blocked before QuickBooks is asked', () => {
    const was = {
      type: 'invoice',
      bpro: view('i', bproInvoiceOf()),
      qbo: view('Q-i', qboInvoiceOf()),
    } as const;
    const decision = decideGiven({
      ...was,
      bpro: view('i', bproInvoiceOf({ memo: 'thanks' }), { version: '2' }),
      record: linkedWhen(was),
      company: { bookCloseDate: '2026-02-01' },
    });
    expect(summary(decision)).toBe('blocked, F10:closed-period, note closed-period');
  });

  it('F7 an order that does not add up is held before QuickBooks computes another total', () => {
    const was = {
      type: 'invoice',
      bpro: view('i', bproInvoiceOf()),
      qbo: view('Q-i', qboInvoiceOf()),
    } as const;
    const decision = decideGiven({
      ...was,
      bpro: view('i', bproInvoiceOf({ discount: '5.00', total: '36.00' }), { version: '2' }),
      record: linkedWhen(was),
    });
    expect(summary(decision)).toBe('blocked, F7:total-mismatch, note total-mismatch');
  });
});

describe('fields that are never sent', () => {
  const product = (
    bpro: Parameters<typeof bproProductOf>[0],
    qbo: QboContent,
    match: Given['match'] = { kind: 'matched', id: 'Q-p', level: 0 },
  ): Given => ({
    type: 'product',
    bpro: view('p', bproProductOf(bpro)),
    qbo: view('Q-p', qboProductOf(qbo), { edited: '2026-03-02' }),
    match,
  });

  it('F6 a product’s type is never changed, whichever side is newer', () => {
    expect(summary(decideGiven(product({ kind: 'service' }, {})))).toBe('link, F1:matched-0');
    expect(summary(decideGiven(product({}, { Type: 'Service' })))).toBe('link, F1:matched-0');
  });

  it('F6 other fields of the product follow all the same', () => {
    const decision = decideGiven(product({ kind: 'service', price: '45' }, {}));
    expect(decision).toMatchObject({ action: 'update-bpro', comparison: { toBpro: ['price'], toQbo: [] } });
  });

  it('F12 rates of an existing tax code are noted, not changed', () => {
    const tax = { name: 'Vermont', rates: [{ name: 'Vermont', percent: '6', agency: 'State Board' }] };
    const code = {
      ...qboCustomerOf(),
      Name: 'Vermont',
      _rates: [{ id: '1', name: 'Vermont', percent: '7', agency: 'State Board' }],
    };
    const decision = decideGiven({
      type: 'tax',
      bpro: view('x', tax, { edited: '2026-03-03' }),
      qbo: view('Q-x', code),
      match: { kind: 'matched', id: 'Q-x', level: 0 },
    });
    expect(decision).toMatchObject({
      action: 'blocked',
      reason: 'F12:tax-rates-differ',
      linkTo: 'Q-x',
      note: { code: 'tax-rates-differ', fields: ['rates'] },
    });
  });
});
