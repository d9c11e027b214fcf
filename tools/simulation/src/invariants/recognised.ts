import {
  applicationOf,
  paymentIdOf,
  RECORD_TYPES,
  type QboContent,
  type RecordType,
} from '@bpro-qbo-sync/sync-domain';
import { unitsOf, type Books, type Evidence, type Violation } from './evidence.js';

/** Which records are known to be the same, as ids of both systems: whoever made the books knows. */
export type KnownPairs = Readonly<Record<RecordType, readonly (readonly [bproId: string, qboId: string])[]>>;

/**
 * I1: of two records that are known to be the same and were active before the sync, neither was created again in the
 * other system, and neither was tied to another record. Not linked at all is for the notes to explain (rule F2).
 * `byPeople`: what people changed meanwhile, as `qbo/payment/12`: what refers to that may not be the same
 * any more, or have no twin now.
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
  const refersTo = new Map(
    RECORD_TYPES.flatMap((type) =>
      unitsOf(before.qbo, type).map(({ id, content }) => [`${type}/${id}`, standsOn(type, content)] as const),
    ),
  );
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
      const around = [...both, ...(refersTo.get(`${type}/${qboId}`) ?? [])];
      if (!both.every((one) => active.has(one)) || around.some((one) => byPeople.has(one))) return [];
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

/** The customer and the invoice of a document in QuickBooks, as `qbo/customer/12`. */
function standsOn(type: RecordType, content: QboContent): string[] {
  const { value } = Object(content['CustomerRef']) as { readonly value?: string };
  const invoiceId = type === 'payment' ? applicationOf(content).invoiceId : null;
  return [
    ...(value === undefined ? [] : [`qbo/customer/${value}`]),
    ...(invoiceId === null ? [] : [`qbo/invoice/${invoiceId}`]),
  ];
}
