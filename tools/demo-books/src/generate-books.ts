import type { BproBooks } from '@bpro-qbo-sync/bpro-simulator';
import { RECORD_TYPES, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { addMajority } from './majority.js';
import { type BooksProfile, PROFILE } from './profiles.js';
import type { QboCompany } from './qbo/frame.js';
import { StoreBuilder } from './store-builder.js';
import { addStoreLists } from './store-lists.js';
import { toBproBooks } from './to-bpro.js';
import { toQboCompany } from './to-qbo.js';
import { addTraps } from './traps/traps.js';
import { Random } from './world/random.js';
import { DAY } from './world/time.js';
import type { Kind } from './world/entities.js';
import { World } from './world/world.js';

export interface GenerateSettings {
  readonly seed: number;
  /** About the number of records on each side: 5 % products, 20 % customers, 40 % invoices, 33 % payments, 2 % refunds. */
  readonly size: number;
  readonly profile: BooksProfile;
  /** Default true: with everything that real books hold beside the plain records. */
  readonly traps?: boolean;
  /** UTC instant at which the books end; default the end of 2025. They begin 18 months earlier. */
  readonly until?: string;
}

/** One case of a trap: its records' ids per side (`kind` is the generator's own word for the type). */
export type TrapCase = readonly { readonly kind: Kind; readonly bproId: string; readonly qboId: string }[];

export interface BooksFacts {
  readonly seed: number;
  readonly size: number;
  readonly profile: BooksProfile;
  /** A start date (rule C2) that has about a third of the records before it. */
  readonly startDate: string;
  /** Records in BPro. */
  readonly bpro: Readonly<Record<RecordType, number>>;
  /** Records in QuickBooks, per entity. */
  readonly qbo: Readonly<Record<string, number>>;
  /** Records that are on both sides. */
  readonly shared: Readonly<Record<RecordType, number>>;
  /** How many cases of each trap there are. */
  readonly traps: Readonly<Record<string, number>>;
  readonly cases: Readonly<Record<string, readonly TrapCase[]>>;
}

export interface GeneratedBooks {
  readonly bpro: BproBooks;
  readonly qbo: QboCompany;
  /** Which records are the same on both sides, as their ids in BPro and QuickBooks. */
  readonly pairs: Readonly<Record<RecordType, readonly (readonly [bproId: string, qboId: string])[]>>;
  readonly facts: BooksFacts;
}

const END = '2025-12-31T23:59:59.000Z';
const MONTHS_18 = 548 * DAY;

const KIND_OF: Readonly<Record<RecordType, Kind>> = {
  'sales-term': 'term',
  'payment-method': 'method',
  tax: 'tax',
  'product-category': 'category',
  product: 'product',
  customer: 'customer',
  invoice: 'invoice',
  payment: 'payment',
  refund: 'refund',
};

/** A believable store in BPro and its QuickBooks company: the same for the same settings, byte by byte. */
export function generateBooks(settings: GenerateSettings): GeneratedBooks {
  const profile = PROFILE[settings.profile];
  const to = Date.parse(settings.until ?? END);
  const period = { from: to - MONTHS_18, to };
  const opened = period.from - 30 * DAY;
  const world = new World();
  const traps = settings.traps ?? true;
  const lists = addStoreLists(world, profile, opened, traps);
  const store = new StoreBuilder(world, new Random(settings.seed), profile, lists, period);
  addMajority(store, settings.size);
  if (traps) addTraps(store, Math.max(2, Math.round(settings.size / 2500)));
  const bpro = toBproBooks(world, profile);
  const qbo = toQboCompany(world, profile, opened);
  return { bpro, qbo, pairs: pairsOf(world), facts: factsOf(settings, world, bpro, qbo, period.from) };
}

const perType = <T>(make: (type: RecordType) => T): Record<RecordType, T> =>
  Object.fromEntries(RECORD_TYPES.map((type) => [type, make(type)])) as Record<RecordType, T>;

const pairsOf = (world: World): GeneratedBooks['pairs'] =>
  perType((type) =>
    world
      .all(KIND_OF[type])
      .filter((entity) => entity.presence === 'both')
      .map(({ bproId, qboId }) => [bproId, qboId] as const),
  );

const factsOf = (
  { seed, size, profile }: GenerateSettings,
  world: World,
  bpro: BproBooks,
  qbo: QboCompany,
  from: number,
): BooksFacts => {
  const inBpro = new Map<RecordType, number>();
  for (const { type } of bpro.records) inBpro.set(type, (inBpro.get(type) ?? 0) + 1);
  const cases = Object.fromEntries(
    [...world.traps].map(([trap, tagged]) => [
      trap,
      tagged.map((one) =>
        one.map(({ kind, entity }) => ({ kind, bproId: entity.bproId, qboId: entity.qboId })),
      ),
    ]),
  );
  return {
    seed,
    size,
    profile,
    startDate: new Date(from + MONTHS_18 / 3).toISOString().slice(0, 10),
    bpro: perType((type) => inBpro.get(type) ?? 0),
    qbo: Object.fromEntries(Object.entries(qbo).map(([entity, records]) => [entity, records.length])),
    shared: perType((type) => world.all(KIND_OF[type]).filter((e) => e.presence === 'both').length),
    traps: Object.fromEntries(Object.entries(cases).map(([trap, list]) => [trap, list.length])),
    cases,
  };
};
