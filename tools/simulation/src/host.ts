import type { FaultSource } from './faults.js';
import type { Gate } from './gate.js';
import { SyncProcess, type Mutant } from './sync-process.js';
import type { World } from './world.js';

const RESTART_MS = 2_000;
/** How long a worker acts that wrongly believes a tenant to be its own: longer than a lease lives. */
const INTRUSION_MS = 45_000;

/** The machine that the product runs on: a process that dies is started again. */
export class Host {
  crashes = 0;
  private process: SyncProcess;
  private readonly intruders = new Set<SyncProcess>();
  private intrusions = 0;
  private ended = false;

  constructor(
    private readonly world: World,
    private readonly source: FaultSource,
    private readonly mutant: Mutant,
  ) {
    source.install(world);
    source.tell = (kind, id) => {
      world.trace.fault(kind, id);
    };
    source.kill = () => {
      this.crashes++;
      this.process.kill();
      void this.restart();
    };
    source.intrude = () => {
      void this.intrude();
    };
    source.refreshTwice = () => {
      void this.refreshTwice();
    };
    this.process = this.made();
    this.process.start();
  }

  private made(): SyncProcess {
    const name = `sync-api-${String(this.crashes)}`;
    return this.make(name, this.world.gate(name, this.source.crossing), false);
  }

  private make(name: string, gate: Gate, isGreedy: boolean): SyncProcess {
    const { world, source, mutant } = this;
    const disturbed: Mutant = { checkpoints: (inner) => source.forgetful(inner), ...mutant };
    const skewMs = source.skew(name);
    const store = source.disturbed;
    return new SyncProcess(world, { name, gate, mutant: disturbed, isGreedy, skewMs, store });
  }

  private async restart(): Promise<void> {
    await this.world.clock.sleep(RESTART_MS);
    if (this.ended) return;
    this.process = this.made();
    this.process.start();
  }

  /** A second worker takes the tenants without asking, as one that slept through the end of its lease would. */
  private async intrude(): Promise<void> {
    const name = `intruder-${String(++this.intrusions)}`;
    const intruder = this.make(name, this.world.gate(name), true).start();
    this.intruders.add(intruder);
    await this.world.clock.sleep(INTRUSION_MS);
    intruder.kill();
    this.intruders.delete(intruder);
  }

  /** The access token ends early, and a second process finds that out at the same moment as the first. */
  private async refreshTwice(): Promise<void> {
    const { world, mutant } = this;
    await world.expireAccess();
    const second = new SyncProcess(world, { name: 'second-refresh', mutant });
    await second.ports.qbo.companyInfo(world.connection).catch(() => undefined);
  }

  troubles(): string[] {
    return this.process.troubles.slice(-2);
  }

  end(): void {
    this.ended = true;
    this.process.kill();
    for (const intruder of this.intruders) intruder.kill();
  }
}
