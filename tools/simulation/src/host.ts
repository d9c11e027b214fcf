import type { Checkpoints } from '@bpro-qbo-sync/event-store';
import type { FaultSource } from './faults.js';
import { Gate } from './gate.js';
import { SyncProcess, type Mutant, type World } from './world.js';

const RESTART_MS = 2_000;
/** How long a worker acts that wrongly believes a tenant to be its own: longer than a lease lives. */
const INTRUSION_MS = 45_000;

/** The machine that the product runs on: a process that dies is started again. */
export class Host {
  crashes = 0;
  private process: SyncProcess;
  private readonly intruders = new Set<SyncProcess>();
  private ended = false;

  constructor(
    private readonly world: World,
    private readonly source: FaultSource,
    private readonly mutant: Mutant,
  ) {
    source.install(world);
    source.kill = () => {
      this.crashes++;
      this.process.kill();
      void this.restart();
    };
    source.intrude = () => {
      void this.intrude();
    };
    this.process = this.boot(`sync-api-0`, new Gate(source.crossing));
  }

  private boot(name: string, gate: Gate, greedy = false): SyncProcess {
    const { world, source, mutant } = this;
    const checkpoints = mutant.checkpoints ?? ((inner: Checkpoints) => source.forgetful(inner));
    return new SyncProcess(world, name, gate, { ...mutant, checkpoints }, greedy).start();
  }

  private async restart(): Promise<void> {
    await this.world.clock.sleep(RESTART_MS);
    if (!this.ended)
      this.process = this.boot(`sync-api-${String(this.crashes)}`, new Gate(this.source.crossing));
  }

  /** A second worker takes the tenants without asking, as one that slept through the end of its lease would. */
  private async intrude(): Promise<void> {
    const intruder = this.boot('intruder', new Gate(() => undefined), true);
    this.intruders.add(intruder);
    await this.world.clock.sleep(INTRUSION_MS);
    intruder.kill();
    this.intruders.delete(intruder);
  }

  replay(): void {
    void this.process.replay();
  }

  /** Has replay held against what should have come of it. */
  check(): void {
    void this.process.check();
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
