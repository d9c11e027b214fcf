import * as behind from './mutants/behind-the-ports.js';
import * as wire from './mutants/on-the-wire.js';
import type { Mutant } from './sync-process.js';

/** A bug that the simulation must catch, and what it breaks. */
export interface PlantedBug extends Mutant {
  readonly name: string;
  /** Invariants of which at least one is broken by it. */
  readonly breaks: readonly string[];
}

const UNLIMITED = 1_000_000;

/** The canary: a bug that every seed must notice. */
export const CANARY: PlantedBug = {
  name: 'everything is created twice (canary)',
  breaks: ['I10'],
  ports: behind.createsTwice,
};

export const PLANTED_BUGS: readonly PlantedBug[] = [
  CANARY,
  { name: 'no request ids', breaks: ['I1', 'I3', 'I10'], http: wire.withoutRequestId },
  { name: 'full updates', breaks: ['I6', 'I9'], http: wire.fullUpdates },
  { name: 'fields of QuickBooks users are cleared', breaks: ['I6'], http: wire.clearsNotes },
  { name: 'lost cents', breaks: ['I4', 'I9'], http: wire.losesCents },
  { name: 'money in floating point', breaks: ['I4', 'I9'], http: wire.floats },
  { name: 'payments do not say what they pay', breaks: ['I4', 'I9'], http: wire.dropsDependencies },
  { name: 'payments go to another company', breaks: ['I13'], http: wire.toAnotherCompany },
  {
    name: 'acknowledged first, and nobody looks again',
    breaks: ['I14'],
    checkpoints: behind.acknowledgesFirst,
    unchecked: true,
  },
  { name: 'unchecked methods are forgotten', breaks: ['I16'], ports: behind.forgetsUnchecked },
  { name: 'no fence', breaks: ['I1', 'I3', 'I10', 'I11'], ports: behind.withoutFence },
  { name: 'effect before intent', breaks: ['I10'], ports: behind.effectBeforeIntent },
  { name: 'nobody is told', breaks: ['I2', 'I5', 'I10'], ports: behind.withoutNotes },
  {
    name: 'writes under another id than was intended',
    breaks: ['I10', 'I1'],
    ports: behind.underAnotherId,
  },
  { name: 'a batch is packed anew when it is sent again', breaks: ['I10'], ports: behind.repacksBatches },
  {
    name: 'the last record of a page is overlooked',
    breaks: ['I1', 'I5', 'I8'],
    ports: behind.pagesByOffset,
  },
  { name: 'changes are skipped', breaks: ['I2'], ports: behind.skipsChanges },
  {
    name: 'changes are passed over and nobody looks again',
    breaks: ['I2'],
    ports: behind.overlookedAtFirst,
    unchecked: true,
  },
  { name: 'what ended is not replayed', breaks: ['I2'], ports: behind.ignoresEnds },
  { name: 'what is sent is not kept', breaks: ['I1', 'I10'], ports: behind.withoutBodies },
  { name: 'records are recognised letter by letter', breaks: ['I1', 'I5', 'I8'], ports: behind.exactNames },
  { name: 'tokens are refreshed without a lock', breaks: ['I12'], vault: behind.refreshesWithoutLock },
  {
    name: 'limits are not kept',
    breaks: ['I12'],
    limits: { requestsPerSecond: UNLIMITED, requestsPerMinute: UNLIMITED, combinedPerMinute: UNLIMITED },
  },
];
