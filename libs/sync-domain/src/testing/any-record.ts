import fc from 'fast-check';
import type { CompanyProfile } from '../company.js';
import type { RefOutcome, SideView } from '../decision.js';
import { MAPPINGS } from '../entities/registry.js';
import type { QboContent } from '../mapping.js';
import type { RecordType, Side } from '../record-types.js';
import type { Settings } from '../settings.js';
import { anyContents } from './any-content.js';
import { linkedWhen, view, type Given } from './decision-case.js';
import { REGIMES } from './linked-world.js';
import { COMPANY } from './mapping-context.js';
import { bproInvoiceOf, qboInvoiceOf } from './records.js';

const mostly = <T>(usual: T, ...rare: readonly T[]): fc.Arbitrary<T> =>
  fc.constantFrom(usual, usual, usual, usual, usual, ...rare);

export const anyCompany: fc.Arbitrary<Partial<CompanyProfile>> = fc.record(
  {
    taxRegime: fc.constantFrom(...REGIMES),
    zeroTaxCodeId: fc.constant('Q-zero'),
    refundItemId: fc.constant('Q-refund-item'),
    allowDiscount: fc.boolean(),
    categories: fc.boolean(),
    inventory: fc.boolean(),
    bookCloseDate: fc.constant('2026-01-31'),
    taxAgencies: mostly(COMPANY.taxAgencies, []),
    accounts: mostly(COMPANY.accounts, []),
  },
  { requiredKeys: [] },
);

const createOrIgnore = fc.constantFrom('create' as const, 'ignore' as const);
export const anySettings: fc.Arbitrary<Settings> = fc.record({
  onlyInBpro: createOrIgnore,
  onlyInQbo: createOrIgnore,
  fromDate: mostly<string | null>(null, '2026-02-01', '2026-02-10'),
  refundAccountId: fc.constantFrom(null, '35'),
  uncheckedMethods: fc.record({
    bpro: mostly<string[]>([], ['cash'], ['cash', 'card']),
    qbo: mostly<string[]>([], ['Q-cash'], ['Q-cash', 'Q-card']),
    none: mostly(false, true),
  }),
  accounts: fc.record({
    incomeId: fc.constantFrom(null, '79'),
    expenseId: fc.constant(null),
    assetId: fc.constantFrom(null, '81'),
  }),
});

const category = (parentId: string): QboContent => ({ name: 'In another', parentId });
const rates = (...percents: readonly string[]): QboContent => ({
  _rates: percents.map((percent) => ({ id: percent, name: percent, percent, agency: 'City' })),
});
const NEIGHBOURS: Readonly<Record<string, QboContent>> = {
  'tax/qbo/rec-t1': rates('5', '8.25'),
  'tax/qbo/rec-zero': rates('0'),
  'product-category/bpro/rec-k2': category('k1'),
  'product-category/bpro/rec-k3': category('k2'),
  'product-category/bpro/rec-k4': category('k3'),
  'product-category/bpro/rec-k5': category('k4'),
  'invoice/bpro/rec-i': bproInvoiceOf(),
  'invoice/qbo/rec-i': qboInvoiceOf({ Balance: 25 }),
  'invoice/qbo/rec-i2': qboInvoiceOf({ Id: 'Q-i2' }),
};
/** What is known of the records around one. */
export const anyNeighbours: fc.Arbitrary<Readonly<Record<string, QboContent>>> = fc
  .subarray(Object.keys(NEIGHBOURS))
  .map((keys) => Object.fromEntries(keys.map((key) => [key, NEIGHBOURS[key] ?? {}])));

const instant = fc.constantFrom('2026-01-10T12:00:00Z', '2026-02-10T12:00:00Z', '2026-02-10T12:00:01Z');
const DOCUMENTS: readonly RecordType[] = ['invoice', 'payment', 'refund'];

/** What is around a record's content on one side. */
const anyEnvelope = (type: RecordType) =>
  fc.record({
    createdAt: instant,
    updatedAt: instant,
    version: fc.constantFrom('1', '2'),
    state: mostly<SideView['state']>('active', DOCUMENTS.includes(type) ? 'voided' : 'inactive', 'deleted'),
  });
type Envelope = ReturnType<typeof anyEnvelope> extends fc.Arbitrary<infer T> ? T : never;

/** The record as QuickBooks would answer it, read as the sync does; undefined: it is none of ours. */
export function qboView(type: RecordType, id: string, content: QboContent): SideView | undefined {
  const raw = { ...content, Id: id };
  return MAPPINGS[type].units(raw)[0];
}

const inEnvelope = (type: RecordType, content: QboContent, around: Envelope): QboContent => ({
  ...content,
  SyncToken: around.version,
  ...(DOCUMENTS.includes(type) ? {} : { Active: around.state === 'active' }),
  MetaData: { CreateTime: around.createdAt, LastUpdatedTime: around.updatedAt },
});

const rec = (code: string) => ({ type: 'customer', recordId: 'rec-root', code });
const outcome = fc.constantFrom<RefOutcome>(
  { status: 'ignored', code: 'C1:only-in-bpro' },
  { status: 'left-out', code: 'C2:before-date' },
  { status: 'blocked', code: 'name-taken', root: rec('name-taken') },
  { status: 'blocked', code: 'outcome-unknown' },
);
const FIELDS = [
  'customer',
  'invoice',
  'payment',
  'method',
  'term',
  'taxGroup',
  'lines',
  'parent',
  'category',
];

/** A record of this type in any state of either side, of the link, of the settings, of the company and of what is around it. */
export const anyRecord = (type: RecordType): fc.Arbitrary<Given & { readonly type: RecordType }> =>
  fc
    .record({
      contents: anyContents[type],
      around: fc.record({ bpro: anyEnvelope(type), qbo: anyEnvelope(type) }),
      there: fc.constantFrom<Side[]>(['bpro', 'qbo'], ['bpro', 'qbo'], ['bpro'], ['qbo'], []),
      linked: fc.boolean(),
      // What cannot be removed never was.
      removed: MAPPINGS[type].qboRemoval === 'none' ? fc.constant(false) : mostly(false, true),
      choice: mostly<{ qboId: string | null } | undefined>(undefined, { qboId: null }, { qboId: 'Q-r' }),
      match: fc.constantFrom(
        { kind: 'none' } as const,
        { kind: 'matched', id: 'Q-r', level: 0 } as const,
        { kind: 'ambiguous', candidates: ['Q-r', 'Q-s'], level: 1 } as const,
      ),
      outcomes: fc.oneof(fc.constant({}), fc.dictionary(fc.constantFrom(...FIELDS), outcome, { maxKeys: 2 })),
      unread: mostly<Given['unread']>(undefined, { bpro: rec('malformed') }, { qbo: rec('malformed') }),
      settings: anySettings,
      company: anyCompany,
      neighbours: anyNeighbours,
      needed: fc.boolean(),
      door: fc.constantFrom('full-sync' as const, 'replay' as const),
    })
    .map(({ contents, around, there, linked, removed, choice, neighbours, unread, ...rest }) => {
      const world = { ...rest, type, contents: neighbours, ...(unread ? { unread } : {}) };
      const company = { ...COMPANY, ...rest.company };
      const viewsOf = ({ bpro, qbo }: (typeof contents)['now'], like: typeof around) => ({
        bpro: view('r', bpro, like.bpro),
        qbo: qboView(type, 'Q-r', inEnvelope(type, qbo(company), like.qbo)),
      });
      const calm: Envelope = { ...around.qbo, state: 'active', version: '1' };
      const was = viewsOf(contents.was, { bpro: { ...around.bpro, version: '1' }, qbo: calm });
      const now = viewsOf(contents.now, around);
      const linkedAs =
        linked && was.qbo ? { ...linkedWhen({ ...world, bpro: was.bpro, qbo: was.qbo }), removed } : {};
      return {
        ...world,
        bpro: there.includes('bpro') ? now.bpro : undefined,
        qbo: there.includes('qbo') ? now.qbo : undefined,
        record: { ...linkedAs, choice },
      };
    });
