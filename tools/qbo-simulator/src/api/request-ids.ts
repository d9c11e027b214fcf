import type { QboRecord } from '../model/record.js';
import { refuse } from './service-fault.js';

/**
 * `replay`: a repeated requestid gets the first answer (documented). `ignore`: it is processed again.
 * `batch-6000`: single writes replay, a repeated batch answers 6000 for every item (one report).
 */
export type ReplayMode = 'replay' | 'ignore' | 'batch-6000';

export interface ReplayOptions {
  readonly mode: ReplayMode;
  /** Answers are forgotten after this long; undefined: never (the real retention is not published). */
  readonly forgetAfterMs: number | undefined;
  /** Whether refusals are replayed too, or tried again. */
  readonly replayFaults: boolean;
}

/** An answer that was given, by its requestid (`id`) or its batch item (`id` + TAB + bId). */
export interface StoredAnswer {
  readonly key: string;
  readonly status: number;
  readonly body: QboRecord;
  readonly at: number;
  /** The request's body: a batch replays as a whole only when it is the same. */
  readonly request?: string;
}

const MAX_LENGTH = 50;

/** What one company has answered to which requestid. */
export class RequestIds {
  private readonly answers = new Map<string, Map<string, StoredAnswer>>();

  constructor(private readonly options: () => ReplayOptions) {}

  get mode(): ReplayMode {
    return this.options().mode;
  }

  find(realmId: string, key: string, now: number): StoredAnswer | undefined {
    const { mode, forgetAfterMs } = this.options();
    if (mode === 'ignore') return undefined;
    const answer = this.answers.get(realmId)?.get(key);
    if (!answer || (forgetAfterMs !== undefined && now - answer.at > forgetAfterMs)) return undefined;
    return answer;
  }

  /** Whether an answer is one that is kept. */
  keeps(status: number): boolean {
    const { mode, replayFaults } = this.options();
    return mode !== 'ignore' && (status < 300 || replayFaults);
  }

  keep(realmId: string, answer: StoredAnswer): void {
    let answers = this.answers.get(realmId);
    if (!answers) this.answers.set(realmId, (answers = new Map<string, StoredAnswer>()));
    answers.set(answer.key, answer);
  }

  /** Forgets everything: a test's way to lose the ids at once. */
  forget(realmId: string): void {
    this.answers.delete(realmId);
  }

  all(realmId: string): Iterable<StoredAnswer> {
    return this.answers.get(realmId)?.values() ?? [];
  }
}

/** A requestid, alone or with a bId, has at most 50 characters (6000 otherwise, recorded text). */
export function checkRequestId(id: string): void {
  if (id.length > MAX_LENGTH)
    throw refuse.business(
      `You cannot enter more than 50 characters in the request_id field. You tried entering ${id.slice(0, 10)}..., which is ${String(id.length)} characters.`,
    );
}
