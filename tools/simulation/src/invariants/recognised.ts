import { paymentIdOf, RECORD_TYPES, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { unitsOf, type Books, type Evidence, type Violation } from './evidence.js';

/** Which records are known to be the same, as ids of both systems: whoever made the books knows. */
export type KnownPairs = Readonly<Record<RecordType, readonly (readonly [bproId: string, qboId: string])[]>>;

/**
 * I1: of two records that are known to be the same and were active before the sync, neither was created again in the
 * other system, and neither was tied to another record. Not linked at all is for the notes to explain (rule F2).
 * `byPeople`: what people changed meanwhile, as `qbo/payment/12`, with what refers to that: it may not be the
 * same any more, or have no twin now.
 */
export function knownPairsWereRecognised(
  { records }: Pick<Evidence, 'records'>,
  before: Books,
  pairs: KnownPairs,
  byPeople: ReadonlySet<string> = new Set(),
): Violation[] {
  const active = new Set([
    ...before.bpro.filter((r) => r.state === 'active').map((r) => `bpro/${r.type}/${r.id}`),
    ...RECORD_TYPES.flatMap((type) =>
      unitsOf(before.qbo, type)
        .filter((unit) => unit.state === 'active')
        .map((unit) => `qbo/${type}/${unit.id}`),
    ),
  ]);
  const tiedToQbo = new Map<string, string>();
  const tiedToBpro = new Map<string, string>();
  for (const { type, state } of records)
    if (state.bproId !== undefined && state.qboId !== undefined) {
      tiedToQbo.set(`${type}/${state.bproId}`, paymentIdOf(state.qboId));
      tiedToBpro.set(`${type}/${state.qboId}`, state.bproId);
    }
  return RECORD_TYPES.flatMap((type) => {
    const same = new Set(pairs[type].map(([bproId, qboId]) => `${bproId}=${qboId}`));
    return pairs[type].flatMap(([bproId, qboId]) => {
      const both = [`bpro/${type}/${bproId}`, `qbo/${type}/${qboId}`];
      if (!both.every((one) => active.has(one)) || both.some((one) => byPeople.has(one))) return [];
      const theirs = tiedToQbo.get(`${type}/${bproId}`);
      const ours = tiedToBpro.get(`${type}/${qboId}`);
      const isRight =
        theirs === undefined
          ? ours === undefined || same.has(`${ours}=${qboId}`)
          : theirs === paymentIdOf(qboId);
      if (isRight) return [];
      const what = `${type} ${bproId} of BPro and ${qboId} of QuickBooks are the same, and were tied to ${theirs ?? 'nothing'} and ${ours ?? 'nothing'}`;
      return [{ invariant: 'I1', what }];
    });
  });
}
