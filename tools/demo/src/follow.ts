import { setTimeout as pause } from 'node:timers/promises';
import type { Plan, Progress, SyncApi } from './sync-api.js';
import type { Reporter } from './reporter.js';

const LOOK_EVERY_MS = 250;

/** Makes a plan and waits for it (rule K1). */
export async function makePlan(api: SyncApi, reporter: Reporter, signal: AbortSignal): Promise<Plan> {
  const run = await api.plan();
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
  reporter: Reporter,
  signal: AbortSignal,
): Promise<Progress> {
  await api.start(run);
  for (;;) {
    const progress = await api.progress(run);
    if (progress.status === 'completed') {
      reporter.progress(lineOf(progress));
      reporter.endProgress();
      return progress;
    }
    if (progress.status === 'cancelled') throw new Error('the sync was cancelled');
    reporter.progress(lineOf(progress));
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** `Customers 40/96 · Invoices 0/210 · 372 remaining · about 95 s left` */
export function lineOf(progress: Progress): string {
  const types = progress.types
    .filter(({ found }) => found > 0)
    .map(({ label, found, done }) => `${label} ${String(Math.min(done, found))}/${String(found)}`);
  const left = progress.secondsLeft === null ? [] : [`about ${String(progress.secondsLeft)} s left`];
  const waits = progress.paused === null ? [] : [`waiting: ${progress.paused}`];
  return [...types, `${String(progress.remaining)} remaining`, ...left, ...waits].join(' · ');
}
