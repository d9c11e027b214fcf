import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '@bpro-qbo-sync/simulation';
import { ready, type RunningStack } from '@bpro-qbo-sync/local-stack';
import type { Reporter } from './reporter.js';

export interface KillingOptions {
  readonly stack: RunningStack;
  readonly kills: number;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

const LONGEST_MS = 1_500;
const API_SHARE = 0.7;

/**
 * Kills one of the hosts `kills` times while `work` goes on, as `kill -9` does, and starts it again each time (rule E4):
 * at random moments up to a second and a half after it was ready. The last kills happen after the work when that was
 * quicker.
 */
export async function killing<T>(options: KillingOptions, work: () => Promise<T>): Promise<T> {
  const { stack, kills, reporter, signal } = options;
  if (kills === 0) return work();
  const random = seeded(kills);
  const { api, projector } = stack.hosts;
  const kill = async (): Promise<void> => {
    for (let i = 0; i < kills; i++) {
      await pause(random() * LONGEST_MS, undefined, { signal });
      if (random() < API_SHARE) {
        await api.crash();
        await ready(`${stack.apiUrl}/health/ready`, stack.died, signal);
      } else await projector.crash();
    }
  };
  const [result] = await Promise.all([work(), kill()]);
  reporter.line(`The hosts were killed ${String(kills)} times.`);
  return result;
}
