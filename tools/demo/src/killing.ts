import { setTimeout as pause } from 'node:timers/promises';
import { ready, type RunningStack } from '@bpro-qbo-sync/local-stack';
import type { Reporter } from './reporter.js';

/** A process that may be killed. */
export interface Victim {
  readonly name: string;
  /** How often it is this one, relative to the others. */
  readonly weight: number;
  /** Ends it as `kill -9` does and starts it again. Resolves when it is of use again. */
  readonly kill: () => Promise<void>;
}

export interface Kill {
  readonly victim: string;
  /** Whether the work was still going on. */
  readonly underLoad: boolean;
  /** Instants of the wall's clock, in milliseconds. */
  readonly killedAt: number;
  readonly backAt: number;
}

/** How processes are killed, and who hears of it. */
export interface Killer {
  readonly victims: readonly Victim[];
  readonly random: () => number;
  readonly killed: (kill: Kill) => void;
}

export interface KillingOptions extends Killer {
  readonly kills: number;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

const LONGEST_MS = 1_500;

/**
 * Kills one of the processes `kills` times while `work` goes on, as `kill -9` does, and starts it again each time (rule
 * E4): at random moments up to a second and a half after the last was back. The last kills happen after the work when
 * that was quicker.
 */
export async function killing<T>(options: KillingOptions, work: () => Promise<T>): Promise<T> {
  const { victims, kills, random, killed, reporter, signal } = options;
  if (kills === 0) return work();
  let underLoad = true;
  const begun = work().finally(() => (underLoad = false));
  const kill = async (): Promise<void> => {
    for (let i = 0; i < kills; i++) {
      await pause(random() * LONGEST_MS, undefined, { signal });
      const victim = anyOf(victims, random());
      const [loaded, killedAt] = [underLoad, performance.now()];
      await victim.kill();
      killed({ victim: victim.name, underLoad: loaded, killedAt, backAt: performance.now() });
    }
  };
  const [result] = await Promise.all([begun, kill()]);
  reporter.line(`Processes were killed ${String(kills)} times.`);
  return result;
}

function anyOf(victims: readonly Victim[], random: number): Victim {
  let rest = random * victims.reduce((sum, { weight }) => sum + weight, 0);
  const found = victims.find(({ weight }) => (rest -= weight) < 0) ?? victims[0];
  if (!found) throw new Error('there is nothing to kill');
  return found;
}

/** Both hosts; the API more often, as the sync runs there. */
export const hostsOf = (stack: RunningStack, signal: AbortSignal): Victim[] => [
  {
    name: 'sync-api',
    weight: 7,
    kill: async () => {
      await stack.hosts.api.crash();
      await ready(`${stack.apiUrl}/health/ready`, stack.died, signal);
    },
  },
  {
    name: 'sync-projector',
    weight: 3,
    kill: async () => {
      await stack.hosts.projector.crash();
      await ready(`${stack.projectorUrl}/health/live`, stack.died, signal);
    },
  },
];
