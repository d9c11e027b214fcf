import { RECORD_TYPES, type Side } from '@bpro-qbo-sync/sync-domain';
import {
  isLinked,
  nameOf,
  unitsOf,
  type Books,
  type Evidence,
  type RecordLife,
  type Violation,
} from './evidence.js';

/** I3: links are a bijection per tenant and record type. */
export function linksAreBijection({ records }: Pick<Evidence, 'records'>): Violation[] {
  const owners = new Map<string, string>();
  const violations: Violation[] = [];
  for (const record of records.filter(isLinked))
    for (const [side, id] of [
      ['bpro', record.state.bproId],
      ['qbo', record.state.qboId],
    ] as const) {
      const key = `${String(record.generation)}/${record.type}/${side}/${String(id)}`;
      const owner = owners.get(key);
      if (owner !== undefined)
        violations.push({
          invariant: 'I3',
          what: `${key} is linked by ${owner} and by ${record.recordId}`,
        });
      owners.set(key, record.recordId);
    }
  return violations;
}

const MARKER = /\[BPro [^\]]+\]/;

/** I1: nothing was created twice: by marker, and by the business keys that QuickBooks itself does not keep unique. */
export function nothingTwice({ qbo }: Pick<Books, 'qbo'>, before: Books['qbo']): Violation[] {
  const violations: Violation[] = [];
  for (const entity of ['Payment', 'RefundReceipt', 'Invoice'] as const) {
    const old = new Set((before[entity] ?? []).map((r) => r['Id']));
    const seen = new Set<string>();
    for (const record of qbo[entity] ?? []) {
      if (old.has(record['Id'])) continue;
      const key =
        entity === 'Invoice'
          ? String(record['DocNumber'])
          : MARKER.exec(String(record['PrivateNote'] ?? ''))?.[0];
      if (key === undefined) continue;
      if (seen.has(key)) violations.push({ invariant: 'I1', what: `${entity} ${key} was created twice` });
      seen.add(key);
    }
  }
  return violations;
}

/**
 * I1: what appeared in a system was made for exactly one record, which its stream says. `notOurs`: records that
 * people made meanwhile, as `qbo/invoice/12`.
 */
export function createdOncePerRecord(
  { bpro, qbo, records }: Evidence,
  before: Books,
  notOurs: ReadonlySet<string> = new Set(),
): Violation[] {
  const linked = new Map<string, number>();
  for (const { type, state } of records)
    for (const key of [`bpro/${type}/${String(state.bproId)}`, `qbo/${type}/${String(state.qboId)}`])
      linked.set(key, (linked.get(key) ?? 0) + 1);
  const idsOf = (side: Side, books: Books): string[] =>
    side === 'bpro'
      ? books.bpro.map((r) => `bpro/${r.type}/${r.id}`)
      : RECORD_TYPES.flatMap((type) =>
          unitsOf(books.qbo, type, records).map((unit) => `qbo/${type}/${unit.id}`),
        );
  return (['bpro', 'qbo'] as const).flatMap((side) => {
    const old = new Set(idsOf(side, before));
    return idsOf(side, { bpro, qbo }).flatMap((key) => {
      if (old.has(key) || notOurs.has(key) || linked.get(key) === 1 || isPartOfKnown(key, old)) return [];
      return [
        {
          invariant: 'I1',
          what: `${key} appeared and ${linked.has(key) ? 'several records claim it' : 'no record says that it made it'}`,
        },
      ];
    });
  });
}

/** A payment that was there before may have more applications now: parts of it are not new records. */
const isPartOfKnown = (key: string, old: ReadonlySet<string>): boolean =>
  key.startsWith('qbo/payment/') && old.has(key.split('/').slice(0, 3).join('/'));

const OUTCOMES = new Set(['WriteConfirmed', 'WriteRefused', 'WriteAbandoned']);

/** I10: an outcome follows its intent, a refusal leaves a note, and at rest no intent is open. */
export function intentsEnd(record: RecordLife, quiet: boolean): Violation[] {
  const violations: Violation[] = [];
  const broken = (what: string): void => {
    violations.push({ invariant: 'I10', what: `${nameOf(record)} ${what}` });
  };
  let open: string | undefined;
  for (const event of record.events) {
    const requestId = String(event.data['requestId']);
    if (event.type === 'WriteIntended') {
      if (open !== undefined) broken('has a second intent while one is open');
      open = requestId;
    } else if (OUTCOMES.has(event.type)) {
      if (open !== requestId) broken('has an outcome without its intent');
      open = undefined;
    }
  }
  if (quiet && open !== undefined) broken('has an open intent at rest');
  const last = record.events.findLast((event) => OUTCOMES.has(event.type));
  if (quiet && last?.type === 'WriteRefused' && !record.events.some((e) => e.type === 'NoteRaised'))
    broken('was refused and has no note');
  return violations;
}

/** I11: versions of BPro applied to one record never go backwards. */
export function versionsGrow(record: RecordLife): Violation[] {
  let last = 0;
  for (const event of record.events) {
    const version = Number((event.data['versions'] as { bpro?: string } | undefined)?.bpro ?? 0);
    if (version > 0 && version < last)
      return [
        {
          invariant: 'I11',
          what: `${nameOf(record)} went from version ${String(last)} to ${String(version)}`,
        },
      ];
    last = Math.max(last, version);
  }
  return [];
}

/** I10: every write that QuickBooks saw has an intent with its request id. */
export function writesWereIntended(
  { records }: Pick<Evidence, 'records'>,
  requestIds: Iterable<string>,
): Violation[] {
  const intended = new Set(
    records.flatMap((r) =>
      r.events.flatMap((e) => {
        if (e.type !== 'WriteIntended') return [];
        const batch = e.data['batch'] as { id: string } | undefined;
        return [batch?.id ?? String(e.data['requestId'])];
      }),
    ),
  );
  return [...new Set(requestIds)]
    .filter((id) => !intended.has(id))
    .map((id) => ({ invariant: 'I10', what: `QuickBooks was written to under ${id} without an intent` }));
}
