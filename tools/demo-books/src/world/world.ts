import type { Entity, EntityOptions, Kind, Kinds, Presence } from './entities.js';

const ID_PREFIX: Readonly<Record<Kind, string>> = {
  term: 'trm',
  method: 'pm',
  tax: 'tax',
  category: 'cat',
  product: 'prd',
  customer: 'cus',
  invoice: 'inv',
  payment: 'pay',
  refund: 'ref',
  creditMemo: 'cm',
  salesReceipt: 'sr',
  vendor: 'vnd',
};

/** A record and the kind it is of. */
export interface Tagged {
  readonly kind: Kind;
  readonly entity: Entity<unknown>;
}

/** The store: everything that either side knows. */
export class World {
  private readonly entities: { readonly [K in Kind]: Entity<Kinds[K]>[] } = {
    term: [],
    method: [],
    tax: [],
    category: [],
    product: [],
    customer: [],
    invoice: [],
    payment: [],
    refund: [],
    creditMemo: [],
    salesReceipt: [],
    vendor: [],
  };
  private readonly bproCounts = new Map<Kind, number>();
  private readonly kinds = new Map<Entity<unknown>, Kind>();
  /** Which records show a trap, by its name. */
  readonly traps = new Map<string, Tagged[][]>();

  add<K extends Kind>(
    kind: K,
    presence: Presence,
    created: number,
    fields: Kinds[K],
    options: EntityOptions<Kinds[K]> = {},
  ): Entity<Kinds[K]> {
    const entity: Entity<Kinds[K]> = {
      presence,
      created,
      fields,
      onBpro: options.onBpro ?? {},
      onQbo: options.onQbo ?? {},
      bproEdited: options.bproEdited,
      qboEdited: options.qboEdited,
      bproState: options.bproState ?? 'active',
      qboState: options.qboState ?? 'active',
      bproId: presence === 'qbo' ? '' : this.nextBproId(kind),
      qboId: '',
    };
    this.entities[kind].push(entity);
    this.kinds.set(entity, kind);
    return entity;
  }

  all<K extends Kind>(kind: K): readonly Entity<Kinds[K]>[] {
    return this.entities[kind];
  }

  inBpro<K extends Kind>(kind: K): Entity<Kinds[K]>[] {
    return this.entities[kind].filter((e) => e.presence !== 'qbo');
  }

  inQbo<K extends Kind>(kind: K): Entity<Kinds[K]>[] {
    return this.entities[kind].filter((e) => e.presence !== 'bpro');
  }

  /** Notes one case of a trap and the records that make it up. */
  tag(trap: string, ...entities: readonly Entity<unknown>[]): void {
    const tagged = entities.map((entity): Tagged => {
      const kind = this.kinds.get(entity);
      if (!kind) throw new TypeError('not a record of this world');
      return { kind, entity };
    });
    const cases = this.traps.get(trap);
    if (cases) cases.push(tagged);
    else this.traps.set(trap, [tagged]);
  }

  private nextBproId(kind: Kind): string {
    const count = (this.bproCounts.get(kind) ?? 0) + 1;
    this.bproCounts.set(kind, count);
    return `${ID_PREFIX[kind]}-${String(count).padStart(6, '0')}`;
  }
}
