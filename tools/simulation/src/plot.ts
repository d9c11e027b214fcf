import {
  cancelFullSync,
  configureSync,
  disconnect,
  lastOfReplay,
  loadConnection,
  planFullSync,
  startFullSync,
} from '@bpro-qbo-sync/sync-application';
import { CHECK_EVERY_MS } from '@bpro-qbo-sync/sync-application/nest';
import type { Draws } from './draws.js';
import type { FaultSource } from './faults.js';
import type { Books, KnownPairs, Violation } from './invariants/index.js';
import { connect, enableAndConnect, MANAGER, runReaches } from './story.js';
import { SyncProcess } from './sync-process.js';
import { editInQuickBooks, playChanges } from './users.js';
import { verdictOf, watchLinks } from './verdict.js';
import { REALM, TENANT, type World } from './world.js';

const SETTLE_MS = 120_000;
/** People's changes while the second full sync runs, and how long apart. */
const STRETCHES = 3;
const STRETCH_MS = 700;
const OUTAGE = 'long-outage';
const OUTAGE_STRETCHES = 10;
/** At the beginning of an outage QuickBooks still does what it is asked, and nobody hears of it. */
const GOES_DEAF_MS = 20_000;
/** I14: within so long after the last fault. */
const QUIET_WITHIN_MS = 15 * 60_000;
/** So often the manager looks whether the connection is lost. */
const LOOKS_EVERY_MS = 20_000;

/** What happens in a story, under whatever fails meanwhile. */
export class Plot {
  readonly violations: Violation[] = [];
  private readonly byPeople = new Set<string>();
  /** Gives commands and looks on; what is tried runs on the host. */
  private readonly desk: SyncProcess;
  private readonly before: Books;

  constructor(
    private readonly world: World,
    private readonly source: FaultSource,
    private readonly draws: Draws,
    private readonly pairs: KnownPairs,
  ) {
    this.desk = new SyncProcess(world);
    this.before = this.books();
  }

  async tell(): Promise<void> {
    const done = new AbortController();
    const manager = this.reconnects(done.signal);
    try {
      await this.happens();
    } finally {
      done.abort();
      await manager;
    }
  }

  /** A manager who sees that the connection is lost connects the company again (rule B3). */
  private async reconnects(done: AbortSignal): Promise<void> {
    const { desk } = this;
    while (!done.aborted) {
      await desk.ports.clock.sleep(LOOKS_EVERY_MS, done).catch(() => undefined);
      const { status } = (await loadConnection(desk.ports, TENANT)).state;
      if (status === 'lost' && !done.aborted) await connect(desk).catch(() => undefined);
    }
  }

  private async happens(): Promise<void> {
    const { world, draws } = this;
    const { seed, changes, settings } = draws;
    await this.calmly(() => enableAndConnect(this.desk));
    await this.calmly(() => configureSync(this.desk.ports, TENANT, settings, MANAGER));
    const first = await this.sync(() => {
      this.note(playChanges(world, seed, changes.during));
      this.inQuickBooks(seed, changes.inQbo);
    });
    const changed = playChanges(world, seed + 1_000_000, changes.after);
    this.note(changed);
    if (draws.outage) for (const key of await this.outage(draws.outage)) changed.add(key);
    await world.clock.sleep(SETTLE_MS);
    await this.choosesAnew();
    await this.sync(async (run) => {
      for (let i = 1; i <= STRETCHES; i++) {
        const more = playChanges(world, seed + i * 2_000_000, changes.again);
        this.note(more);
        if (i === STRETCHES) this.inQuickBooks(seed + i * 2_000_000, changes.inQbo);
        for (const key of more) changed.add(key);
        await world.clock.sleep(STRETCH_MS);
      }
      await this.managerActs(run);
    });
    this.source.quiet(world);
    await this.becomesQuiet();
    await world.clock.sleep(2 * CHECK_EVERY_MS);
    const second = await this.sync();
    await world.clock.sleep(SETTLE_MS / 2);
    const atRest = this.books();
    const written = world.writes.length;
    const third = await this.sync();
    this.violations.push(
      ...(await verdictOf({
        world,
        ports: this.desk.ports,
        before: this.before,
        atRest,
        after: this.books(),
        settings: draws.settingsLater ? undefined : settings,
        pairs: this.pairs,
        byPeople: this.byPeople,
        changed,
        runs: [first, second, third],
        lastWrites: world.writes.slice(written),
      })),
    );
  }

  /** The manager has other settings from the second sync on (rule C6). */
  private async choosesAnew(): Promise<void> {
    const { source, desk, draws } = this;
    const { settingsLater } = draws;
    if (!settingsLater) return;
    source.count('settings-changed');
    await this.calmly(() => configureSync(desk.ports, TENANT, settingsLater, MANAGER));
  }

  /** The manager disconnects for a minute (rule B5); cancels the sync (rule E6), after which another is made. */
  private async managerActs(run: string): Promise<void> {
    const { draws, desk, source, world } = this;
    const { ports, connector } = desk;
    if (draws.manager.disconnects) {
      source.count('disconnected');
      await this.calmly(() => disconnect(ports, connector, TENANT, MANAGER));
      await world.clock.sleep(SETTLE_MS / 2);
      await this.calmly(() => connect(desk));
    }
    if (!draws.manager.cancels) return;
    source.count('cancelled');
    await this.calmly(() => cancelFullSync(ports, TENANT, run, MANAGER));
    await this.sync();
  }

  /** QuickBooks is away while people go on. Answers what they changed. */
  private async outage({ ms, changes }: NonNullable<Draws['outage']>): Promise<Set<string>> {
    const { world, source, draws } = this;
    const changed = new Set<string>();
    source.count(OUTAGE);
    const away = { kind: 'server-error', status: 503, format: 'html' } as const;
    world.qbo.faults.add({ id: OUTAGE, effect: { ...away, afterCommit: true } });
    void world.clock.sleep(GOES_DEAF_MS).then(() => {
      world.qbo.faults.clear(OUTAGE);
      world.qbo.faults.add({ id: OUTAGE, effect: away });
    });
    for (let i = 1; i <= OUTAGE_STRETCHES; i++) {
      const more = playChanges(world, draws.seed + i * 3_000_000, Math.ceil(changes / OUTAGE_STRETCHES));
      for (const key of more) changed.add(key);
      await world.clock.sleep(ms / OUTAGE_STRETCHES);
    }
    world.qbo.faults.clear(OUTAGE);
    this.note(changed);
    return changed;
  }

  /** I14: replay has come to the end of the feed, and no write waits for its outcome. */
  private async becomesQuiet(): Promise<void> {
    const { world, desk } = this;
    const from = world.clock.now();
    const bpro = world.bpro.port();
    for (;;) {
      const { position, paused } = await lastOfReplay(desk.ports, TENANT);
      const open = await world.records.links.open({ tenant: TENANT, generation: 1 }, 10);
      const why = `replay is ${paused?.reason ?? (position === (await bpro.feedHead(TENANT)) ? '' : 'behind')}`;
      if (why === 'replay is ' && open.length === 0) return;
      if (world.clock.now() - from < QUIET_WITHIN_MS) {
        await world.clock.sleep(LOOKS_EVERY_MS / 2);
        continue;
      }
      const what = `15 minutes after the last fault ${why}, ${String(open.length)} writes are open`;
      this.violations.push({ invariant: 'I14', what });
      return;
    }
  }

  private inQuickBooks(seed: number, count: number): void {
    const { source } = this;
    const changed = editInQuickBooks(this.world, seed, count, (kind) => {
      source.count(kind);
    });
    for (const key of changed) this.byPeople.add(key);
  }

  private note(changed: ReadonlySet<string>): void {
    if (changed.size > 0) this.source.count('edited-in-bpro');
    for (const key of changed) this.byPeople.add(`bpro/${key}`);
  }

  private calmly<T>(command: () => Promise<T>): Promise<T> {
    return calmly(command, () => this.world.clock.sleep(AGAIN_MS));
  }

  private books(): Books {
    return { bpro: this.world.bpro.dump(TENANT), qbo: this.world.qbo.dump(REALM) };
  }

  /** Plans, starts and waits; `meanwhile` happens when the run has begun to write. */
  private async sync(meanwhile?: (run: string) => void | Promise<void>): Promise<string> {
    const { ports } = this.desk;
    const { run } = await this.calmly(() => planFullSync(ports, TENANT, MANAGER));
    await runReaches(ports, run, 'planned');
    await this.calmly(() => startFullSync(ports, TENANT, run, MANAGER));
    if (meanwhile) {
      await runReaches(ports, run, 'executing', 'completed');
      await meanwhile(run);
    }
    await runReaches(ports, run, 'completed', 'cancelled');
    await ports.clock.sleep(5_000);
    this.violations.push(...(await watchLinks(this.world)));
    return run;
  }
}

const MOST_ATTEMPTS = 100;
const AGAIN_MS = 10_000;

/** The console's own commands are not what is tried here: they are repeated until they get through. */
async function calmly<T>(command: () => Promise<T>, sleep: () => Promise<void>): Promise<T> {
  for (let attempt = 0; ; attempt++)
    try {
      return await command();
    } catch (error) {
      if (attempt > MOST_ATTEMPTS) throw error;
      await sleep();
    }
}
