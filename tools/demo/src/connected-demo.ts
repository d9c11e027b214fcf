import type { RunningStack } from '@bpro-qbo-sync/local-stack';
import { enableAndConnect } from './connect.js';
import { carryOut, makePlan } from './follow.js';
import { readInput } from './input-files.js';
import { Reporter } from './reporter.js';
import { startDemoStack } from './stack.js';
import { Systems } from './systems.js';
import type { SyncApi } from './sync-api.js';

/** A running stack whose first full sync is complete. */
export interface ConnectedDemo {
  readonly stack: RunningStack;
  readonly systems: Systems;
  readonly manager: SyncApi;
}

export interface ConnectedDemoOptions {
  /** For the data of the stores. */
  readonly folder: string;
  /** About so many records on each side. */
  readonly records: number;
  readonly clockScale: number;
  readonly signal: AbortSignal;
}

/** Starts everything, connects and carries out a first full sync, without a word. Close its stack afterwards. */
export async function connectedDemo({
  folder,
  records,
  clockScale,
  signal,
}: ConnectedDemoOptions): Promise<ConnectedDemo> {
  const input = readInput(
    {
      records,
      seed: 1,
      profile: 'us-manual',
      qboCompany: undefined,
      bproData: undefined,
      settings: undefined,
      clockScale,
      kills: 0,
      replay: 0,
      json: false,
      keep: false,
    },
    folder,
  );
  const stack = await startDemoStack(folder, clockScale, signal);
  try {
    const systems = new Systems(stack, signal);
    await systems.load(input.bpro, input.qboFolder);
    const manager = await enableAndConnect(stack, signal);
    const { refundAccounts } = await manager.choices();
    const { chooseRefundAccount: _, ...settings } = input.settings;
    await manager.configure({ ...settings, refundAccountId: refundAccounts.offered[0]?.id ?? null });
    const quiet = { reporter: new Reporter({ write: () => true }, () => 0), clockScale, signal };
    const plan = await makePlan(manager, quiet);
    await carryOut(manager, plan.run, quiet);
    return { stack, systems, manager };
  } catch (error) {
    await stack.close();
    throw error;
  }
}
