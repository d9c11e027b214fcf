import { parseArgs } from 'node:util';
import { BOOKS_PROFILES, type BooksProfile } from '@bpro-qbo-sync/demo-books';

/** What the person at the keyboard has to change: one line that names the option, the file or the field. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface DemoOptions {
  /** About so many records on each side of generated books. */
  readonly records: number;
  readonly seed: number;
  readonly profile: BooksProfile;
  /** A folder with `Customer.json`, `Invoice.json`, … in place of the generated QuickBooks company. */
  readonly qboCompany: string | undefined;
  /** A file of the BPro simulator in place of the generated BPro books. */
  readonly bproData: string | undefined;
  /** A JSON file with settings; what it does not name has its default. */
  readonly settings: string | undefined;
  /** How many seconds of QuickBooks' limits pass in one of the wall's. */
  readonly clockScale: number;
  /** How often one of the hosts is killed during the first sync, or during the replay that was asked for. */
  readonly kills: number;
  /** How many things people do in BPro after the first sync, while a second one runs and QuickBooks fails at times. */
  readonly replay: number;
  /** Kills concern the stores, too, and a proxy does harm to QuickBooks' answers. */
  readonly chaos: boolean;
  readonly json: boolean;
  readonly keep: boolean;
}

export const USAGE = `npm run demo -- [options]

  --records N         about how many records each side has (default 200)
  --seed S            which books are generated (default 1)
  --profile NAME      ${BOOKS_PROFILES.join(', ')} (default us-manual)
  --qbo-company DIR   a QuickBooks company: Customer.json, Invoice.json, …, as queries return them
  --bpro-data FILE    the books of one BPro system (tools/bpro-simulator/BOOKS.md)
  --settings FILE     settings of the sync as JSON (docs/api.md); what is missing has its default
  --clock-scale X     how many times as fast as the wall's clock time runs (default 30)
  --kills N           kill -9 one of the hosts N times at random moments of the sync (default 0)
  --replay N          people make N changes in BPro while a second full sync runs and QuickBooks fails in 5 % of
                      its calls; kills, if any, happen then (default 0)
  --chaos             kill the event store and PostgreSQL, too, and put a proxy that does harm before QuickBooks;
                      --kills then happen in the sync, the replay and the last sync (default 20, with 10
                      records and 10 changes for each): npm run chaos
  --json              the whole result as JSON on standard output, progress on standard error
  --keep              leave the data directory behind
  --help              this text`;

const DEFAULT_SCALE = 30;
const MOST_RECORDS = 1_000_000;
const MOST_KILLS = 1_000;
const MOST_CHANGES = 100_000;
const CHAOS_KILLS = 20;
const CHAOS_PER_KILL = 10;
const LEAST_CHAOS = 60;
const HIGHEST_SCALE = 10_000;

/** Reads the command line. Throws `UsageError`; `help`: only the usage is asked for. */
export function parseOptions(args: readonly string[]): DemoOptions | 'help' {
  const values = read(args);
  if (values.help === true) return 'help';
  const chaos = values.chaos === true;
  const kills = wholeNumber('kills', values.kills, chaos ? CHAOS_KILLS : 0, 0, MOST_KILLS);
  const each = chaos ? Math.max(LEAST_CHAOS, kills * CHAOS_PER_KILL) : 0;
  return {
    records: wholeNumber('records', values.records, each || 200, 1, MOST_RECORDS),
    seed: wholeNumber('seed', values.seed, 1, 0, Number.MAX_SAFE_INTEGER),
    profile: oneOf('profile', values.profile, BOOKS_PROFILES, 'us-manual'),
    qboCompany: path('qbo-company', values['qbo-company']),
    bproData: path('bpro-data', values['bpro-data']),
    settings: path('settings', values.settings),
    clockScale: scale(values['clock-scale']),
    kills,
    replay: wholeNumber('replay', values.replay, each, 0, MOST_CHANGES),
    chaos,
    json: values.json === true,
    keep: values.keep === true,
  };
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  records: text,
  seed: text,
  profile: text,
  'qbo-company': text,
  'bpro-data': text,
  settings: text,
  'clock-scale': text,
  kills: text,
  replay: text,
  chaos: flag,
  json: flag,
  keep: flag,
  help: flag,
};
type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

function read(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new UsageError(said.split(/\n|\. /, 1)[0] ?? said);
  }
}

function wholeNumber(
  name: string,
  value: string | undefined,
  fallback: number,
  least: number,
  most: number,
): number {
  if (value === undefined) return fallback;
  const number = Number(value);
  if (value.trim() === '' || !Number.isInteger(number) || number < least || number > most)
    throw new UsageError(
      `--${name} must be a whole number from ${String(least)} to ${String(most)}, not "${value}"`,
    );
  return number;
}

function scale(value: string | undefined): number {
  if (value === undefined) return DEFAULT_SCALE;
  const number = Number(value);
  if (!(number > 0 && number <= HIGHEST_SCALE))
    throw new UsageError(
      `--clock-scale must be a number above 0 and at most ${String(HIGHEST_SCALE)}, not "${value}"`,
    );
  return number;
}

function oneOf<T extends string>(
  name: string,
  value: string | undefined,
  names: readonly T[],
  fallback: T,
): T {
  if (value === undefined) return fallback;
  const found = names.find((each) => each === value);
  if (found === undefined)
    throw new UsageError(`--${name} must be one of ${names.join(', ')}, not "${value}"`);
  return found;
}

function path(name: string, value: string | undefined): string | undefined {
  if (value === '') throw new UsageError(`--${name} needs a path`);
  return value;
}
