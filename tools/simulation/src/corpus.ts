import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SeedOptions } from './draws.js';

/** A folder of cases that broke once, one JSON file each, named after seed and invariant. */
export const CORPUS = join(import.meta.dirname, '..', 'corpus');

const CASE = z.object({
  seed: z.number(),
  invariant: z.string(),
  what: z.string(),
  only: z.array(z.string()),
  given: z.record(z.string(), z.unknown()),
});

export interface CorpusCase {
  readonly file: string;
  /** What it broke when it was found. */
  readonly broke: string;
  readonly story: SeedOptions;
}

/** Throws when a file is no case. */
export const corpusCases = (): CorpusCase[] =>
  readdirSync(CORPUS)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { seed, invariant, only, given } = CASE.parse(
        JSON.parse(readFileSync(join(CORPUS, file), 'utf8')) as unknown,
      );
      return { file, broke: invariant, story: { seed, only, given: given as SeedOptions['given'] & {} } };
    });
