import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, RECORD_TYPES, type TypeCount } from '@bpro-qbo-sync/sync-domain';
import {
  balancesAreNamed,
  carriedSumsAreEqual,
  countsMatchOrAreExplained,
  createdOncePerRecord,
  everyRecordHasItsReason,
  everyRecordIsInThePlan,
  ignoredIsNotCreated,
  intentsEnd,
  linkedDocumentsStandOnLinkedRecords,
  type KnownPairs,
  knownPairsWereRecognised,
  linksAreBijection,
  type RecordLife,
  moneyIsEqual,
  notesAreShownOnce,
  paymentsPayWhatIsOpen,
  nothingMoved,
  nothingTwice,
  nothingWasWritten,
  callsBetween,
  noRecordEvents,
  rebuiltEqualsLive,
  refundAccountMovedByRefunds,
  uncheckedMethodsAreUntouched,
  USERS_FIELDS,
  usersFieldsAreKept,
  versionsGrow,
  whatIsNotInSyncIsNoted,
  writesWereIntended,
} from './index.js';
import {
  BEFORE,
  confirmed,
  intended,
  life,
  linkedEvent,
  noted,
  payment,
  refund,
  refused,
  ROWS,
  SOUND,
  withBpro,
  withLife,
  withQbo,
  withRow,
} from './planted-world.js';

const whats = (violations: readonly { readonly what: string }[]): string[] => violations.map((v) => v.what);

describe('I1 one record is created once', () => {
  it('I1 accepts what appeared for one record each', () => {
    expect(nothingTwice(SOUND, BEFORE.qbo)).toEqual([]);
    expect(createdOncePerRecord(SOUND, BEFORE)).toEqual([]);
  });

  it('I1 sees a second payment with the marker of the first', () => {
    const twice = withQbo('Payment', '21', payment('21', 60, [], { PrivateNote: '[BPro b.p]' }));
    expect(whats(nothingTwice(twice, BEFORE.qbo))).toEqual(['Payment [BPro b.p] was created twice']);
  });

  it('I1 sees a second invoice with the same number', () => {
    const twice = withQbo('Invoice', '11', { DocNumber: '1001' });
    expect(whats(nothingTwice(twice, { ...BEFORE.qbo, Invoice: [] }))).toHaveLength(1);
  });

  it('I1 sees a record on either side that no stream says it made', () => {
    const orphan = withQbo('Customer', '2', { DisplayName: 'Nobody' });
    expect(whats(createdOncePerRecord(orphan, BEFORE))).toEqual([
      'qbo/customer/2 appeared and no record says that it made it',
    ]);
    expect(createdOncePerRecord(orphan, BEFORE, new Set(['qbo/customer/2']))).toEqual([]);
    expect(createdOncePerRecord(withBpro('customer', 'c2', {}), BEFORE)).toHaveLength(1);
  });

  it('I1 sees a record that two streams say they made', () => {
    const claimed = withLife(life('refund', 'b.other', linkedEvent('other', '30')));
    expect(whats(createdOncePerRecord(claimed, BEFORE))).toEqual([
      'qbo/refund/30 appeared and several records claim it',
    ]);
  });

  it('I1 takes more applications of a known payment for the same payment', () => {
    const parts = withQbo(
      'Payment',
      '20',
      payment('20', 60, [
        ['10', 50],
        ['11', 10],
      ]),
    );
    expect(createdOncePerRecord(parts, { ...BEFORE, qbo: SOUND.qbo })).toEqual([]);
  });
});

describe('I1 records that are known to be the same', () => {
  const none = Object.fromEntries(RECORD_TYPES.map((type) => [type, []])) as unknown as KnownPairs;
  const pairs: KnownPairs = { ...none, refund: [['r', '30']], payment: [['p', '20']] };
  const recognised = (refunds: readonly RecordLife[]): string[] =>
    whats(
      knownPairsWereRecognised(
        { records: [...SOUND.records.filter(({ type }) => type !== 'refund'), ...refunds] },
        SOUND,
        pairs,
      ),
    );

  it('I1 accepts that they were tied to each other, or to nothing', () => {
    expect(recognised([life('refund', 'b.r', linkedEvent('r', '30'))])).toEqual([]);
    expect(recognised([])).toEqual([]);
  });

  it('I1 sees that both were created again in the other system', () => {
    const again = [
      life('refund', 'b.r', linkedEvent('r', '31')),
      life('refund', 'q.30', linkedEvent('x', '30')),
    ];
    expect(recognised(again)).toEqual([
      'refund r of BPro and 30 of QuickBooks are the same, and were tied to 31 and x',
    ]);
    expect(recognised(again.slice(1))).toHaveLength(1);
  });

  it('I1 does not ask for what was not active before', () => {
    expect(knownPairsWereRecognised({ records: [] }, BEFORE, pairs)).toEqual([]);
  });
});

describe('I2 every BPro record is linked or explained', () => {
  const lonely = withBpro('customer', 'c2', { displayName: 'Late' });

  it('I2 sees a BPro record that is neither', () => {
    expect(everyRecordHasItsReason(SOUND, new Set())).toEqual([]);
    expect(whats(everyRecordHasItsReason(lonely, new Set()))).toEqual([
      'customer/c2 is neither linked nor explained',
    ]);
  });

  it('I2 accepts a note, or a reason of the plan', () => {
    const withNote = {
      ...lonely,
      records: [...SOUND.records, life('customer', 'b.c2', noted('name-taken', 'c2'))],
    };
    expect(everyRecordHasItsReason(withNote, new Set())).toEqual([]);
    expect(everyRecordHasItsReason(lonely, new Set(['customer/c2']))).toEqual([]);
  });
});

describe('I3 links are a bijection', () => {
  it('I3 sees one QuickBooks record linked twice, and one BPro record', () => {
    expect(linksAreBijection(SOUND)).toEqual([]);
    expect(linksAreBijection(withLife(life('customer', 'b.x', linkedEvent('x', '1'))))).toHaveLength(1);
    expect(linksAreBijection(withLife(life('customer', 'b.x', linkedEvent('c', '9'))))).toHaveLength(1);
    expect(linksAreBijection(withLife(life('product', 'b.x', linkedEvent('c', '1'))))).toEqual([]);
  });
});

describe('I4 the money is equal', () => {
  it('I4 accepts equal documents, sums, balances and a refund account that the refunds moved', () => {
    expect(moneyIsEqual(SOUND)).toEqual([]);
    expect(carriedSumsAreEqual(SOUND)).toEqual([]);
    expect(balancesAreNamed(SOUND)).toEqual({ violations: [], movers: [] });
    expect(refundAccountMovedByRefunds(SOUND, BEFORE, '35')).toEqual([]);
  });

  it.each([
    ['a total one cent off', withQbo('Invoice', '10', { TotalAmt: 110.01 })],
    ['a tax one cent off', withQbo('Invoice', '10', { TxnTaxDetail: { TotalTax: 9.99 } })],
    ['a payment one cent off', withQbo('Payment', '20', payment('20', 60.01, [['10', 60.01]]))],
    ['a refund one cent off', withQbo('RefundReceipt', '30', { TotalAmt: 5.01 })],
  ])('I4 sees %s', (_what, world) => {
    expect(moneyIsEqual(world)).toHaveLength(1);
  });

  it('I4 looks at a record whose note only tells what was done, and not at one that is held', () => {
    const off = withQbo('Invoice', '10', { TotalAmt: 110.01 });
    const because = (code: string): typeof off => ({
      ...off,
      records: withLife(life('invoice', 'b.i', linkedEvent('i', '10'), noted(code, 'i'))).records,
    });
    expect(moneyIsEqual(because('overwritten-at-first-meeting'))).toHaveLength(1);
    expect(moneyIsEqual(because('total-mismatch'))).toEqual([]);
  });

  it('I4 sees a carried payment that is applied to another invoice', () => {
    const elsewhere = withQbo('Payment', '20', payment('20', 60, [['11', 60]]));
    expect(whats(carriedSumsAreEqual(elsewhere))).toEqual([
      'the payments of invoice b.i: BPro 6000, QuickBooks 0 cents',
      'the payments of invoice qbo 11, not linked: BPro 0, QuickBooks 6000 cents',
    ]);
  });

  it('I4 sees a payment, and a refund, of another customer', () => {
    const ref = { CustomerRef: { value: '2' } };
    expect(whats(carriedSumsAreEqual(withQbo('Payment', '20', ref)))).toContain(
      'the payments of customer b.c: BPro 6000, QuickBooks 0 cents',
    );
    expect(whats(carriedSumsAreEqual(withQbo('RefundReceipt', '30', ref)))).toContain(
      'the refunds of customer b.c: BPro 500, QuickBooks 0 cents',
    );
  });

  it('I4 names what else moved a balance: a payment that is not synced, a credit, a part not applied', () => {
    const others = {
      ...SOUND,
      qbo: {
        ...SOUND.qbo,
        Invoice: withQbo('Invoice', '10', { Balance: 27 }).qbo['Invoice'] ?? [],
        Payment: [
          payment('20', 60, [['10', 58]]),
          payment('21', 20, [['10', 20]]),
          payment('22', 0, [['10', 5]]),
        ],
      },
    };
    expect(balancesAreNamed(others)).toEqual({
      violations: [],
      movers: [
        { invoice: 'invoice/b.i', amount: 200, paymentId: '20', why: 'not applied in full' },
        { invoice: 'invoice/b.i', amount: -2000, paymentId: '21', why: 'not synced' },
        { invoice: 'invoice/b.i', amount: -500, paymentId: '22', why: 'credit' },
      ],
    });
  });

  it('I4 sees a balance that moved without a name', () => {
    const moved = balancesAreNamed(withQbo('Invoice', '10', { Balance: 49 }));
    expect(whats(moved.violations)).toEqual([
      'invoice/b.i is open for -100 cents more in QuickBooks, of which 0 have a name',
    ]);
  });

  it('I4 names a carried payment that QuickBooks does not apply', () => {
    const unapplied = {
      ...withQbo('Payment', '20', payment('20', 60, [])),
      qbo: {
        ...withQbo('Payment', '20', payment('20', 60, [])).qbo,
        Invoice: withQbo('Invoice', '10', { Balance: 110 }).qbo['Invoice'] ?? [],
      },
    };
    expect(balancesAreNamed(unapplied).movers).toEqual([
      { invoice: 'invoice/b.i', amount: 6000, paymentId: '20', why: 'not applied in full' },
    ]);
  });

  it('I4 F13 sees a payment of ours that is not applied as far as its invoice is open', () => {
    const partly = (balance: number): typeof SOUND => ({
      ...SOUND,
      qbo: {
        ...SOUND.qbo,
        Invoice: withQbo('Invoice', '10', { Balance: balance }).qbo['Invoice'] ?? [],
        Payment: [{ ...payment('20', 60, [['10', 40]]), UnappliedAmt: 20 }],
      },
    });
    const none = { bpro: [], qbo: {} };
    expect(whats(paymentsPayWhatIsOpen(partly(70), none))).toEqual([
      'payment/b.p leaves 2000 cents of its invoice unpaid',
    ]);
    expect(paymentsPayWhatIsOpen(partly(0), none)).toEqual([]);
    expect(paymentsPayWhatIsOpen(SOUND, none)).toEqual([]);
    expect(paymentsPayWhatIsOpen(partly(70), partly(70))).toEqual([]);
  });

  it('I4 sees a refund account that moved by something else, and a refund from another account', () => {
    const other = withQbo('Account', '35', { CurrentBalance: 990 });
    expect(whats(refundAccountMovedByRefunds(other, BEFORE, '35'))).toEqual([
      'the refund account 35 moved by -1000 cents instead of -500',
    ]);
    const elsewhere = withQbo('RefundReceipt', '30', refund('30', 5, '36'));
    expect(refundAccountMovedByRefunds(elsewhere, BEFORE, '35')).toHaveLength(1);
    expect(refundAccountMovedByRefunds(SOUND, BEFORE, '99')).toHaveLength(1);
  });

  it('I4 counts payments that go into the refund account', () => {
    const into = withQbo('Payment', '20', { DepositToAccountRef: { value: '35' } });
    expect(refundAccountMovedByRefunds(into, BEFORE, '35')).toHaveLength(1);
    const account = withQbo('Account', '35', { CurrentBalance: 1055 }).qbo['Account'] ?? [];
    expect(
      refundAccountMovedByRefunds({ ...into, qbo: { ...into.qbo, Account: account } }, BEFORE, '35'),
    ).toEqual([]);
  });
});

describe('I5 what is not in sync has its reason', () => {
  it('I5 sees a record that the plan does not name, or names twice', () => {
    expect(everyRecordIsInThePlan(SOUND, ROWS)).toEqual([]);
    expect(whats(everyRecordIsInThePlan(SOUND, ROWS.slice(1)))).toEqual([
      'bpro/payment-method/pm is in no row of the plan',
      'qbo/payment-method/3 is in no row of the plan',
    ]);
    expect(everyRecordIsInThePlan(SOUND, [...ROWS, ...ROWS.slice(0, 1)])).toHaveLength(2);
  });

  it.each(['blocked', 'ambiguous', 'create-qbo', 'update-bpro', 'link'])(
    'I5 sees a record that is %s and has no note',
    (action) => {
      const rows = withRow('customer', 'b.c', { action, reason: 'F4:only-in-bpro' });
      expect(whatIsNotInSyncIsNoted(SOUND, rows)).toHaveLength(1);
      const world = withLife(life('customer', 'b.c', linkedEvent('c', '1'), noted('name-taken', 'c')));
      expect(whatIsNotInSyncIsNoted(world, rows)).toEqual([]);
    },
  );

  it('I5 sees a decision without a reason', () => {
    expect(whatIsNotInSyncIsNoted(SOUND, withRow('customer', 'b.c', { reason: '' }))).toHaveLength(1);
  });

  it('I5 sees a dependant that names no cause, or one that has no note', () => {
    const waits = (cause?: string, rootNote = true): string[] => {
      const invoice = life('invoice', 'b.i', noted('dependency-blocked', 'i', cause));
      const customer = life('customer', 'b.c', ...(rootNote ? [noted('name-taken', 'c')] : []));
      const rows = withRow('invoice', 'b.i', { action: 'blocked', reason: 'F5:customer-blocked' });
      return whats(whatIsNotInSyncIsNoted({ records: [invoice, customer] }, rows));
    };
    expect(waits('customer/b.c')).toEqual([]);
    expect(waits()).toEqual(['invoice/b.i waits for a record that it does not name']);
    expect(waits('customer/b.c', false)).toEqual(['invoice/b.i waits for customer/b.c, which has no note']);
    expect(waits('invoice/b.i')).toHaveLength(1);
  });

  it('I5 C2 a customer from before the date, which others wait for, needs no note', () => {
    const invoice = life('invoice', 'b.i', noted('dependency-blocked', 'i', 'customer/b.c'));
    const rows = [
      ...withRow('invoice', 'b.i', { action: 'blocked', reason: 'F5:customer-blocked' }).filter(
        ({ type }) => type !== 'customer',
      ),
      ...withRow('customer', 'b.c', { action: 'left-out', reason: 'C2:before-date' }).filter(
        ({ type }) => type === 'customer',
      ),
    ];
    expect(whats(whatIsNotInSyncIsNoted({ records: [invoice] }, rows))).toEqual([]);
  });

  it('I5 sees a linked document whose customer, invoice or product is not linked', () => {
    expect(linkedDocumentsStandOnLinkedRecords(SOUND)).toEqual([]);
    const without = (type: string): string[] =>
      whats(
        linkedDocumentsStandOnLinkedRecords({
          ...SOUND,
          records: SOUND.records.filter((r) => r.type !== type),
        }),
      );
    expect(without('invoice')).toEqual([
      'payment/p of BPro is linked, and invoice/i, which it needs, is not',
      'refund/r of BPro is linked, and invoice/i, which it needs, is not',
    ]);
    expect(without('customer')).toHaveLength(3);
    const sold = withBpro('invoice', 'i', { lines: [{ productId: 'x' }] });
    expect(linkedDocumentsStandOnLinkedRecords(sold)).toHaveLength(1);
  });

  it('I5 sees a note that is shown twice, not shown, or not current', () => {
    const world = withLife(life('customer', 'b.c', noted('name-taken', 'c')));
    const note = { type: 'customer', recordId: 'b.c', code: 'name-taken' };
    expect(notesAreShownOnce(world, [note])).toEqual([]);
    expect(notesAreShownOnce(world, [note, note])).toHaveLength(1);
    expect(notesAreShownOnce(world, [])).toHaveLength(1);
    expect(notesAreShownOnce(world, [{ ...note, code: 'refused' }])).toHaveLength(1);
    expect(notesAreShownOnce(SOUND, [note])).toHaveLength(1);
  });
});

describe("I6 QuickBooks users' own fields", () => {
  it('I6 sees a note on a customer that was erased', () => {
    expect(usersFieldsAreKept(BEFORE.qbo, SOUND.qbo, USERS_FIELDS)).toEqual([]);
    const erased = withQbo('Customer', '1', { Notes: '' });
    expect(whats(usersFieldsAreKept(BEFORE.qbo, erased.qbo, USERS_FIELDS))).toEqual([
      'Customer 1 Notes changed',
    ]);
  });

  it('I6 F8 accepts the word that QuickBooks puts before the note of what is voided, and no other', () => {
    const noted = (PrivateNote: string): typeof BEFORE.qbo =>
      withQbo('Invoice', String(BEFORE.qbo['Invoice']?.[0]?.['Id']), { PrivateNote }).qbo;
    const before = noted('by hand');
    expect(usersFieldsAreKept(before, noted('Voided - by hand'), USERS_FIELDS)).toEqual([]);
    expect(usersFieldsAreKept(before, noted('Voided'), USERS_FIELDS)).toHaveLength(1);
  });
});

describe('I7 read models are rebuilt the same', () => {
  const live = {
    notes: [
      { id: 1, times: 2 },
      { id: 2, times: 1 },
    ],
  };

  it('I7 accepts another order of rows and columns', () => {
    expect(
      rebuiltEqualsLive(live, {
        notes: [
          { times: 1, id: 2 },
          { times: 2, id: 1 },
        ],
      }),
    ).toEqual([]);
  });

  it('I7 sees a row that differs, is missing, or is there twice', () => {
    expect(
      rebuiltEqualsLive(live, {
        notes: [
          { id: 1, times: 3 },
          { id: 2, times: 1 },
        ],
      }),
    ).toHaveLength(1);
    expect(rebuiltEqualsLive(live, { notes: [{ id: 1, times: 2 }] })).toHaveLength(1);
    expect(rebuiltEqualsLive(live, { notes: [...live.notes, { id: 2, times: 1 }] })).toHaveLength(1);
    expect(rebuiltEqualsLive(live, {})).toHaveLength(1);
  });
});

describe('I8 counts match or are explained', () => {
  const COUNTED: Partial<Record<string, number>> = {
    'payment-method': 1,
    customer: 1,
    invoice: 1,
    payment: 1,
    refund: 1,
  };
  const counts = (change: Partial<Record<string, Partial<TypeCount>>> = {}): TypeCount[] =>
    RECORD_TYPES.map((type) => {
      const count = COUNTED[type] ?? 0;
      const bpro = type === 'sales-term' ? 5 : count;
      return { type, qbo: count, bpro, ...change[type] };
    });
  const terms = Array.from({ length: 5 }, (_, i) => ({
    type: 'sales-term' as const,
    id: `t${String(i)}`,
    version: 1,
    createdAt: '2026-01-05T09:00:00.000Z',
    updatedAt: '2026-01-05T09:00:00.000Z',
    state: 'active' as const,
    origin: 'bpro',
    data: {},
  }));
  const world = { ...SOUND, bpro: [...SOUND.bpro, ...terms] };
  const rows = [
    ...ROWS,
    ...terms.map(({ type, id }) => ({
      type,
      recordId: `b.${id}`,
      action: 'ignored',
      reason: 'C1:only-in-bpro',
      bproId: id,
      qboId: undefined,
      root: undefined,
    })),
  ];

  it('I8 accepts equal numbers and names each explained difference', () => {
    const { violations, differences } = countsMatchOrAreExplained(world, counts(), rows);
    expect(violations).toEqual([]);
    expect(differences).toHaveLength(5);
    expect(differences[0]).toEqual({
      type: 'sales-term',
      recordId: 'b.t0',
      side: 'bpro',
      reason: 'C1:only-in-bpro',
    });
  });

  it('D3 a record on one side that nothing explains is seen', () => {
    const late = [
      ...rows,
      { ...withRow('customer', 'b.c2', { bproId: 'c2', action: 'create-qbo' }).at(-1)! },
    ];
    const more = { ...world, bpro: [...world.bpro, ...withBpro('customer', 'c2', {}).bpro.slice(-1)] };
    const found = countsMatchOrAreExplained(more, counts({ customer: { bpro: 2 } }), late);
    expect(whats(found.violations)).toEqual([
      'customer/b.c2 counts only in BPro and is create-qbo (F3:equal)',
    ]);
  });

  it('I8 sees counts that are not those of the records', () => {
    const wrong = countsMatchOrAreExplained(world, counts({ invoice: { qbo: 2 } }), rows);
    expect(whats(wrong.violations)).toEqual([
      'invoice: the counts say QuickBooks 2, BPro 1, the records 1 and 1',
    ]);
    expect(countsMatchOrAreExplained(world, counts().slice(1), rows).violations).toHaveLength(1);
  });

  it('D2 BPro shows five sales terms', () => {
    const six = countsMatchOrAreExplained(world, counts({ 'sales-term': { bpro: 6 } }), rows);
    expect(whats(six.violations)).toContain('BPro shows 6 sales terms, not five');
  });
});

describe('I9 the next sync writes nothing', () => {
  it('I9 accepts two dumps that are the same', () => {
    expect(nothingMoved(SOUND, structuredClone(SOUND))).toEqual([]);
  });

  it('I9 sees a record that changed, appeared or is gone, in either system', () => {
    expect(whats(nothingMoved(SOUND, withQbo('Customer', '1', { SyncToken: '1' })))).toEqual([
      'QuickBooks Customer/1 changed',
    ]);
    expect(whats(nothingMoved(BEFORE, SOUND))).toEqual([
      'QuickBooks Account/35 changed',
      'QuickBooks Payment/20 appeared',
      'QuickBooks RefundReceipt/30 appeared',
    ]);
    expect(whats(nothingMoved(withBpro('customer', 'c2', {}), SOUND))).toEqual(['BPro customer/c2 is gone']);
  });

  it('E7 sees writes among the calls, and takes reads for reads', () => {
    const between = (later: Record<string, number>): Record<string, number> => ({
      ...callsBetween({ 'Customer.query': 2, 'Invoice.create': 3, page: 1 }, later),
    });
    const reads = between({ 'Customer.query': 9, 'Invoice.create': 3, page: 4, batch: 1, cdc: 1 });
    expect(nothingWasWritten({ bpro: reads, qbo: reads })).toEqual([]);
    expect(whats(nothingWasWritten({ bpro: { update: 1 }, qbo: between({ 'Invoice.create': 5 }) }))).toEqual([
      'BPro was asked 1 times for update',
      'QuickBooks was asked 2 times for Invoice.create',
    ]);
  });

  it('I9 sees a record stream that grew', () => {
    const grown = withLife(life('customer', 'b.c', linkedEvent('c', '1'), noted('refused', 'c')));
    expect(noRecordEvents(SOUND.records, SOUND.records)).toEqual([]);
    expect(whats(noRecordEvents(SOUND.records, grown.records))).toEqual(['customer/b.c got NoteRaised']);
  });
});

describe('I10 every write was intended, every intent ends', () => {
  it.each([
    ['a second intent while one is open', [intended('1'), intended('2')], false],
    ['an outcome without an intent', [confirmed('1', '9')], false],
    ['an outcome of another intent', [intended('1'), confirmed('2', '9')], false],
    ['an intent that is open at rest', [intended('1')], true],
    ['a refusal without a note', [intended('1'), refused('1')], true],
  ])('I10 sees %s', (_what, events, quiet) => {
    expect(intentsEnd(life('customer', 'b.c', ...events), quiet)).toHaveLength(1);
  });

  it('I10 accepts an intent that ended, and an open one while the run goes on', () => {
    expect(intentsEnd(life('customer', 'b.c', intended('1'), confirmed('1', '9')), true)).toEqual([]);
    expect(intentsEnd(life('customer', 'b.c', intended('1')), false)).toEqual([]);
    const said = [intended('1'), refused('1'), noted('refused', 'c')];
    expect(intentsEnd(life('customer', 'b.c', ...said), true)).toEqual([]);
  });

  it('I10 sees a write under a request id that nobody intended', () => {
    const world = withLife(life('customer', 'b.c', intended('1')));
    expect(writesWereIntended(world, ['1'])).toEqual([]);
    expect(writesWereIntended(world, ['1', '2', '2'])).toHaveLength(1);
  });
});

describe('I11 versions never go backwards', () => {
  it('I11 sees an older version of BPro applied after a newer one', () => {
    const twice = (first: string, second: string): ReturnType<typeof life> =>
      life(
        'customer',
        'b.c',
        intended('1'),
        confirmed('1', '9', first),
        intended('2'),
        confirmed('2', '9', second),
      );
    expect(versionsGrow(twice('2', '3'))).toEqual([]);
    expect(whats(versionsGrow(twice('3', '2')))).toEqual(['customer/b.c went from version 3 to 2']);
  });
});

describe('I16 what the settings leave out is left alone', () => {
  const unchecked = { ...DEFAULT_SETTINGS, uncheckedMethods: { bpro: [], qbo: ['3'], none: true } };

  it('I16 accepts that records of other methods came and went', () => {
    expect(uncheckedMethodsAreUntouched(SOUND, BEFORE, DEFAULT_SETTINGS)).toEqual([]);
    expect(uncheckedMethodsAreUntouched(SOUND, SOUND, unchecked)).toEqual([]);
  });

  it('I16 sees a payment and a refund that were created with an unchecked method', () => {
    expect(whats(uncheckedMethodsAreUntouched(SOUND, BEFORE, unchecked))).toEqual([
      'qbo/payment/20 was created, and its method is unchecked',
      'qbo/refund/30 was created, and its method is unchecked',
    ]);
    const since = new Set(['qbo/payment/20', 'qbo/refund/30']);
    expect(uncheckedMethodsAreUntouched(SOUND, BEFORE, unchecked, since)).toEqual([]);
  });

  it('I16 knows the method by its link on the other side too', () => {
    const edited = withBpro('payment', 'p', { amount: '61.00' });
    expect(whats(uncheckedMethodsAreUntouched(edited, SOUND, unchecked))).toEqual([
      'bpro/payment/p was changed, and its method is unchecked',
    ]);
  });

  it('I16 sees a payment without a method that was imported although such are unchecked', () => {
    const imported = withBpro('payment', 'p2', { methodId: null, amount: '1.00' });
    expect(uncheckedMethodsAreUntouched(imported, SOUND, unchecked)).toHaveLength(1);
  });

  it('I16 sees what was created in QuickBooks although BPro-only records are ignored, and the other way round', () => {
    const ignoreBpro = { ...DEFAULT_SETTINGS, onlyInBpro: 'ignore' as const };
    const ignoreQbo = { ...DEFAULT_SETTINGS, onlyInQbo: 'ignore' as const };
    expect(ignoredIsNotCreated(SOUND, BEFORE, DEFAULT_SETTINGS)).toEqual([]);
    expect(ignoredIsNotCreated(SOUND, BEFORE, ignoreQbo)).toEqual([]);
    expect(ignoredIsNotCreated(SOUND, BEFORE, ignoreBpro)).toHaveLength(2);
    expect(ignoredIsNotCreated(withBpro('customer', 'c2', {}), SOUND, ignoreQbo)).toHaveLength(1);
  });

  it('F2 what a person asked to be created is not counted against it', () => {
    const chosen = withLife(
      life(
        'refund',
        'b.r',
        { type: 'MatchChosen', data: { bproId: 'r', qboId: null } },
        linkedEvent('r', '30'),
      ),
    );
    const ignoreBpro = { ...DEFAULT_SETTINGS, onlyInBpro: 'ignore' as const };
    expect(whats(ignoredIsNotCreated(chosen, BEFORE, ignoreBpro))).toEqual([
      'qbo/payment/20 was created, and records only in BPro are ignored',
    ]);
  });
});
