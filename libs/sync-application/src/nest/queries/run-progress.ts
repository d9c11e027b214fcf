import type { Position, RecordedEvent } from '@bpro-qbo-sync/event-store';
import {
  evolveRun,
  fullSyncStream,
  initialRunState,
  MAPPINGS,
  nextStep,
  RECORD_TYPES,
  type FullSyncEvent,
  type RecordType,
  type RunState,
} from '@bpro-qbo-sync/sync-domain';
import { asDomainEvent } from '../../journal.js';
import type { Ports } from '../../ports.js';

export interface TypeProgress {
  readonly type: RecordType;
  readonly label: string;
  /** Records read from each side, before the filters; null until they are read. */
  readonly qboRead: number | null;
  readonly bproRead: number | null;
  /** Records of the plan that ask for work. */
  readonly found: number;
  readonly done: number;
  readonly remaining: number;
  readonly finished: boolean;
}

/** How far a run is (rule E3). */
export interface RunProgress {
  readonly run: string;
  readonly status: RunState['status'];
  /** Why it waits, if it does. */
  readonly paused: string | null;
  /** Of the run's stream: grows with every step. */
  readonly revision: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly step: { readonly name: string; readonly type: RecordType | null } | null;
  readonly types: readonly TypeProgress[];
  readonly found: number;
  readonly done: number;
  readonly remaining: number;
  readonly secondsLeft: number | null;
  readonly results: Readonly<Record<string, number>>;
}

export const ENDED: ReadonlySet<string> = new Set(['planned', 'cancelled', 'completed']);

const QUIET = new Set(['unchanged', 'left-out', 'ignored']);

interface TypeTally {
  qbo: number | null;
  bpro: number | null;
  found: number;
  done: number;
}

/** A run's events, folded into what a person is shown. */
class ProgressFold {
  private state = initialRunState;
  private readonly types = new Map<RecordType, TypeTally>();
  private revision = -1;
  private startedAt = '';
  private writingSince: string | undefined;
  private lastAt = '';
  position: Position | undefined;

  constructor(private readonly run: string) {}

  take(stored: RecordedEvent): void {
    const event = asDomainEvent<FullSyncEvent>(stored);
    this.state = evolveRun(this.state, event);
    this.revision = stored.revision;
    this.position = stored.position;
    this.lastAt = String(stored.metadata['at']);
    if (this.startedAt === '') this.startedAt = this.lastAt;
    this.count(event);
  }

  private count(event: FullSyncEvent): void {
    switch (event.type) {
      case 'RecordsRead':
        this.tally(event.data.type)[event.data.side] = event.data.found;
        return;
      case 'FullSyncPlanned':
        for (const { type, action, count } of event.data.totals)
          if (!QUIET.has(action)) this.tally(type).found += count;
        return;
      case 'FullSyncStarted':
        this.writingSince = this.lastAt;
        return;
      case 'RecordsReconciled':
        this.tally(event.data.type).done += event.data.done;
        return;
      default:
    }
  }

  private tally(type: RecordType): TypeTally {
    const known = this.types.get(type) ?? { qbo: null, bpro: null, found: 0, done: 0 };
    this.types.set(type, known);
    return known;
  }

  progress(): RunProgress | undefined {
    if (this.state.status === 'none') return undefined;
    const { status, paused, results, reconciled } = this.state;
    const step = nextStep(this.state);
    const types = RECORD_TYPES.map((type) => this.typeProgress(type, reconciled.has(type)));
    const sum = (of: (t: TypeProgress) => number): number => types.reduce((all, t) => all + of(t), 0);
    const done = sum((t) => t.done);
    const remaining = sum((t) => t.remaining);
    return {
      run: this.run,
      status,
      paused: paused ?? null,
      revision: this.revision,
      startedAt: this.startedAt,
      endedAt: status === 'cancelled' || status === 'completed' ? this.lastAt : null,
      step: step ? { name: step.step, type: 'type' in step ? step.type : null } : null,
      types,
      found: sum((t) => t.found),
      done,
      remaining,
      secondsLeft: this.secondsLeft(done, remaining),
      results,
    };
  }

  private typeProgress(type: RecordType, finished: boolean): TypeProgress {
    const { qbo, bpro, found, done } = this.tally(type);
    const remaining = finished || this.state.status === 'completed' ? 0 : Math.max(0, found - done);
    return {
      type,
      label: MAPPINGS[type].label,
      qboRead: qbo,
      bproRead: bpro,
      found,
      done,
      remaining,
      finished,
    };
  }

  /** At the pace so far. */
  private secondsLeft(done: number, remaining: number): number | null {
    if (this.state.status !== 'executing' || this.writingSince === undefined || done === 0) return null;
    const tookMs = Date.parse(this.lastAt) - Date.parse(this.writingSince);
    return Math.ceil((tookMs / done) * (remaining / 1000));
  }
}

async function foldRunStream(ports: Ports, tenant: string, run: string): Promise<ProgressFold> {
  const fold = new ProgressFold(run);
  for (const event of await ports.store.read(fullSyncStream(tenant, run))) fold.take(event);
  return fold;
}

/** Undefined: there is no such run. */
export const readProgress = async (
  ports: Ports,
  tenant: string,
  run: string,
): Promise<RunProgress | undefined> => (await foldRunStream(ports, tenant, run)).progress();

/**
 * A run's progress now and after each of its steps, until it ends or `signal` aborts. Throws `StoreUnavailable` when
 * the store does; the caller's client comes again.
 */
export async function* followProgress(
  ports: Ports,
  tenant: string,
  run: string,
  signal: AbortSignal,
): AsyncGenerator<RunProgress, void, void> {
  const stream = fullSyncStream(tenant, run);
  const fold = await foldRunStream(ports, tenant, run);
  const first = fold.progress();
  if (!first) return;
  yield first;
  if (ENDED.has(first.status)) return;
  const subscription = ports.store.subscribe([stream], fold.position);
  const close = (): void => {
    subscription.close();
  };
  signal.addEventListener('abort', close, { once: true });
  try {
    if (signal.aborted) return;
    for await (const item of subscription) {
      if (item.kind !== 'event' || item.event.stream !== stream) continue;
      fold.take(item.event);
      const progress = fold.progress();
      if (!progress) continue;
      yield progress;
      if (ENDED.has(progress.status)) return;
    }
  } finally {
    signal.removeEventListener('abort', close);
    subscription.close();
  }
}
