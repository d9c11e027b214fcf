import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.js';
import type { Decision, RefOutcome, SideView } from './decision.js';
import { MAPPINGS } from './entities/registry.js';
import { initialRecordState } from './record-state.js';
import { RECORD_TYPES, type RecordType, type Side } from './record-types.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { contextOf, hash, linkedWhen, view } from './testing/decision-case.js';
import {
  bproCustomerOf,
  bproInvoiceOf,
  bproPaymentOf,
  bproProductOf,
  bproRefundOf,
  qboCustomerOf,
  qboInvoiceOf,
  qboPaymentOf,
  qboProductOf,
  qboRefundOf,
} from './testing/records.js';

/**
 * All 48 settings over one small pair of books. What is expected comes from `expected` below, which says the rules of
 * the settings page in plain words over plain facts; what is decided comes from the real decision and mappings.
 */

/** What a person who knows both books would say about a record. */
interface Facts {
  readonly type: RecordType;
  /** `linked`, unless it says that the two have not met yet. */
  readonly in: 'BPro only' | 'QuickBooks only' | 'both';
  readonly meets?: true;
  /** Created in January; the date of the settings is 1 February. */
  readonly old?: true;
  /** The edit that the other side lacks. */
  readonly edited?: 'in BPro' | 'in QuickBooks';
  readonly method?: 'cash' | 'card' | 'none';
  /** Something that does sync needs it. */
  readonly needed?: true;
  /** What it cannot be created, or the edit not sent, without; by name. */
  readonly needs?: readonly string[];
}

interface Member extends Facts {
  readonly name: string;
  readonly id: string;
  readonly bpro?: SideView;
  readonly qbo?: SideView;
  /** BPro's and QuickBooks' content when they were linked, where they differ from today's. */
  readonly was?: { readonly bpro?: SideView; readonly qbo?: SideView };
}

const OLD = { createdAt: '2026-01-10T12:00:00.000Z' };
const NEW = { createdAt: '2026-02-10T12:00:00.000Z' };
const LATER = { ...NEW, version: '2', edited: '2026-03-01' };
const method = (name: string) => ({ name, kind: 'other' });
const qboMethod = (name: string) => ({ ...qboCustomerOf(), Name: name, Type: 'NON_CREDIT_CARD' });
const lines = (product: string) => bproInvoiceOf().lines.map((line) => ({ ...line, productId: product }));
const on = (invoice: string) => [{ Amount: 40, LinkedTxn: [{ TxnId: `Q-${invoice}`, TxnType: 'Invoice' }] }];

const CAST: readonly Member[] = [
  {
    name: 'a sales term of QuickBooks’ own',
    type: 'sales-term',
    in: 'QuickBooks only',
    id: 't',
    qbo: view('Q-t', { ...qboCustomerOf(), Name: 'Net 7', DueDays: 7 }),
  },
  ...(['cash', 'card'] as const).map((id): Member => ({
    name: `the method ${id}`,
    type: 'payment-method',
    in: 'both',
    meets: true,
    old: true,
    id,
    bpro: view(id, method(id), OLD),
    qbo: view(`Q-${id}`, qboMethod(id), OLD),
  })),
  {
    name: 'a method of BPro’s own, old',
    type: 'payment-method',
    in: 'BPro only',
    old: true,
    id: 'voucher',
    bpro: view('voucher', method('voucher'), OLD),
  },
  {
    name: 'a product that both have',
    type: 'product',
    in: 'both',
    old: true,
    id: 'p',
    bpro: view('p', bproProductOf(), OLD),
    qbo: view('Q-p', qboProductOf(), OLD),
  },
  {
    name: 'a product of BPro’s own, old',
    type: 'product',
    in: 'BPro only',
    old: true,
    id: 'bell',
    bpro: view('bell', bproProductOf({ name: 'Bell', number: null }), OLD),
  },
  {
    name: 'a product of QuickBooks’ own, old',
    type: 'product',
    in: 'QuickBooks only',
    old: true,
    id: 'lock',
    qbo: view('Q-lock', qboProductOf({ Name: 'Lock', Sku: 'L-1' }), OLD),
  },
  {
    name: 'a customer that both have',
    type: 'customer',
    in: 'both',
    id: 'c',
    bpro: view('c', bproCustomerOf(), NEW),
    qbo: view('Q-c', qboCustomerOf(), NEW),
  },
  {
    name: 'a customer that both have with different telephones, not met yet',
    type: 'customer',
    in: 'both',
    meets: true,
    edited: 'in QuickBooks',
    id: 'ben',
    bpro: view('ben', bproCustomerOf({ displayName: 'Ben', phone: '555' }), NEW),
    qbo: view('Q-ben', qboCustomerOf({ DisplayName: 'Ben', PrimaryPhone: { FreeFormNumber: '777' } }), LATER),
  },
  {
    name: 'an old customer that both have, edited in BPro',
    type: 'customer',
    in: 'both',
    old: true,
    edited: 'in BPro',
    id: 'hal',
    bpro: view('hal', bproCustomerOf({ phone: '555' }), { ...LATER, ...OLD }),
    qbo: view('Q-hal', qboCustomerOf(), NEW),
    was: { bpro: view('hal', bproCustomerOf(), OLD) },
  },
  {
    name: 'a customer of BPro’s own',
    type: 'customer',
    in: 'BPro only',
    id: 'cid',
    bpro: view('cid', bproCustomerOf(), NEW),
  },
  {
    name: 'a customer of QuickBooks’ own',
    type: 'customer',
    in: 'QuickBooks only',
    id: 'dot',
    qbo: view('Q-dot', qboCustomerOf(), NEW),
  },
  {
    name: 'an old customer of BPro’s own',
    type: 'customer',
    in: 'BPro only',
    old: true,
    id: 'eve',
    bpro: view('eve', bproCustomerOf(), OLD),
  },
  {
    name: 'an old customer of QuickBooks’ own',
    type: 'customer',
    in: 'QuickBooks only',
    old: true,
    id: 'gus',
    qbo: view('Q-gus', qboCustomerOf(), OLD),
  },
  {
    name: 'an old customer of BPro’s own with a new order',
    type: 'customer',
    in: 'BPro only',
    old: true,
    needed: true,
    id: 'fay',
    bpro: view('fay', bproCustomerOf(), OLD),
  },
  {
    name: 'an old customer of QuickBooks’ own with a new invoice',
    type: 'customer',
    in: 'QuickBooks only',
    old: true,
    needed: true,
    id: 'ida',
    qbo: view('Q-ida', qboCustomerOf(), OLD),
  },
  {
    name: 'an invoice that both have',
    type: 'invoice',
    in: 'both',
    id: 'i',
    bpro: view('i', bproInvoiceOf(), NEW),
    qbo: view('Q-i', qboInvoiceOf(), NEW),
  },
  {
    name: 'an invoice that both have, edited in BPro onto a product of BPro’s own',
    type: 'invoice',
    in: 'both',
    edited: 'in BPro',
    needs: ['a product of BPro’s own, old'],
    id: 'changed',
    bpro: view('changed', bproInvoiceOf({ lines: lines('bell') }), LATER),
    qbo: view('Q-changed', qboInvoiceOf(), NEW),
    was: { bpro: view('changed', bproInvoiceOf(), NEW) },
  },
  {
    name: 'an order',
    type: 'invoice',
    in: 'BPro only',
    id: 'order',
    bpro: view('order', bproInvoiceOf({ number: '1002' }), NEW),
  },
  {
    name: 'an invoice of QuickBooks’ own',
    type: 'invoice',
    in: 'QuickBooks only',
    id: 'qi',
    qbo: view('Q-qi', qboInvoiceOf({ DocNumber: 'Q7' }), NEW),
  },
  {
    name: 'an old order',
    type: 'invoice',
    in: 'BPro only',
    old: true,
    id: 'oldorder',
    bpro: view('oldorder', bproInvoiceOf({ number: '900' }), OLD),
  },
  {
    name: 'an old order with a new payment',
    type: 'invoice',
    in: 'BPro only',
    old: true,
    needed: true,
    id: 'owing',
    bpro: view('owing', bproInvoiceOf({ number: '901' }), OLD),
  },
  {
    name: 'the order of an old customer',
    type: 'invoice',
    in: 'BPro only',
    id: 'fays',
    needs: ['an old customer of BPro’s own with a new order'],
    bpro: view('fays', bproInvoiceOf({ number: '1003', customerId: 'fay' }), NEW),
  },
  {
    name: 'the QuickBooks invoice of an old customer',
    type: 'invoice',
    in: 'QuickBooks only',
    id: 'idas',
    needs: ['an old customer of QuickBooks’ own with a new invoice'],
    qbo: view('Q-idas', qboInvoiceOf({ DocNumber: 'Q8', CustomerRef: { value: 'Q-ida' } }), NEW),
  },
  {
    name: 'the QuickBooks invoice over a product of QuickBooks’ own',
    type: 'invoice',
    in: 'QuickBooks only',
    id: 'locks',
    needs: ['a product of QuickBooks’ own, old'],
    qbo: view(
      'Q-locks',
      qboInvoiceOf({
        DocNumber: 'Q9',
        Line: [
          {
            Amount: 40,
            DetailType: 'SalesItemLineDetail',
            SalesItemLineDetail: { ItemRef: { value: 'Q-lock' }, Qty: 1, UnitPrice: 40 },
          },
        ],
      }),
      NEW,
    ),
  },
  ...(['cash', 'card', 'none'] as const).map((by): Member => ({
    name: `an order’s payment by ${by}`,
    type: 'payment',
    in: 'BPro only',
    method: by,
    needs: ['an order'],
    id: `y${by}`,
    bpro: view(`y${by}`, bproPaymentOf({ invoiceId: 'order', methodId: by === 'none' ? null : by }), NEW),
  })),
  ...(['cash', 'card'] as const).map((by): Member => ({
    name: `a QuickBooks invoice’s payment by ${by}`,
    type: 'payment',
    in: 'QuickBooks only',
    method: by,
    needs: ['an invoice of QuickBooks’ own'],
    id: `z${by}`,
    qbo: view(`Q-z${by}`, qboPaymentOf({ PaymentMethodRef: { value: `Q-${by}` }, Line: on('qi') }), NEW),
  })),
  {
    name: 'a new payment of an old order',
    type: 'payment',
    in: 'BPro only',
    method: 'cash',
    needs: ['an old order with a new payment'],
    id: 'late',
    bpro: view('late', bproPaymentOf({ invoiceId: 'owing' }), NEW),
  },
  {
    name: 'an old payment',
    type: 'payment',
    in: 'QuickBooks only',
    old: true,
    method: 'cash',
    id: 'early',
    qbo: view('Q-early', qboPaymentOf({ Line: on('i') }), OLD),
  },
  {
    name: 'a card payment that both have, edited in BPro',
    type: 'payment',
    in: 'both',
    edited: 'in BPro',
    method: 'card',
    id: 'y',
    bpro: view('y', bproPaymentOf({ methodId: 'card', reference: 'new' }), LATER),
    qbo: view('Q-y', qboPaymentOf({ PaymentMethodRef: { value: 'Q-card' } }), NEW),
    was: { bpro: view('y', bproPaymentOf({ methodId: 'card' }), NEW) },
  },
  ...(['cash', 'card'] as const).map((by): Member => ({
    name: `a BPro refund by ${by}`,
    type: 'refund',
    in: 'BPro only',
    method: by,
    id: `r${by}`,
    bpro: view(`r${by}`, bproRefundOf({ methodId: by }), NEW),
  })),
  {
    name: 'an old BPro refund',
    type: 'refund',
    in: 'BPro only',
    old: true,
    method: 'cash',
    id: 'rold',
    bpro: view('rold', bproRefundOf(), OLD),
  },
  {
    name: 'a QuickBooks refund that fits one payment',
    type: 'refund',
    in: 'QuickBooks only',
    method: 'cash',
    id: 'rq',
    qbo: view('Q-rq', qboRefundOf({ _assignment: { invoice: 'rec-i', payment: 'rec-y' } }), NEW),
  },
  {
    name: 'a refund that both have',
    type: 'refund',
    in: 'both',
    method: 'cash',
    id: 'r',
    bpro: view('r', bproRefundOf(), NEW),
    qbo: view('Q-r', qboRefundOf(), NEW),
  },
];

/** The settings page, filled in. */
interface Page {
  readonly onlyInBpro: 'create' | 'ignore';
  readonly onlyInQbo: 'create' | 'ignore';
  readonly from: '1 February' | undefined;
  readonly refundsFrom: 'Checking' | undefined;
  readonly methods: 'all' | 'some' | 'no';
}

const PAGES: readonly Page[] = (['create', 'ignore'] as const).flatMap((onlyInBpro) =>
  (['create', 'ignore'] as const).flatMap((onlyInQbo) =>
    ([undefined, '1 February'] as const).flatMap((from) =>
      (['Checking', undefined] as const).flatMap((refundsFrom) =>
        (['all', 'some', 'no'] as const).map((methods) => ({
          onlyInBpro,
          onlyInQbo,
          from,
          refundsFrom,
          methods,
        })),
      ),
    ),
  ),
);

const METHODS: Readonly<Record<Page['methods'], Settings['uncheckedMethods']>> = {
  all: { bpro: [], qbo: [], none: false },
  some: { bpro: [], qbo: ['Q-card'], none: false },
  no: { bpro: ['cash', 'card'], qbo: ['Q-cash', 'Q-card'], none: true },
};

const settingsOf = (page: Page): Settings => ({
  ...DEFAULT_SETTINGS,
  onlyInBpro: page.onlyInBpro,
  onlyInQbo: page.onlyInQbo,
  fromDate: page.from === undefined ? null : '2026-02-01',
  refundAccountId: page.refundsFrom === undefined ? null : '35',
  uncheckedMethods: METHODS[page.methods],
});

const inWords = (page: Page): string =>
  [
    `BPro’s own ${page.onlyInBpro}d`,
    `QuickBooks’ own ${page.onlyInQbo}d`,
    page.from === undefined ? 'of any age' : `from ${page.from} on`,
    page.refundsFrom === undefined ? 'no refund account' : `refunds from ${page.refundsFrom}`,
    `${page.methods} payment methods`,
  ].join(', ');

/* ---- what the rules say, without looking at the decision ---- */

const isFiltered = ({ type }: Facts): boolean =>
  type === 'customer' || type === 'invoice' || type === 'payment' || type === 'refund';

function isChecked(by: NonNullable<Facts['method']>, { methods }: Page): boolean {
  if (methods === 'some') return by !== 'card';
  return methods === 'all';
}

/** The action and the rule that decides, in words. */
function expected(record: Facts, page: Page): string {
  // The check list of methods stops payments and refunds in both directions, linked or not.
  if (record.method !== undefined && !isChecked(record.method, page)) return 'left-out C5';
  // The date stops what is older than it; a customer that is needed is the only exception.
  const needed = record.needed === true && record.type === 'customer';
  if (page.from !== undefined && record.old && isFiltered(record) && !needed) return 'left-out C2';
  // QuickBooks' own terms have no place among BPro's five.
  if (record.type === 'sales-term') return 'left-out D3';

  const without = (record.needs ?? [])
    .map((name) => expected(called(name), page))
    .find((e) => !e.startsWith('create'));
  if (record.in === 'both') {
    // Both have it: the settings for records of one side do not touch it.
    if (record.edited === undefined) return record.meets ? 'link F1' : 'unchanged F3';
    if (without !== undefined) return `${without.split(' ')[0] ?? ''} F5`;
    return `${record.edited === 'in BPro' ? 'update-qbo' : 'update-bpro'} ${record.meets ? 'F1' : 'F3'}`;
  }
  // One side has it: create or ignore, as that side's setting says.
  const setting = record.in === 'BPro only' ? page.onlyInBpro : page.onlyInQbo;
  if (setting === 'ignore') return 'ignored C1';
  // What it needs did not come about: neither does it, for the same sort of reason.
  if (without !== undefined) return `${without.split(' ')[0] ?? ''} F5`;
  // BPro's refunds need an account to be issued from.
  if (record.type === 'refund' && record.in === 'BPro only' && page.refundsFrom === undefined)
    return 'blocked C4';
  return record.in === 'BPro only' ? 'create-qbo F4' : 'create-bpro F4';
}

const called = (name: string): Member => CAST.find((member) => member.name === name)!;

/* ---- what is decided, in dependency order, each record knowing what became of those before it ---- */

const CONTENTS = Object.fromEntries(
  CAST.flatMap(({ type, id, bpro, qbo }) => [
    ...(bpro ? [[`${type}/bpro/rec-${id}`, bpro.content] as const] : []),
    ...(qbo ? [[`${type}/qbo/rec-${id}`, qbo.content] as const] : []),
  ]),
);

function plan(page: Page): Map<Member, Decision> {
  const decisions = new Map<Member, Decision>();
  const context = contextOf({ settings: settingsOf(page), contents: CONTENTS });
  const outcome = (type: RecordType, recordId: string, to: Side): RefOutcome => {
    const member = CAST.find((m) => m.type === type && `rec-${m.id}` === recordId);
    const decision = member && decisions.get(member);
    if (!member || !decision) return { status: 'blocked', code: 'unknown' };
    if (member.in === 'both' || decision.action === `create-${to}`) return { status: 'ok' };
    const { action, reason } = decision;
    return { status: action === 'left-out' || action === 'ignored' ? action : 'blocked', code: reason };
  };
  for (const type of RECORD_TYPES)
    for (const member of CAST.filter((m) => m.type === type)) {
      const { bpro, qbo, was, meets, needed = false } = member;
      const mapping = MAPPINGS[type];
      const linked =
        bpro && qbo && !meets ? linkedWhen({ type, bpro: was?.bpro ?? bpro, qbo: was?.qbo ?? qbo }) : {};
      const decision = decide({
        mapping,
        context,
        bpro,
        qbo,
        record: { ...initialRecordState, ...linked },
        match: qbo && bpro && meets ? { kind: 'matched', id: qbo.id, level: 0 } : { kind: 'none' },
        references: (from) => {
          const content = (from === 'bpro' ? bpro : qbo)?.content ?? {};
          const found =
            from === 'bpro'
              ? mapping.bproReferences(content, context)
              : mapping.qboReferences(content, context);
          return found.map(({ sideId, ...reference }) => {
            const recordId = context.recordId(reference.type, from, sideId);
            const to = from === 'bpro' ? 'qbo' : 'bpro';
            return { ...reference, recordId, outcome: outcome(reference.type, recordId, to) };
          });
        },
        needed,
        door: 'full-sync',
        hash,
      });
      decisions.set(member, decision);
    }
  return decisions;
}

const inShort = ({ action, reason }: Decision): string => `${action} ${reason.split(':')[0] ?? ''}`;

describe('all settings over one pair of books', () => {
  it('C1 C2 C4 C5 there are 48 settings, and they differ in what they do', () => {
    expect(PAGES).toHaveLength(48);
    const outcomes = PAGES.map((page) => [...plan(page).values()].map(inShort).join());
    // Where BPro's own are ignored, or no method is checked, no refund is sent: there the account makes no difference.
    expect(new Set(outcomes).size).toBe(32);
  });

  it.each(PAGES.map((page) => [inWords(page), page] as const))('C1 C2 C3 C4 C5 F4 %s', (_words, page) => {
    const decided = Object.fromEntries(
      [...plan(page)].map(([{ name }, decision]) => [name, inShort(decision)]),
    );
    expect(decided).toEqual(Object.fromEntries(CAST.map((member) => [member.name, expected(member, page)])));
  });

  it.each(PAGES.map((page) => [inWords(page), page] as const))(
    'F5 D3 H1 only what a person can act on is noted: %s',
    (_words, page) => {
      for (const [{ name }, { action, note }] of plan(page)) {
        if (action === 'ignored' || action === 'left-out') {
          const held = name === 'an invoice that both have, edited in BPro onto a product of BPro’s own';
          expect([name, note?.code]).toEqual([name, held ? 'dependency-ignored' : undefined]);
        } else if (action === 'blocked') expect([name, note?.code]).toEqual([name, 'refund-account-missing']);
      }
    },
  );
});
