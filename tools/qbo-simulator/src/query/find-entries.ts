import type { Entry, EntityStore, View } from '../store/entity-store.js';
import type { SortedList } from '../store/sorted-list.js';
import type { Condition, Filter } from './conditions.js';
import { type Order, upwardsBy } from './order.js';
import { createTime, ID } from './properties.js';

/** What passes a filter, in order. */
export interface Found {
  readonly total: number;
  rows(skip: number, take: number): readonly Entry[];
}

/**
 * Finds entries without looking at all of them: conditions on what the order goes by are a span of it, few
 * candidates by another condition are sorted, and anything else is a view that the store keeps up. `few`: so many
 * candidates at most are tested and sorted for one page.
 */
export function findEntries(store: EntityStore, filter: Filter, order: Order, few = 2000): Found {
  const { conditions, visible } = filter;
  const sorted = (entries: Iterable<Entry>): Found => {
    const passing = [...entries].filter(testOf(filter)).sort(order.compare);
    return { total: passing.length, rows: (skip, take) => passing.slice(skip, skip + take) };
  };
  if (visible !== undefined) return sorted(store.byId());
  const bounds = conditions.filter(({ stretch, property }) => stretch && property === order.first?.property);
  const others = conditions.filter((condition) => !bounds.includes(condition));
  const candidates = others.length > 0 ? fewest(store, conditions, few) : undefined;
  if (candidates) return sorted(candidates);
  const all = filter.activeOnly
    ? store.view(selection(order, { ...filter, conditions: [] }))
    : store.view(order);
  const list = others.length > 0 ? store.view(selection(order, { ...filter, conditions: others }), all) : all;
  const { from, to } = between(list, order, bounds);
  return {
    total: Math.max(0, to - from),
    rows: (skip, take) => list.slice(from + skip, Math.min(from + skip + take, to)),
  };
}

/** How many entries pass: in the order that makes of a condition a span. */
export function countEntries(store: EntityStore, filter: Filter): number {
  const first = filter.conditions.find(({ stretch }) => stretch);
  return findEntries(store, filter, upwardsBy(first?.property ?? ID)).total;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function testOf({ activeOnly, conditions, visible }: Filter): (entry: Entry) => boolean {
  return (entry) =>
    !(activeOnly && entry.record['Active'] === false) &&
    (visible === undefined || (createTime(entry.record) ?? 0) <= visible) &&
    conditions.every(({ test }) => test(entry));
}

const selection = (order: Order, filter: Filter): View => ({
  name: [order.name, String(filter.activeOnly), ...filter.conditions.map(({ text }) => text)].join(' '),
  compare: order.compare,
  includes: testOf(filter),
});

/** The entries that the narrowest condition leaves, when they are few. */
function fewest(
  store: EntityStore,
  conditions: readonly Condition[],
  few: number,
): Iterable<Entry> | undefined {
  let narrowest: Iterable<Entry> | undefined;
  let count = few + 1;
  const consider = (size: number, entries: () => Iterable<Entry>): void => {
    if (size >= count) return;
    count = size;
    narrowest = entries();
  };
  for (const { known } of conditions) if (known) consider(known.count, known.entries);
  for (const property of new Set(conditions.filter(({ stretch }) => stretch).map((each) => each.property))) {
    const order = upwardsBy(property);
    const list = store.view(order);
    const span = between(
      list,
      order,
      conditions.filter((each) => each.property === property),
    );
    consider(span.to - span.from, () => list.slice(span.from, span.to));
  }
  return narrowest;
}

/** Where what passes all conditions on the order's property stands. */
function between(list: SortedList<Entry>, order: Order, conditions: readonly Condition[]): Span {
  let from = 0;
  let to = list.size;
  for (const { property, stretch } of conditions) {
    if (!stretch) continue;
    const upwards = order.first?.sign !== -1;
    const reaches =
      (holds: (value: string | number) => boolean) =>
      (entry: Entry): boolean => {
        const value = property.valueOf(entry);
        return upwards ? value !== undefined && holds(value) : value === undefined || !holds(value);
      };
    const { begins, ends } = stretch;
    const [first, last] = upwards ? [begins, ends] : [ends, begins];
    if (first) from = Math.max(from, list.firstWhere(reaches(first)));
    if (last) to = Math.min(to, list.firstWhere(reaches(last)));
  }
  return { from, to };
}
