import {
  createdOncePerRecord,
  everyRecordHasItsReason,
  intentsEnd,
  linksAreBijection,
  moneyIsEqual,
  nothingTwice,
  recordLives,
  type Books,
} from '@bpro-qbo-sync/simulation';
import { REALM, TENANT, type ApiBench } from './api-bench.js';

/** Both systems' records as they are now. */
export const booksOf = ({ bpro, qbo }: ApiBench): Books => ({
  bpro: bpro.dump(TENANT),
  qbo: structuredClone(qbo.simulator.dump(REALM)),
});

/**
 * What is wrong once everything has come to rest, however it was disturbed: something twice, something lost, a link
 * that is not one to one, money that differs, a write without an outcome (invariants I1 to I4, I10). Empty: nothing.
 */
export async function wrongAtRest(bench: ApiBench, before: Books): Promise<string[]> {
  const records = await recordLives(bench.store, TENANT);
  const evidence = { ...booksOf(bench), records };
  return [
    ...nothingTwice(evidence, before.qbo),
    ...createdOncePerRecord(evidence, before),
    ...everyRecordHasItsReason(evidence, new Set()),
    ...linksAreBijection(evidence),
    ...moneyIsEqual(evidence),
    ...records.flatMap((record) => intentsEnd(record, true)),
  ].map(({ what }) => what);
}
