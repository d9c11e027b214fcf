import { setTimeout as pause } from 'node:timers/promises';
import type { Plan, Progress, SyncApi } from './sync-api.js';
import type { Reporter } from './reporter.js';

const LOOK_EVERY_MS = 250;

export interface Following {
  readonly reporter: Reporter;
  readonly clockScale: number;
  readonly signal: AbortSignal;
}

/** Asks for a plan, unless `run` is one that was asked for, and waits for it (rule K1). */
export async function makePlan(api: SyncApi, { reporter, signal }: Following, asked?: string): Promise<Plan> {
  const run = asked ?? (await api.plan());
  for (;;) {
    const plan = await api.planned(run);
    if (plan.status === 'planned') {
      reporter.endProgress();
      return plan;
    }
    if (plan.status !== 'planning') throw new Error(`the plan ended as ${plan.status}`);
    reporter.progress(plan.paused === null ? 'reading both systems' : `waiting: ${plan.paused}`);
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** Starts a planned run and shows how far it is until it has ended (rule E3). */
export async function carryOut(
  api: SyncApi,
  run: string,
  { reporter, clockScale, signal }: Following,
): Promise<Progress> {
  await api.start(run);
  for (;;) {
    const progress = await api.progress(run);
    reporter.progress(lineOf(progress, clockScale));
    if (progress.status === 'completed') {
      reporter.endProgress();
      while (await api.isRunning()) await pause(LOOK_EVERY_MS, undefined, { signal });
      return progress;
    }
    if (progress.status === 'cancelled') throw new Error('the sync was cancelled');
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}

/**
 * `40 of 306 done, about 2 s left: Customers 40/96 · Invoices 0/210`. The API counts seconds of the programs' clock;
 * a person waits those of the wall's.
 */
export function lineOf(progress: Progress, clockScale: number): string {
  const { found, done, secondsLeft, paused } = progress;
  const types = progress.types
    .filter((type) => type.remaining > 0)
    .map((type) => `${type.label} ${String(type.done)}/${String(type.found)}`);
  const left = secondsLeft === null ? '' : `, about ${String(Math.ceil(secondsLeft / clockScale))} s left`;
  const waits = paused === null ? '' : `, waiting: ${paused}`;
  const now = types.length === 0 ? '' : `: ${types.join(' · ')}`;
  return `${String(done)} of ${String(found)} done${left}${waits}${now}`;
}
