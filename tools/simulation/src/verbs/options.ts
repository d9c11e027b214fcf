import { parseArgs } from 'node:util';
import { PLANTED_BUGS, type PlantedBug } from '../mutants.js';

export const USAGE = `npm run simulate -- [what to run] [options]
Runs seeded stories of the whole engine under faults and prints what broke.
  --seeds N      N seeds (default 100), from --from S (default 1)
  --minutes M    as many seeds as fit into M minutes
  --seed S       one seed, with a trace: virtual time, process, port, operation, outcome, faults
  --shrink S     the smallest story of a seed that still breaks; --save puts it into the corpus
  --sweep        one fault at every boundary of a small story; --every N: at every Nth
  --mutants      each planted bug must be noticed; prints how many seeds that took
Options: --size N (records per side), --calm (no faults), --bug NAME (planted; one that shows it is enough)
Ends with 0 when nothing broke (with --bug: when something did), 1 otherwise, 2 for wrong use.`;

export type Verb = 'seeds' | 'minutes' | 'seed' | 'shrink' | 'sweep' | 'mutants' | 'help';

export interface CliOptions {
  readonly verb: Verb;
  /** Of `seeds` and `minutes` how many, of `seed` and `shrink` which. */
  readonly number: number;
  readonly from: number;
  readonly every: number;
  readonly size: number | undefined;
  readonly calm: boolean;
  readonly save: boolean;
  readonly bug: PlantedBug | undefined;
}

const SEEDS = 100;

/** Throws `TypeError` or `RangeError`, in plain words, at wrong use. */
export function readOptions(args: readonly string[]): CliOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      minutes: { type: 'string' },
      seed: { type: 'string' },
      shrink: { type: 'string' },
      sweep: { type: 'boolean', default: false },
      mutants: { type: 'boolean', default: false },
      from: { type: 'string' },
      every: { type: 'string' },
      size: { type: 'string' },
      calm: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      bug: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const bug = PLANTED_BUGS.find(({ name }) => name === values.bug);
  if (values.bug !== undefined && !bug)
    throw new RangeError(`Planted bugs: ${PLANTED_BUGS.map(({ name }) => name).join(', ')}`);
  const numbered = (['seed', 'shrink', 'minutes', 'seeds'] as const).find((v) => values[v] !== undefined);
  const plain = (['help', 'mutants', 'sweep'] as const).find((v) => values[v]);
  const number = (text: string | undefined, otherwise: number): number => {
    const value = text === undefined ? otherwise : Number(text);
    if (!(value > 0)) throw new RangeError(`${String(text)} is not a number above 0.`);
    return value;
  };
  return {
    verb: plain ?? numbered ?? 'seeds',
    number: number(numbered && values[numbered], SEEDS),
    from: number(values.from, 1),
    every: number(values.every, 1),
    size: values.size === undefined ? undefined : number(values.size, 0),
    calm: values.calm,
    save: values.save,
    bug,
  };
}
