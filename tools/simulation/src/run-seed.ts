import { generateBooks, type BooksProfile } from '@bpro-qbo-sync/demo-books';
import { DEFAULT_SETTINGS, type Settings } from '@bpro-qbo-sync/sync-domain';
import { planFullSync, startFullSync } from '@bpro-qbo-sync/sync-application';
import { FaultSource, type FaultPlan } from './faults.js';
import { Gate } from './gate.js';
import { intentsEnd, linksAreBijection, nothingTwice, versionsGrow } from './invariants/always.js';
import {
  everyRecordHasItsReason,
  moneyIsEqual,
  USERS_FIELDS,
  usersFieldsAreKept,
} from './invariants/at-rest.js';
import { recordLives, type Evidence, type Violation } from './invariants/evidence.js';
import { seeded } from './random.js';
import { enableAndConnect, MANAGER, runReaches } from './story.js';
import { configureSync } from '@bpro-qbo-sync/sync-application';
import { REALM, SyncProcess, TENANT, World, type Mutant } from './world.js';
import { playChanges } from './users.js';

export interface SeedOptions {
  readonly seed: number;
  readonly faults?: boolean;
  readonly mutant?: Mutant;
  readonly allowed?: ReadonlySet<string>;
  readonly size?: number;
}

export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly fired: ReadonlyMap<string, number>;
  readonly crashes: number;
}

const PROFILES: readonly BooksProfile[] = ['us-manual', 'us-automated', 'ca', 'uk'];
const MAX_WAKES = 60_000;

/** Everything of one seed: its books, settings, users' edits and faults. */
interface Draws {
  readonly profile: BooksProfile;
  readonly size: number;
  readonly traps: boolean;
  readonly settings: Settings;
  readonly faults: FaultPlan;
  readonly changes: number;
}

function drawsOf(options: SeedOptions): Draws {
  const random = seeded(options.seed * 7919 + 13);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const profile = pick(PROFILES);
  const size = options.size ?? 12 + Math.floor(random() * 28);
  const traps = random() < 0.15;
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    onlyInQbo: random() < 0.8 ? 'create' : 'ignore',
    onlyInBpro: random() < 0.8 ? 'create' : 'ignore',
    fromDate: random() < 0.3 ? '2025-03-01' : null,
    refundAccountId: random() < 0.8 ? '35' : null,
    uncheckedMethods: { bpro: [], qbo: [], none: random() < 0.1 },
  };
  const faults = {
    seed: options.seed,
    rate: options.faults === false ? 0 : pick([0.004, 0.012, 0.03]),
    budget: 40,
  };
  return {
    profile,
    size,
    traps,
    settings,
    faults: { ...faults, ...(options.allowed ? { allowed: options.allowed } : {}) },
    changes: Math.floor(random() * 12),
  };
}

/** Runs one seeded story: connect, first full sync under faults, replay of users' changes, quiet, second full sync. */
export async function runSeed(options: SeedOptions): Promise<SeedResult> {
  const draws = drawsOf(options);
  const { bpro, qbo } = generateBooks({
    seed: options.seed,
    size: draws.size,
    profile: draws.profile,
    traps: draws.traps,
  });
  const world = new World({ seed: options.seed, bpro, qbo: qbo as never });
  const before = world.qbo.dump(REALM);
  const source = new FaultSource(draws.faults);
  const host = new Host(world, source, options.mutant ?? {});
  const console_ = new SyncProcess(world, 'console');
  const violations: Violation[] = [];
  try {
    await world.clock.runUntil(
      story(world, host, console_, source, draws, options.seed, before, violations),
      { maxWakes: MAX_WAKES },
    );
  } catch (error) {
    violations.push({
      invariant: 'I14',
      what: `the story did not end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}; ${host.troubles().join(' | ')}`,
    });
  }
  host.end();
  return { seed: options.seed, violations, fired: source.fired, crashes: host.crashes };
}

/** The machine that the product runs on: a process that dies is started again. */
class Host {
  crashes = 0;
  private process: SyncProcess;
  private ended = false;

  constructor(
    private readonly world: World,
    private readonly source: FaultSource,
    private readonly mutant: Mutant,
  ) {
    this.source.install(world);
    this.process = this.boot();
    this.source.kill = () => {
      this.crashes++;
      this.process.kill();
      void this.restart();
    };
  }

  private boot(): SyncProcess {
    return new SyncProcess(
      this.world,
      `sync-api-${String(this.crashes)}`,
      new Gate(this.source.crossing),
      this.mutant,
    ).start();
  }

  private async restart(): Promise<void> {
    await this.world.clock.sleep(2_000);
    if (!this.ended) this.process = this.boot();
  }

  replay(): void {
    void this.process.replay();
  }

  troubles(): string[] {
    return this.process.troubles.slice(-2);
  }

  end(): void {
    this.ended = true;
    this.process.kill();
  }
}

async function story(
  world: World,
  host: Host,
  desk: SyncProcess,
  source: FaultSource,
  draws: Draws,
  seed: number,
  before: Evidence['qbo'],
  violations: Violation[],
): Promise<void> {
  await calmly(() => enableAndConnect(desk));
  await calmly(() => configureSync(desk.ports, TENANT, draws.settings, MANAGER));
  const first = await sync(desk);
  playChanges(world, seed, draws.changes);
  host.replay();
  await world.clock.sleep(120_000);
  source.quiet(world);
  for (let i = 0; i < 4; i++) {
    host.replay();
    await world.clock.sleep(120_000);
  }
  const second = await sync(desk);
  await world.clock.sleep(60_000);
  const restful = {
    bpro: JSON.stringify(world.bpro.dump(TENANT)),
    qbo: JSON.stringify(world.qbo.dump(REALM)),
  };
  const third = await sync(desk);
  await check(world, desk, before, [first, second, third], restful, draws, violations);
}

/** The console's own commands are not what is tried here: they are repeated until they get through. */
async function calmly<T>(command: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++)
    try {
      return await command();
    } catch (error) {
      if (attempt > 20) throw error;
    }
}

async function sync(desk: SyncProcess): Promise<string> {
  const { run } = await calmly(() => planFullSync(desk.ports, TENANT, MANAGER));
  await runReaches(desk.ports, run, 'planned');
  await calmly(() => startFullSync(desk.ports, TENANT, run, MANAGER));
  await runReaches(desk.ports, run, 'completed');
  await desk.ports.clock.sleep(5_000);
  return run;
}

async function check(
  world: World,
  desk: SyncProcess,
  before: Evidence['qbo'],
  runs: readonly string[],
  restful: { bpro: string; qbo: string },
  draws: Draws,
  violations: Violation[],
): Promise<void> {
  const records = await recordLives(world.store);
  const evidence: Evidence = { bpro: world.bpro.dump(TENANT), qbo: world.qbo.dump(REALM), records };
  violations.push(
    ...linksAreBijection(evidence),
    ...nothingTwice(evidence, before),
    ...moneyIsEqual(evidence),
  );
  for (const record of records) violations.push(...intentsEnd(record, true), ...versionsGrow(record));
  violations.push(...usersFieldsAreKept(before, evidence.qbo, USERS_FIELDS));
  if (JSON.stringify(evidence.bpro) !== restful.bpro)
    violations.push({
      invariant: 'I9',
      what: `the last full sync wrote into BPro: ${firstDifference(restful.bpro, JSON.stringify(evidence.bpro))}`,
    });
  if (JSON.stringify(evidence.qbo) !== restful.qbo)
    violations.push({
      invariant: 'I9',
      what: `the last full sync wrote into QuickBooks: ${firstDifference(restful.qbo, JSON.stringify(evidence.qbo))}`,
    });
  violations.push(...everyRecordHasItsReason(evidence, await explainedBy(desk, runs.at(-1) ?? '')));
}

const firstDifference = (a: string, b: string): string => {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return `…${a.slice(Math.max(0, i - 200), i + 120)}… became …${b.slice(Math.max(0, i - 40), i + 120)}…`;
};

/** Records that the plan leaves out or ignores by the settings. */
async function explainedBy(desk: SyncProcess, run: string): Promise<Set<string>> {
  const explained = new Set<string>();
  const scope = { tenant: TENANT, generation: 1 };
  let after: Parameters<typeof desk.ports.records.plans.page>[3];
  for (;;) {
    const rows = await desk.ports.records.plans.page(scope, run, {}, after, 1000);
    for (const row of rows)
      if (
        row.bproId !== undefined &&
        ['left-out', 'ignored', 'blocked', 'ambiguous'].includes(String(row.detail['was'] ?? row.action))
      )
        explained.add(`${row.type}/${row.bproId}`);
    const last = rows.at(-1);
    if (!last || rows.length < 1000) return explained;
    after = { type: last.type, recordId: last.recordId };
  }
}
