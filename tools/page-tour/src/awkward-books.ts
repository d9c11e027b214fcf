import type { BproBooks } from '@bpro-qbo-sync/bpro-simulator';
import { generateBooks } from '@bpro-qbo-sync/demo-books';

/** What people and machines put into names, and what breaks careless pages. None is longer than BPro allows. */
export const HOSTILE = {
  script: '<script>document.title = "it ran"</script>',
  image: '<img src=x onerror="document.title = \'it ran\'">',
  entity: '&lt;b&gt; &amp; </td></bdi><!--',
  override: '\u202eturned round by an override',
  isolate: '\u2067\u2066never closed isolates',
  rightToLeft: '\u200fشركة الدراجات 12 (متجر)',
  zeroWidth: 'zero\u200b\u200c\u200d\ufeffwidth',
  marks: `Z${'\u0363\u036b'.repeat(40)}algo`,
  emoji: '👩🏽‍🚀🏳️‍🌈🇨🇦 cycling',
  formula: "=cmd|'/C calc'!A0",
  template: '${7*7} {{7*7}} %s %n',
  long: 'W'.repeat(500),
} as const;

/** In both of two BPro customers and one of QuickBooks: a person has to choose. */
export const TWIN = `Twin \u202e${HOSTILE.script}`;
/** What a spreadsheet would compute; its colon keeps it out of QuickBooks. */
export const FORMULA = '=HYPERLINK("https://evil.example")';
/** Company names and names of payment methods have less room. */
export const COMPANY_NAME = '<i>Rosa</i> \u202eBicycles';
/** What somebody writes as a reason. */
export const REASON = `\u202e${HOSTILE.image}`;

/** So many records that QuickBooks cannot take: each has its note, and lists of them come page by page. */
const MANY = 120;

const { bpro: ordinary } = generateBooks({ seed: 1, size: 60, profile: 'us-manual' });
type BooksRecord = BproBooks['records'][number];

const EMPTY_CUSTOMER = {
  givenName: null,
  familyName: null,
  companyName: null,
  email: null,
  phone: null,
  billingAddress: null,
  shippingAddress: null,
  salesTermId: null,
  taxExempt: false,
};

const customer = (id: string, displayName: string): BooksRecord => ({
  type: 'customer',
  id,
  createdAt: '2025-11-02T09:00:00.000Z',
  data: { ...EMPTY_CUSTOMER, displayName },
});

/** The BPro side of the books that QuickBooks holds, and what nobody expects. */
export const awkwardBooks: BproBooks = {
  ...ordinary,
  records: [
    ...ordinary.records,
    ...Object.entries(HOSTILE).map(([id, name]) => customer(`hostile-${id}`, name)),
    // The colon keeps each out of QuickBooks: it gets a note.
    ...Object.entries(HOSTILE).map(([id, name]) => customer(`noted-${id}`, `: ${name}`)),
    customer('noted-first', FORMULA),
    ...['a', 'b'].map((id) => customer(`twin-${id}`, TWIN)),
    ...Array.from({ length: MANY }, (_, i) => customer(`many-${String(i)}`, `One of many: ${String(i)}`)),
  ],
};

/** A BPro system that has nothing in common with any company: BPro's five sales terms, and those unheard of. */
export const strangeBooks: BproBooks = {
  ...ordinary,
  records: [1, 2, 3, 4, 5].map((each) => ({
    type: 'sales-term',
    id: `trm-${String(each)}`,
    createdAt: '2025-01-02T09:00:00.000Z',
    data: {
      name: `Unheard of ${String(each)}`,
      dueDays: 700 + each,
      discountPercent: null,
      discountDays: null,
    },
  })),
};

/** What a QuickBooks user does in the company: bodies of the simulator's `…/user`. */
export const AWKWARD_ACTS = [
  { action: 'create', entity: 'Customer', record: { DisplayName: TWIN } },
  { action: 'create', entity: 'PaymentMethod', record: { Name: '\u202e<b>pay</b>' } },
  { action: 'create', entity: 'Account', record: { Name: '\u202e<b>bank</b>', AccountType: 'Bank' } },
  { action: 'edit', entity: 'CompanyInfo', id: '1', changes: { CompanyName: COMPANY_NAME } },
] as const;
