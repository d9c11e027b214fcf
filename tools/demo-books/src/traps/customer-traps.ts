import type { CustomerFields } from '../world/entities.js';
import type { TrapKit } from './trap-kit.js';

/** The same name as people type it (rule F1 sees through all of these). */
const SPELLINGS: readonly ((name: string) => string)[] = [
  (name) => name.toUpperCase(),
  (name) => `  ${name.replace(' ', '   ')} `,
  (name) => name.normalize('NFD'),
  (name) => name.replace(' ', '\u00a0').toLowerCase(),
];

/** Quotes, accents, backslashes: QuickBooks takes them, queries must escape them. */
const SPECIAL = [
  `Conor "Spokes" O'Neil`,
  'Łukasz Żółć-Ångström',
  'Back\\slash & Søn',
  "L'Île-d’Orléans Vélo",
] as const;

/** Values that BPro takes and QuickBooks does not (qbo API, Customer). */
const OVERLONG: readonly Partial<CustomerFields>[] = [
  { displayName: `The ${'Very '.repeat(104)}Long Cycling Association` },
  { companyName: `Consolidated ${'International '.repeat(9)}Velocipede Works` },
  { phone: '+1 (510) 555-0100 extension 4711, ask for the workshop' },
];

const NOTHING: Partial<CustomerFields> = {
  givenName: null,
  familyName: null,
  companyName: null,
  email: null,
  phone: null,
  billing: null,
  shipping: null,
  term: null,
};

const PHONES = ['555-0111', '555-0122', '555-0133'] as const;

export function addCustomerTraps(kit: TrapKit): void {
  addSpellings(kit);
  addRefusals(kit);
  addStates(kit);
  addDifferences(kit);
  addFamilies(kit);
}

const addSpellings = (kit: TrapKit): void => {
  kit.each((at, i) => {
    const displayName = `Zoë Núñez ${String(100 + i)}`;
    const spelled = SPELLINGS[i % SPELLINGS.length]?.(displayName) ?? displayName;
    kit.tag(
      'spelledDifferently',
      kit.customer('both', at, { displayName }, { onBpro: { displayName: spelled } }),
    );
  });
  kit.each((at, i) => {
    const [givenName, familyName] = ['Maria', `Delgado-${String(i)}`];
    const fields = { displayName: `${givenName} ${familyName}`, givenName, familyName, companyName: null };
    const onQbo = { displayName: `${familyName}, ${givenName}` };
    const email = `maria.delgado.${String(i)}@example.com`;
    kit.tag('sameEmailOtherDisplayName', kit.customer('both', at, { ...fields, email }, { onQbo }));
  });
  kit.each((at) => {
    const first = kit.customer('both', at);
    const second = kit.customer('bpro', at, { displayName: first.fields.displayName });
    kit.tag('sameNameTwiceInBpro', first, second);
  });
  kit.each((at, i) => {
    const displayName = `${SPECIAL[i % SPECIAL.length] ?? ''} ${String(i + 1)}`;
    kit.tag('specialCharacters', kit.customer(i % 2 === 0 ? 'both' : 'bpro', at, { displayName }));
  });
};

/** What QuickBooks will refuse as it stands (rule F10). */
const addRefusals = (kit: TrapKit): void => {
  kit.each((at) => {
    const customer = kit.customer('bpro', at);
    const { displayName, companyName } = customer.fields;
    kit.tag(
      'namedLikeAVendor',
      customer,
      kit.store.world.add('vendor', 'qbo', at, { displayName, companyName }),
    );
  });
  kit.each((at, i) => {
    kit.tag('nameWithColon', kit.customer('bpro', at, { displayName: `Team ${String(i + 1)}: Juniors` }));
    kit.tag('nameWithEmoji', kit.customer('bpro', at, { displayName: `Ride Club ${String(i + 1)} 🚲` }));
    kit.tag('tooLongForQuickBooks', kit.customer('bpro', at, overlong(i)));
    kit.tag('emailWithoutForm', kit.customer('bpro', at, { email: `workshop-${String(i)} at example` }));
  });
};

const overlong = (i: number): Partial<CustomerFields> => {
  const fields = OVERLONG[i % OVERLONG.length] ?? {};
  return fields.displayName === undefined ? fields : { displayName: `${fields.displayName} ${String(i)}` };
};

const addStates = (kit: TrapKit): void => {
  kit.each((at, i) => {
    kit.tag(
      'inactiveInBpro',
      kit.customer('both', at, {}, { bproState: 'inactive', bproEdited: kit.after(at, 9) }),
    );
    kit.tag(
      'inactiveInQuickBooks',
      kit.customer('both', at, {}, { qboState: 'inactive', qboEdited: kit.after(at, 9) }),
    );
    kit.tag('inactiveOnlyInQuickBooks', kit.customer('qbo', at, {}, { qboState: 'inactive' }));
    kit.tag('nothingButAName', kit.customer(i % 2 === 0 ? 'both' : 'bpro', at, NOTHING));
    kit.tag(
      'deletedInBpro',
      kit.customer('bpro', at, {}, { bproState: 'deleted', bproEdited: kit.after(at, 9) }),
    );
  });
  kit.each(() => {
    const early = kit.store.customer('bpro', kit.store.openingHour(0.02));
    const order = kit.invoice('bpro', kit.store.openingHour(0.9), { customer: early });
    kit.tag('customerBeforeTheDateWithNewOrder', early, order);
  });
};

/** First meetings where the sides differ (rule F3). */
const addDifferences = (kit: TrapKit): void => {
  const [old, bpro, qbo] = PHONES;
  kit.each((at) => {
    const base = { phone: old };
    kit.tag(
      'editedInBpro',
      kit.customer('both', at, base, { onBpro: { phone: bpro }, bproEdited: kit.recently(0) }),
    );
    kit.tag(
      'editedInQuickBooks',
      kit.customer('both', at, base, { onQbo: { phone: qbo }, qboEdited: kit.recently(0) }),
    );
    kit.tag(
      'editedOnBothSides',
      kit.customer('both', at, base, {
        onBpro: { phone: bpro },
        bproEdited: kit.recently(0),
        onQbo: { phone: qbo },
        qboEdited: kit.recently(1),
      }),
    );
    kit.tag(
      'blankInBpro',
      kit.customer('both', at, base, { onBpro: { phone: null }, bproEdited: kit.recently(2) }),
    );
    kit.tag('blankInQuickBooks', kit.customer('both', at, base, { onQbo: { phone: null } }));
  });
  kit.each((at) => {
    const customer = kit.customer(
      'both',
      at,
      { phone: old },
      { onBpro: { phone: bpro }, bproEdited: kit.after(at, 3) },
    );
    const posting = kit.invoice('both', kit.recently(3), { customer });
    kit.tag('movedByAPostingOnly', customer, posting);
  });
};

/** Sub-customers and jobs are customers of their own (rule F15). */
const addFamilies = (kit: TrapKit): void => {
  kit.each((at, i) => {
    const parent = kit.customer('qbo', at, { displayName: `Riverside School ${String(i + 1)}` });
    const children = ['Workshop', 'Kids bikes'].map((job) =>
      kit.customer('qbo', at, { displayName: `${parent.fields.displayName} ${job}`, parent, email: null }),
    );
    const orders = children.map((customer) => kit.invoice('qbo', at, { customer }));
    kit.tag('subCustomers', parent, ...children, ...orders);
  });
};
