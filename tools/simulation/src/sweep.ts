import type { SeedOptions } from './draws.js';
import { runSeed } from './run-seed.js';

/** A story without faults, and the same again and again with one fault, at a boundary that it crosses. */
export interface Sweep {
  /** How many boundaries the story crosses until it is to be quiet: each call over a port, before it and after it. */
  readonly boundaries: number;
  readonly stories: readonly SeedOptions[];
}

/** What changes something outside of the process; a death before a read is one after the effect that came before it. */
const EFFECTS: ReadonlySet<string> = new Set(
  'append send create update put claim release remove sweep clear drop erase save acquire renew'.split(' '),
);

/**
 * At every `step`th boundary of the story: where something is changed the process dies, and in another run the call
 * fails; where something is read the call fails. Time does not fail.
 */
export async function sweepOf(story: SeedOptions, step = 1): Promise<Sweep> {
  const calm = { ...story, faults: false };
  const { crossed } = await runSeed(calm);
  const places = crossed.flatMap((key, index): SeedOptions['planned'][] => {
    const [method = '', phase] = key.split('.').slice(-2);
    const boundary = index + 1;
    if (EFFECTS.has(method))
      return [
        { boundary, fault: 'crash' },
        { boundary, fault: 'failure' },
      ];
    return phase === 'before' && !key.startsWith('clock.') ? [{ boundary, fault: 'failure' }] : [];
  });
  const stories = places.filter((_, i) => i % step === 0).map((planned) => ({ ...calm, planned }));
  return { boundaries: crossed.length, stories: stories as SeedOptions[] };
}

/** As small as a story can be in which people still work on both sides. */
const SMALL = { size: 2, changes: { during: 2, after: 3, again: 1, inQbo: 1 } } as const;
/** Who is taxed how makes no difference to where a process can die. */
export const CANONICAL: readonly SeedOptions[] = [{ seed: 8, given: { ...SMALL, profile: 'us-manual' } }];
