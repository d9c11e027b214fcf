import { isLinked, type Evidence, type RecordLife, type Violation } from './evidence.js';

/** I3: links are a bijection per tenant and record type. */
export function linksAreBijection({ records }: Evidence): Violation[] {
  const owners = new Map<string, string>();
  const violations: Violation[] = [];
  for (const record of records.filter(isLinked))
    for (const [side, id] of [['bpro', record.state.bproId], ['qbo', record.state.qboId]] as const) {
      const key = `${String(record.generation)}/${record.type}/${side}/${String(id)}`;
      const owner = owners.get(key);
      if (owner !== undefined) violations.push({ invariant: 'I3', what: `${key} is linked by ${owner} and by ${record.recordId}` });
      owners.set(key, record.recordId);
    }
  return violations;
}

/** I1: nothing was created twice: by marker, and by the business keys that QuickBooks itself does not keep unique. */
export function nothingTwice({ qbo }: Evidence, before: Evidence['qbo']): Violation[] {
  const violations: Violation[] = [];
  for (const entity of ['Payment', 'RefundReceipt', 'Invoice'] as const) {
    const old = new Set((before[entity] ?? []).map((r) => r['Id']));
    const seen = new Set<string>();
    for (const record of qbo[entity] ?? []) {
      if (old.has(record['Id'])) continue;
      const key = entity === 'Invoice' ? String(record['DocNumber']) : /\[BPro [^\]]+\]/.exec(String(record['PrivateNote'] ?? ''))?.[0];
      if (key === undefined) continue;
      if (seen.has(key)) violations.push({ invariant: 'I1', what: `${entity} ${key} was created twice` });
      seen.add(key);
    }
  }
  return violations;
}

const OUTCOMES = new Set(['WriteConfirmed', 'WriteRefused', 'WriteAbandoned']);

/** I10: an outcome follows its intent, and at rest no intent is open. */
export function intentsEnd(record: RecordLife, quiet: boolean): Violation[] {
  const name = `${record.type}/${record.recordId}`;
  const violations: Violation[] = [];
  let open: string | undefined;
  for (const event of record.events) {
    const requestId = String(event.data['requestId']);
    if (event.type === 'WriteIntended') {
      if (open !== undefined) violations.push({ invariant: 'I10', what: `${name} has a second intent while one is open` });
      open = requestId;
    } else if (OUTCOMES.has(event.type)) {
      if (open !== requestId) violations.push({ invariant: 'I10', what: `${name} has an outcome without its intent` });
      open = undefined;
    }
  }
  if (quiet && open !== undefined) violations.push({ invariant: 'I10', what: `${name} has an open intent at rest` });
  return violations;
}

/** I11: versions of BPro applied to one record never go backwards. */
export function versionsGrow(record: RecordLife): Violation[] {
  let last = 0;
  for (const event of record.events) {
    const version = Number((event.data['versions'] as { bpro?: string } | undefined)?.bpro ?? 0);
    if (version > 0 && version < last)
      return [{ invariant: 'I11', what: `${record.type}/${record.recordId} went from version ${String(last)} to ${String(version)}` }];
    last = Math.max(last, version);
  }
  return [];
}

/** I10: every write that QuickBooks saw has an intent with its request id. */
export function writesWereIntended({ records }: Evidence, requestIds: Iterable<string>): Violation[] {
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
