import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decision } from './decision.js';
import { MAPPINGS } from './entities/registry.js';
import { agreementOf } from './fields.js';
import type { QboContent } from './mapping.js';
import { decideGiven, hash, linkedWhen, view, type Given } from './testing/decision-case.js';
import { mappingContext } from './testing/mapping-context.js';
import { bproPaymentOf, bproRefundOf, qboInvoiceOf, qboPaymentOf, qboRefundOf } from './testing/records.js';

/** What lines of refunds are sold as is there. */
const COMPANY = { refundItemId: 'Q-90', depositRefundItemId: 'Q-91' } as const;
const METHODS = ['cash', 'card'] as const;
const amount = fc.constantFrom(10, 25, 40);
const method = fc.constantFrom(null, ...METHODS);
const state = fc.constantFrom('active' as const, 'voided' as const);
const some = fc.record({ amount, method, state, version: fc.constantFrom('1', '2') });
type Some = typeof some extends fc.Arbitrary<infer T> ? T : never;

/** The order of 40.00, of which so much is open. */
const orderWith = (balance: number): Record<string, QboContent> => ({
  'invoice/qbo/rec-i': qboInvoiceOf({ Balance: balance }),
});

const applied = (invoice: boolean, sum: number): unknown[] =>
  invoice ? [{ Amount: sum, LinkedTxn: [{ TxnId: 'Q-i', TxnType: 'Invoice' }] }] : [];

/** One side's payment or refund; `onInvoice`: QuickBooks has the payment applied. */
const sides = (type: 'payment' | 'refund', bpro: Some, qbo: Some, onInvoice: boolean): Required<Pair> => {
  const ours = { amount: bpro.amount.toFixed(2), methodId: bpro.method };
  const theirs: QboContent = {
    TotalAmt: qbo.amount,
    PaymentMethodRef: qbo.method === null ? undefined : { value: `Q-${qbo.method}` },
  };
  const { state: bproState, version } = bpro;
  const envelope = { state: qbo.state, version: qbo.version };
  return type === 'payment'
    ? {
        bpro: view('y', bproPaymentOf(ours), { state: bproState, version }),
        qbo: view('Q-y', qboPaymentOf({ ...theirs, Line: applied(onInvoice, qbo.amount) }), envelope),
      }
    : {
        bpro: view('r', bproRefundOf(ours), { state: bproState, version }),
        qbo: view('Q-r', qboRefundOf(theirs), envelope),
      };
};
type Pair = Pick<
  Given & { bpro: NonNullable<Given['bpro']>; qbo: NonNullable<Given['qbo']> },
  'bpro' | 'qbo'
>;

const setting = fc.constantFrom('create' as const, 'ignore' as const);

/** Money in any state of either side, of the link, of the settings. */
const given: fc.Arbitrary<Given> = fc
  .record({
    type: fc.constantFrom('payment' as const, 'refund' as const),
    bpro: some,
    qbo: some,
    was: fc.option(fc.record({ bpro: some, qbo: some }), { nil: undefined }),
    has: fc.constantFrom<('bpro' | 'qbo')[]>(['bpro', 'qbo'], ['bpro'], ['qbo']),
    onInvoice: fc.boolean(),
    balance: fc.constantFrom(0, 15, 40),
    matched: fc.boolean(),
    unchecked: fc.record({
      bpro: fc.subarray([...METHODS]),
      qbo: fc.subarray(METHODS.map((name) => `Q-${name}`)),
      none: fc.boolean(),
    }),
    onlyInBpro: setting,
    onlyInQbo: setting,
    needed: fc.boolean(),
    door: fc.constantFrom('full-sync' as const, 'replay' as const),
  })
  .map(({ type, has, onInvoice, balance, matched, unchecked, onlyInBpro, onlyInQbo, ...rest }) => {
    const now = sides(type, rest.bpro, rest.qbo, onInvoice);
    const was = rest.was && sides(type, rest.was.bpro, rest.was.qbo, onInvoice);
    return {
      type,
      ...(has.includes('bpro') ? { bpro: now.bpro } : {}),
      ...(has.includes('qbo') ? { qbo: now.qbo } : {}),
      record: was ? linkedWhen({ type, ...was }) : {},
      match: matched ? { kind: 'matched' as const, id: now.qbo.id, level: 0 } : { kind: 'none' as const },
      settings: { uncheckedMethods: unchecked, onlyInBpro, onlyInQbo, refundAccountId: '35' },
      company: COMPANY,
      contents: orderWith(balance),
      needed: rest.needed,
      door: rest.door,
    };
  });
const RUNS = { numRuns: 2000 };
const WRITES = /^(create|update|remove|reactivate)-/;

const methodOf = ({ bpro, qbo }: Given): (string | null | undefined)[] => [
  ...(bpro ? [bpro.content['methodId'] as string | null] : []),
  ...(qbo
    ? [(qbo.content['PaymentMethodRef'] as { value: string } | undefined)?.value.slice(2) ?? null]
    : []),
];
const isUnchecked = ({ settings }: Given, name: string | null | undefined): boolean => {
  const { bpro = [], qbo = [], none = false } = settings?.uncheckedMethods ?? {};
  return name == null ? none : bpro.includes(name) || qbo.includes(`Q-${name}`);
};

describe('any payment and any refund', () => {
  it('D3 gets a decision, and every decision names its rule', () => {
    fc.assert(
      fc.property(given, (all) => {
        expect(decideGiven(all).reason).toMatch(/^[A-K]\d+:[a-z0-9-]+$/);
      }),
      RUNS,
    );
  });

  it('C5 I16 is never written when the method of either side is unchecked', () => {
    fc.assert(
      fc.property(given, (all) => {
        if (methodOf(all).some((name) => isUnchecked(all, name)))
          expect(decideGiven(all).action).not.toMatch(WRITES);
      }),
      RUNS,
    );
  });

  it('E7 F13 once an update was carried out, the next sync finds nothing to write', () => {
    fc.assert(
      fc.property(given, (all) => {
        const decision = decideGiven(all);
        if (!decision.action.startsWith('update-') || !all.bpro || !all.qbo) return;
        expect(decideGiven(afterwards(all, decision)).action).not.toMatch(WRITES);
      }),
      RUNS,
    );
  });

  it('F13 a linked payment that is on account pays its order as soon as that is open, and only then', () => {
    fc.assert(
      fc.property(some, fc.constantFrom(0, 15, 40), (one, balance) => {
        const both = { ...one, state: 'active' as const };
        const pair = sides('payment', both, both, false);
        const { action, comparison } = decideGiven({
          type: 'payment',
          ...pair,
          record: linkedWhen({ type: 'payment', ...pair }),
          contents: orderWith(balance),
        });
        expect(action).toBe(balance > 0 ? 'update-qbo' : 'unchanged');
        expect(comparison?.toQbo).toEqual(balance > 0 ? ['invoice'] : []);
      }),
    );
  });
});

/** Both sides as they are when the decision was carried out, linked, by way of the real mapping. */
function afterwards(all: Given, { fields = {}, comparison }: Decision): Given {
  const mapping = MAPPINGS[all.type ?? 'payment'];
  const { settings = {}, contents = {} } = all;
  const context = mappingContext({ settings, contents, company: COMPANY });
  const { bpro, qbo } = all as Required<Pair>;
  const { toQbo = [], toBpro = [] } = comparison ?? {};
  const body = mapping.toQbo(fields, toQbo, qbo.content, context).body;
  const now = {
    bpro: {
      ...bpro,
      content: { ...bpro.content, ...mapping.toBpro(fields, toBpro, bpro.content, context) },
    },
    qbo: { ...qbo, content: cleared({ ...qbo.content, ...body }) },
  };
  return {
    ...all,
    ...now,
    contents: orderWith(openOn(all, toQbo.length > 0)),
    match: { kind: 'none' },
    record: {
      ...all.record,
      createdAt: bpro.createdAt,
      bproId: bpro.id,
      qboId: qbo.id,
      versions: { bpro: bpro.version, qbo: qbo.version },
      agreed: agreementOf(
        hash,
        mapping.fromBpro(now.bpro.content, context),
        mapping.fromQbo(now.qbo.content, context),
      ),
    },
  };
}

/** As far as it was open, a payment that was written has paid its order. */
const openOn = ({ contents = {} }: Given, isPaid: boolean): number =>
  isPaid ? 0 : Number(contents['invoice/qbo/rec-i']?.['Balance']);

/** QuickBooks keeps no reference that was cleared. */
const cleared = (content: QboContent): QboContent =>
  Object.fromEntries(
    Object.entries(content).filter(([, value]) => (value as { value?: string } | undefined)?.value !== ''),
  );
