import type { Books, QboDump, RecordLife, Violation } from './evidence.js';

/** Calls that a system answered, by kind: `Invoice.create`, `Customer.query`, `batch`; or of BPro `create`, `page`. */
export type Calls = Readonly<Record<string, number>>;

const READS: ReadonlySet<string> = new Set([
  'query',
  'read',
  'cdc',
  'pdf',
  'page',
  'count',
  'capabilities',
  'changes',
  'feedHead',
  'acceptsInvoiceNumber',
]);

/** Writes among the calls; a batch is what its items are, which are counted under their own kinds. */
export const writesIn = (calls: Calls): [kind: string, times: number][] =>
  Object.entries(calls).filter(
    ([kind, times]) => times > 0 && kind !== 'batch' && !READS.has(kind.split('.').at(-1) ?? ''),
  );

/** What was called more often later than earlier, by how many times. */
export const callsBetween = (earlier: Calls, later: Calls): Calls =>
  Object.fromEntries(
    Object.entries(later).flatMap(([kind, times]) => {
      const more = times - (earlier[kind] ?? 0);
      return more > 0 ? [[kind, more] as const] : [];
    }),
  );

const found = (what: string): Violation => ({ invariant: 'I9', what });

const changedIn = (label: string, before: Map<string, string>, after: Map<string, string>): Violation[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    if (before.get(key) === after.get(key)) return [];
    const what = !before.has(key) ? 'appeared' : !after.has(key) ? 'is gone' : 'changed';
    return [found(`${label} ${key} ${what}`)];
  });

const bproBytes = ({ bpro }: Books): Map<string, string> =>
  new Map(bpro.map((record) => [`${record.type}/${record.id}`, JSON.stringify(record)]));

const qboBytes = (qbo: QboDump): Map<string, string> =>
  new Map(
    Object.entries(qbo).flatMap(([entity, records]) =>
      records.map((record) => [`${entity}/${String(record['Id'])}`, JSON.stringify(record)] as const),
    ),
  );

/** I9, rule E7: both systems are byte by byte what they were before the second sync. */
export const nothingMoved = (before: Books, after: Books): Violation[] => [
  ...changedIn('BPro', bproBytes(before), bproBytes(after)),
  ...changedIn('QuickBooks', qboBytes(before.qbo), qboBytes(after.qbo)),
];

/** I9, rule E7: neither system was asked to write. */
export const nothingWasWritten = (calls: { readonly bpro: Calls; readonly qbo: Calls }): Violation[] =>
  (['bpro', 'qbo'] as const).flatMap((side) =>
    writesIn(calls[side]).map(([kind, times]) =>
      found(`${side === 'bpro' ? 'BPro' : 'QuickBooks'} was asked ${String(times)} times for ${kind}`),
    ),
  );

/** I9, rule I1: the record streams did not grow. */
export function noRecordEvents(before: readonly RecordLife[], after: readonly RecordLife[]): Violation[] {
  const lengths = new Map(before.map((life) => [`${life.type}/${life.recordId}`, life.events.length]));
  return after.flatMap((life) => {
    const name = `${life.type}/${life.recordId}`;
    const more = life.events.slice(lengths.get(name) ?? 0);
    return more.length === 0 ? [] : [found(`${name} got ${more.map((event) => event.type).join(', ')}`)];
  });
}
