import type { RunningStack } from '@bpro-qbo-sync/local-stack';
import { configure } from './configure.js';
import { enableAndConnect } from './connect.js';
import { carryOut, makePlan } from './follow.js';
import { type DemoInput, readInput } from './input-files.js';
import { parseOptions } from './options.js';
import { Reporter } from './reporter.js';
import { startDemoStack } from './stack.js';
import { Systems } from './systems.js';
import type { SyncApi } from './sync-api.js';

/** A running stack with generated books on both sides. */
export interface LoadedDemo {
  readonly stack: RunningStack;
  readonly systems: Systems;
}

/** One whose first full sync is complete, too. */
export interface ConnectedDemo extends LoadedDemo {
  readonly manager: SyncApi;
}

export interface LoadedDemoOptions {
  /** For the data of the stores. */
  readonly folder: string;
  /** About so many records on each side. */
  readonly records: number;
  readonly clockScale: number;
  readonly signal: AbortSignal;
}

/** Starts everything and loads the books, without a word. Close its stack afterwards. */
export async function loadedDemo(options: LoadedDemoOptions): Promise<LoadedDemo> {
  return (await started(options)).demo;
}

/** Then connects and carries out a first full sync. */
export async function connectedDemo(options: LoadedDemoOptions): Promise<ConnectedDemo> {
  const { demo, input } = await started(options);
  const { clockScale, signal } = options;
  try {
    const manager = await enableAndConnect(demo.stack, signal);
    const { refundAccounts } = await manager.choices();
    await configure(manager, input, refundAccounts.offered[0]);
    const connected = { ...demo, manager };
    await syncAgain(connected, { clockScale, signal });
    return connected;
  } catch (error) {
    await demo.stack.close();
    throw error;
  }
}

/** A full sync, once more, without a word. */
export async function syncAgain(
  { manager }: ConnectedDemo,
  { clockScale, signal }: Pick<LoadedDemoOptions, 'clockScale' | 'signal'>,
): Promise<void> {
  const quiet = { reporter: new Reporter({ write: () => true }, () => 0), clockScale, signal };
  const plan = await makePlan(manager, quiet);
  await carryOut(manager, plan.run, quiet);
}

async function started({
  folder,
  records,
  clockScale,
  signal,
}: LoadedDemoOptions): Promise<{ readonly demo: LoadedDemo; readonly input: DemoInput }> {
  const options = parseOptions(['--records', String(records), '--clock-scale', String(clockScale)]);
  if (options === 'help') throw new Error('no options');
  const input = readInput(options, folder);
  const stack = await startDemoStack(folder, clockScale, signal);
  try {
    const systems = new Systems(stack, signal);
    await systems.load(input.bpro, input.qboFolder);
    return { demo: { stack, systems }, input };
  } catch (error) {
    await stack.close();
    throw error;
  }
}
