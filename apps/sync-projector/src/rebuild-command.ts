import {
  compareWithRebuild,
  type Difference,
  rebuildReadModels,
  RebuildRunning,
  ReadModelsFailure,
  ReadModelsMissing,
  ReadModelsUnavailable,
} from '@bpro-qbo-sync/read-models';
import { StoreUnavailable } from '@bpro-qbo-sync/event-store';
import { ConfigurationError, readConfiguration } from './configuration.js';
import { closeStores, connectStores } from './sync-projector.js';

const USAGE = `Usage: npm run rebuild:read-models [-- --check]

Builds every read model from event 0 and puts it in the place of the present one (rule J1). sync-projector may go on
running. With --check nothing is replaced: the present rows are compared with rebuilt ones.

Reads EVENTSTORE_URL and DATABASE_URL. Exit code 0: done, or no difference; 1: differences; 2: it could not be done.`;

const MOST_SHOWN = 20;

/** What a person at a terminal is told, and where. */
export interface Terminal {
  say(line: string): void;
}

/** The command line's work; answers the exit code. */
export async function runRebuildCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<number> {
  const check = args.includes('--check');
  if (args.some((arg) => arg !== '--check')) {
    terminal.say(USAGE);
    return args.includes('--help') ? 0 : 2;
  }
  try {
    return await withStores(env, check ? compare : rebuild, terminal, signal);
  } catch (error) {
    if (!isExpected(error) && signal?.aborted !== true) throw error;
    terminal.say(isExpected(error) ? error.message : 'Stopped. The present read models are as they were.');
    return 2;
  }
}

const EXPECTED = [
  ConfigurationError,
  ReadModelsMissing,
  ReadModelsUnavailable,
  ReadModelsFailure,
  RebuildRunning,
  StoreUnavailable,
];
const isExpected = (error: unknown): error is Error => EXPECTED.some((kind) => error instanceof kind);

type Work = (
  stores: ReturnType<typeof connectStores>,
  terminal: Terminal,
  signal: AbortSignal | undefined,
) => Promise<number>;

async function withStores(
  env: Readonly<Record<string, string | undefined>>,
  work: Work,
  terminal: Terminal,
  signal: AbortSignal | undefined,
): Promise<number> {
  const stores = connectStores(readConfiguration(env));
  try {
    return await work(stores, terminal, signal);
  } finally {
    await closeStores(stores);
  }
}

const rebuild: Work = async ({ store, db }, { say }, signal) => {
  const began = performance.now();
  let events = 0;
  await rebuildReadModels({
    store,
    db,
    ...(signal && { signal }),
    onWritten: (written) => (events += written),
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`The read models were rebuilt from ${String(events)} events in ${seconds} s.`);
  return 0;
};

const compare: Work = async ({ store, db }, { say }, signal) => {
  if ((await db.prepare()) === 'outdated') {
    say('Another version made the rows: sync-projector rebuilds them when it starts.');
    return 1;
  }
  const differences = await compareWithRebuild(db, store, { limit: MOST_SHOWN, ...(signal && { signal }) });
  const { position, eventAt } = await db.progress();
  const place = position === undefined ? 'the beginning' : `${position} (${eventAt ?? 'no event of ours'})`;
  if (differences.length === 0) {
    say(`No difference: the read models, current to ${place}, are those of a rebuild from event 0.`);
    return 0;
  }
  for (const difference of differences) say(shown(difference));
  const count = `${differences.length === MOST_SHOWN ? 'At least ' : ''}${String(differences.length)}`;
  say(`${count} rows differ from a rebuild from event 0; the read models are current to ${place}.`);
  return 1;
};

/** The row by its key, and which columns differ; their values are for whoever may read the tables. */
function shown({ table, key, live, rebuilt }: Difference): string {
  const row = `${table} ${JSON.stringify(key)}`;
  if (!live) return `${row}: missing`;
  if (!rebuilt) return `${row}: should not be there`;
  const columns = Object.keys(live).filter(
    (name) => JSON.stringify(live[name]) !== JSON.stringify(rebuilt[name]),
  );
  return `${row}: ${columns.join(', ')}`;
}
