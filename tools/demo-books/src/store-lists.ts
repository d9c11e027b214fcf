import type { Profile } from './profiles.js';
import type {
  CategoryFields,
  Entity,
  MethodFields,
  PaymentFields,
  Presence,
  TaxFields,
  TermFields,
} from './world/entities.js';
import type { World } from './world/world.js';

/** The store's lists that both sides have from the beginning. */
export interface StoreLists {
  readonly terms: readonly Entity<TermFields>[];
  /** Shared by both sides; in the order cash, cheque, cards. */
  readonly methods: readonly PaymentFields['method'][];
  /** Shared by both sides, repeated by weight. */
  readonly taxGroups: readonly (Entity<TaxFields> | null)[];
  categoryOf(path: readonly string[]): Entity<CategoryFields>;
}

type TermPlan = readonly [Presence, TermFields];

const net = (name: string, dueDays: number): TermFields => ({
  name,
  dueDays,
  discountPercent: null,
  discountDays: null,
});

/** BPro's five, and what QuickBooks has in stock beyond them (rule D2). */
const TERMS: readonly TermPlan[] = [
  ['both', net('Due on receipt', 0)],
  ['both', net('Net 10', 10)],
  ['both', net('Net 15', 15)],
  ['both', net('Net 30', 30)],
  ['both', net('Net 60', 60)],
  ['qbo', net('Net 45', 45)],
  ['qbo', { name: '2% 10 Net 30', dueDays: 30, discountPercent: '2', discountDays: 10 }],
  ['qbo', { ...net('End of month', 0), dayOfMonthDue: 31 }],
];

const METHODS: readonly (readonly [Presence, MethodFields, Partial<MethodFields>?])[] = [
  ['both', { name: 'Cash', card: false }],
  ['both', { name: 'Check', card: false }],
  ['both', { name: 'Visa', card: true }],
  ['both', { name: 'MasterCard', card: true }, { name: 'Mastercard' }],
  ['both', { name: 'American Express', card: true }],
  ['bpro', { name: 'Gift card', card: false }],
  ['qbo', { name: 'Discover', card: true }],
  ['qbo', { name: 'Diners Club', card: true }],
];

/**
 * Sales terms, payment methods, tax groups and categories: made before the store opened. `respelled`: some names are
 * written differently on the other side.
 */
export function addStoreLists(
  world: World,
  profile: Profile,
  created: number,
  respelled: boolean,
): StoreLists {
  const terms = TERMS.map(([presence, fields]) => world.add('term', presence, created, fields));
  for (const term of terms.slice(5)) world.tag('qboOnlyTerm', term);
  const methods = METHODS.map(([presence, fields, onBpro]) => {
    const name = fields.name === 'Check' ? profile.cheque : fields.name;
    const method = world.add(
      'method',
      presence,
      created,
      { ...fields, name },
      respelled && onBpro ? { onBpro } : {},
    );
    if (respelled && onBpro) world.tag('listNameSpelledDifferently', method);
    return method;
  });
  const taxes = profile.taxes.map(({ name, presence, rates, nameOnQbo }) => {
    const side = profile.automated ? 'bpro' : presence;
    const options = respelled && nameOnQbo !== undefined ? { onQbo: { name: nameOnQbo } } : {};
    const tax = world.add('tax', side, created, { name, rates }, options);
    if (options.onQbo && side === 'both') world.tag('listNameSpelledDifferently', tax);
    if (rates.length > 1) world.tag('taxGroupOfSeveralRates', tax);
    return tax;
  });
  const weighted = profile.taxes.flatMap(({ weight }, i) =>
    Array.from({ length: weight }, () => taxes[i] ?? null),
  );
  return {
    terms: terms.slice(0, 5),
    methods: methods.slice(0, 5),
    taxGroups: [...weighted, ...Array.from({ length: 5 }, () => null)],
    categoryOf: categories(world, created),
  };
}

const categories = (world: World, created: number): ((path: readonly string[]) => Entity<CategoryFields>) => {
  const known = new Map<string, Entity<CategoryFields>>();
  const find = (path: readonly string[]): Entity<CategoryFields> => {
    const key = path.join('/');
    const found = known.get(key);
    if (found) return found;
    const parent = path.length > 1 ? find(path.slice(0, -1)) : null;
    const made = world.add('category', 'both', created, {
      name: path.at(-1) ?? '',
      parent,
    });
    if (parent) world.tag('nestedCategory', made);
    known.set(key, made);
    return made;
  };
  return find;
};
