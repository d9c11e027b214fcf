import { MAPPINGS, type BproRecord, type RecordType, type Settings } from '@bpro-qbo-sync/sync-domain';
import { unitsOf, type Books, type Evidence, type Violation } from './evidence.js';

const found = (what: string): Violation => ({ invariant: 'I16', what });

const MONEY = ['payment', 'refund'] as const;

/** Both sides' ids of the methods that are unchecked (rule C5): a linked method is unchecked on both. */
function uncheckedMethods(
  { records }: Pick<Evidence, 'records'>,
  { uncheckedMethods: { bpro, qbo, none } }: Settings,
): { readonly bpro: ReadonlySet<string | undefined>; readonly qbo: ReadonlySet<string | undefined> } {
  const nothing = none ? [undefined] : [];
  const ids = {
    bpro: new Set<string | undefined>([...bpro, ...nothing]),
    qbo: new Set<string | undefined>([...qbo, ...nothing]),
  };
  for (const { type, state } of records) {
    if (type !== 'payment-method' || state.bproId === undefined || state.qboId === undefined) continue;
    if (ids.bpro.has(state.bproId) || ids.qbo.has(state.qboId)) {
      ids.bpro.add(state.bproId);
      ids.qbo.add(state.qboId);
    }
  }
  return ids;
}

const bproMethod = ({ data }: BproRecord): string | undefined =>
  typeof data['methodId'] === 'string' ? data['methodId'] : undefined;

const qboMethod = (record: Readonly<Record<string, unknown>>): string | undefined =>
  (record['PaymentMethodRef'] as { readonly value?: string } | undefined)?.value;

/**
 * I16: no payment or refund whose method is unchecked was created or changed in either system (rule C5). `before`:
 * both systems before the sync. `since`: records that people made or changed meanwhile, as `bpro/payment/12`.
 */
export function uncheckedMethodsAreUntouched(
  evidence: Evidence,
  before: Books,
  settings: Settings,
  since: ReadonlySet<string> = new Set(),
): Violation[] {
  const unchecked = uncheckedMethods(evidence, settings);
  const violations: Violation[] = [];
  const compare = <T>(
    side: 'bpro' | 'qbo',
    type: RecordType,
    old: ReadonlyMap<string, T>,
    now: ReadonlyMap<string, T>,
    concerns: (record: T) => boolean,
  ): void => {
    for (const [id, record] of now) {
      const key = `${side}/${type}/${id}`;
      const former = old.get(id);
      if (since.has(key) || ![record, former].some((each) => each !== undefined && concerns(each))) continue;
      if (former === undefined) violations.push(found(`${key} was created, and its method is unchecked`));
      else if (JSON.stringify(former) !== JSON.stringify(record))
        violations.push(found(`${key} was changed, and its method is unchecked`));
    }
  };
  for (const type of MONEY) {
    const ours = ({ bpro }: Books): Map<string, BproRecord> =>
      new Map(bpro.filter((r) => r.type === type).map((r) => [r.id, r]));
    compare('bpro', type, ours(before), ours(evidence), (r) => unchecked.bpro.has(bproMethod(r)));
    const theirs = ({ qbo }: Books): Map<string, Readonly<Record<string, unknown>>> =>
      new Map((qbo[MAPPINGS[type].qboEntity] ?? []).map((r) => [String(r['Id']), r]));
    compare('qbo', type, theirs(before), theirs(evidence), (r) => unchecked.qbo.has(qboMethod(r)));
  }
  return violations;
}

/**
 * I16: where records of one side only are ignored (rule C1), nothing was created for them on the other; what a
 * person asked for (rule F2), what refunds need of the sync's own, and `since` (rule G1) excepted.
 */
export function ignoredIsNotCreated(
  { bpro, qbo, records }: Evidence,
  before: Books,
  settings: Settings,
  since: ReadonlySet<string> = new Set(),
): Violation[] {
  const types = Object.keys(MAPPINGS) as RecordType[];
  const asked = new Set<string>();
  for (const { type, recordId, state } of records)
    if (state.choice?.qboId === null || recordId.startsWith('x.'))
      for (const key of [`bpro/${type}/${String(state.bproId)}`, `qbo/${type}/${String(state.qboId)}`])
        asked.add(key);
  const keysOf = {
    bpro: (books: Books): string[] => books.bpro.map((r) => `bpro/${r.type}/${r.id}`),
    qbo: (books: Books): string[] =>
      types.flatMap((type) => unitsOf(books.qbo, type, records).map((unit) => `qbo/${type}/${unit.id}`)),
  };
  const appeared = (side: 'bpro' | 'qbo'): Violation[] => {
    const old = new Set(keysOf[side](before));
    return keysOf[side]({ bpro, qbo })
      .filter((key) => !old.has(key) && !asked.has(key) && !since.has(key))
      .map((key) =>
        found(
          `${key} was created, and records only in ${side === 'qbo' ? 'BPro' : 'QuickBooks'} are ignored`,
        ),
      );
  };
  return [
    ...(settings.onlyInBpro === 'ignore' ? appeared('qbo') : []),
    ...(settings.onlyInQbo === 'ignore' ? appeared('bpro') : []),
  ];
}
