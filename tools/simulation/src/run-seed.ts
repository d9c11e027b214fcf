import { generateBooks } from '@bpro-qbo-sync/demo-books';
import { configureSync, planFullSync, startFullSync } from '@bpro-qbo-sync/sync-application';
import { drawsOf, type Draws, type SeedOptions } from './draws.js';
import { FaultSource } from './faults.js';
import { Host } from './host.js';
import type { Books, KnownPairs, Violation } from './invariants/index.js';
import { enableAndConnect, MANAGER, runReaches } from './story.js';
import { editInQuickBooks, playChanges, withOwnFields } from './users.js';
import { verdictOf, watchLinks } from './verdict.js';
import { REALM, SyncProcess, TENANT, World, type Mutant } from './world.js';

export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** How often each kind of fault fired. */
  readonly fired: ReadonlyMap<string, number>;
  readonly crashes: number;
  /** Boundaries that the process crossed. */
  readonly crossed: number;
  /** Writes that QuickBooks was asked for. */
  readonly writes: number;
}

const MAX_WAKES = 60_000;
const SETTLE_MS = 120_000;
/** People's changes while the second full sync runs, and how long apart. */
const STRETCHES = 3;
const STRETCH_MS = 700;
const OUTAGE = 'long-outage';
const OUTAGE_STRETCHES = 10;

/**
 * Runs one seeded story: connect, a first full sync under faults while people work, replay of their changes, a second
 * full sync under faults while their changes are replayed, quiet, a third and a fourth full sync. `mutant`: a bug planted behind the ports.
 */
export async function runSeed(options: SeedOptions, mutant: Mutant = {}): Promise<SeedResult> {
  const draws = drawsOf(options);
  const { seed, size, profile, traps, switches } = draws;
  const { bpro, qbo, pairs } = generateBooks({ seed, size, profile, traps });
  const world = new World({ seed, bpro, qbo: withOwnFields(qbo as never), switches });
  const source = new FaultSource(draws.faults);
  const host = new Host(world, source, mutant);
  const story = new Story(world, host, source, draws, pairs);
  try {
    await world.clock.runUntil(story.tell(), { maxWakes: MAX_WAKES });
  } catch (error) {
    story.violations.push({
      invariant: 'I14',
      what: `the story did not end: ${String(error)}; ${host.troubles().join(' | ')}`,
    });
  }
  host.end();
  return {
    seed,
    violations: story.violations,
    fired: source.fired,
    crashes: host.crashes,
    crossed: source.crossed,
    writes: world.writes.length,
  };
}

/** The same story with one crash, at every `step`th boundary that it crosses without one. */
export async function sweep(story: SeedOptions, step: number): Promise<SeedOptions[]> {
  const { crossed } = await runSeed(story);
  return Array.from({ length: Math.floor(crossed / step) }, (_, i) => ({
    ...story,
    crashAt: (i + 1) * step,
  }));
}

class Story {
  readonly violations: Violation[] = [];
  private readonly byPeople = new Set<string>();
  /** Gives commands and looks on; what is tried runs on the host. */
  private readonly desk: SyncProcess;
  private readonly before: Books;

  constructor(
    private readonly world: World,
    private readonly host: Host,
    private readonly source: FaultSource,
    private readonly draws: Draws,
    private readonly pairs: KnownPairs,
  ) {
    this.desk = new SyncProcess(world, 'console');
    this.before = this.books();
  }

  async tell(): Promise<void> {
    const { world, host, draws } = this;
    const { seed, changes, settings } = draws;
    await calmly(() => enableAndConnect(this.desk));
    await calmly(() => configureSync(this.desk.ports, TENANT, settings, MANAGER));
    const first = await this.sync(() => {
      this.note(playChanges(world, seed, changes.during));
      for (const key of editInQuickBooks(world, seed, changes.inQbo)) this.byPeople.add(key);
    });
    const changed = playChanges(world, seed + 1_000_000, changes.after);
    this.note(changed);
    if (draws.outage) for (const key of await this.outage(draws.outage)) changed.add(key);
    host.replay();
    host.check();
    await world.clock.sleep(SETTLE_MS);
    await this.sync(async () => {
      for (let i = 1; i <= STRETCHES; i++) {
        const more = playChanges(world, seed + i * 2_000_000, changes.again);
        this.note(more);
        for (const key of more) changed.add(key);
        host.replay();
        host.check();
        await world.clock.sleep(STRETCH_MS);
      }
    });
    this.source.quiet(world);
    for (let i = 0; i < 4; i++) {
      host.replay();
      host.check();
      await world.clock.sleep(SETTLE_MS);
    }
    const second = await this.sync();
    await world.clock.sleep(SETTLE_MS / 2);
    const atRest = this.books();
    const written = world.writes.length;
    const third = await this.sync();
    for (const id of world.writes.slice(written))
      this.violations.push({
        invariant: 'I9',
        what: `the last full sync asked QuickBooks for a write (${id})`,
      });
    this.violations.push(
      ...(await verdictOf({
        world,
        ports: this.desk.ports,
        before: this.before,
        atRest,
        after: this.books(),
        settings,
        pairs: this.pairs,
        byPeople: this.byPeople,
        changed,
        runs: [first, second, third],
      })),
    );
  }

  /** QuickBooks is away while people go on. Answers what they changed. */
  private async outage({ ms, changes }: NonNullable<Draws['outage']>): Promise<Set<string>> {
    const { world, host, source, draws } = this;
    const changed = new Set<string>();
    source.fired.set(OUTAGE, 1);
    world.qbo.faults.add({ id: OUTAGE, effect: { kind: 'server-error', status: 503, format: 'html' } });
    for (let i = 1; i <= OUTAGE_STRETCHES; i++) {
      const more = playChanges(world, draws.seed + i * 3_000_000, Math.ceil(changes / OUTAGE_STRETCHES));
      for (const key of more) changed.add(key);
      host.replay();
      host.check();
      await world.clock.sleep(ms / OUTAGE_STRETCHES);
    }
    world.qbo.faults.clear(OUTAGE);
    this.note(changed);
    return changed;
  }

  private note(changed: ReadonlySet<string>): void {
    for (const key of changed) this.byPeople.add(`bpro/${key}`);
  }

  private books(): Books {
    return { bpro: this.world.bpro.dump(TENANT), qbo: this.world.qbo.dump(REALM) };
  }

  /** Plans, starts and waits; `meanwhile` happens when the run has begun to write. */
  private async sync(meanwhile?: () => void | Promise<void>): Promise<string> {
    const { ports } = this.desk;
    const { run } = await calmly(() => planFullSync(ports, TENANT, MANAGER));
    await runReaches(ports, run, 'planned');
    await calmly(() => startFullSync(ports, TENANT, run, MANAGER));
    if (meanwhile) {
      await runReaches(ports, run, 'executing', 'completed');
      await meanwhile();
    }
    await runReaches(ports, run, 'completed');
    await ports.clock.sleep(5_000);
    this.violations.push(...(await watchLinks(this.world)));
    return run;
  }
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
