import type { TenantView } from '@bpro-qbo-sync/sync-application/nest';
import { DEFAULT_SETTINGS } from '@bpro-qbo-sync/sync-domain';

export interface Run {
  readonly id: string;
  /** Of the draft that it was planned for. */
  readonly version: number;
  status: 'planned' | 'cancelled' | 'completed';
}

/** What docs/api.md says of a tenant, and no more. */
export interface Life {
  enabled: boolean;
  connection: 'never' | 'connected' | 'disconnected';
  generation: number;
  draft: 'create' | 'ignore' | undefined;
  draftVersion: number;
  effectiveVersion: number;
  readonly runs: Run[];
  plan: Run | undefined;
  completed: Run | undefined;
  ended: Run | undefined;
}

export const newLife = (): Life => ({
  enabled: false,
  connection: 'never',
  generation: 0,
  draft: undefined,
  draftVersion: 0,
  effectiveVersion: 0,
  runs: [],
  plan: undefined,
  completed: undefined,
  ended: undefined,
});

/** What the API shows of it, in the model's words. */
export const shownOf = (view: TenantView): object => ({
  enabled: view.enabled,
  connection: view.connection.status,
  generation: view.connection.generation,
  draftVersion: view.settings.draftVersion,
  onlyInQbo: view.settings.draft.onlyInQbo,
  effectiveVersion: view.settings.effectiveVersion,
  plan: view.plan,
  activeRun: view.activeRun,
  completedRun: view.completedRun,
  endedRun: view.endedRun,
  advised: view.advice !== null,
  step: view.next.step,
});

/** What it has to show. */
export const predicted = (life: Life): object => ({
  enabled: life.enabled,
  connection: life.connection,
  generation: life.generation,
  draftVersion: life.draftVersion,
  onlyInQbo: life.draft ?? DEFAULT_SETTINGS.onlyInQbo,
  effectiveVersion: life.effectiveVersion,
  plan: life.plan ? { run: life.plan.id, status: 'planned' } : null,
  activeRun: null,
  completedRun: life.completed?.id ?? null,
  endedRun: life.ended ? { run: life.ended.id, status: life.ended.status } : null,
  advised: life.completed === undefined,
  step: stepOf(life),
});

function stepOf(life: Life): string {
  if (!life.enabled) return 'contact-support';
  if (life.connection !== 'connected') return 'connect';
  if (life.plan?.version === life.draftVersion) return 'start';
  if (life.draftVersion === 0 && !life.completed) return 'configure';
  const isDone = life.ended?.status === 'completed' && life.draftVersion <= life.effectiveVersion;
  return isDone ? 'review-notes' : 'plan';
}
