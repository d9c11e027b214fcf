import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  evolveRun,
  foldRun,
  initialRunState,
  nextStep,
  type FullSyncEvent,
  type RunStep,
} from './full-sync.js';
import { RECORD_TYPES, type RecordType } from './record-types.js';
import { DEFAULT_SETTINGS } from './settings.js';

const settings = { ...DEFAULT_SETTINGS, onlyInQbo: 'ignore' } as const;
const planning: FullSyncEvent = {
  type: 'FullSyncPlanningStarted',
  data: { settings, settingsVersion: 3, generation: 2 },
};
const started: FullSyncEvent = { type: 'FullSyncStarted', data: { settingsVersion: 3 } };

/** Pages of the plan per record type. */
type Pages = Readonly<Record<RecordType, number>>;

/** What carrying a step out leaves in the run's stream. */
function carriedOut(step: RunStep, pages: Pages): FullSyncEvent[] {
  switch (step.step) {
    case 'take-feed-position':
      return [{ type: 'FeedPositionTaken', data: { position: '17' } }];
    case 'read-company':
      return [{ type: 'CompanyRead', data: {} }];
    case 'read-records':
      return [{ type: 'RecordsRead', data: { side: step.side, type: step.type, found: 1, malformed: 0 } }];
    case 'decide':
      return [{ type: 'RecordsDecided', data: { type: step.type, actions: 1 } }];
    case 'finish-plan':
      return [{ type: 'FullSyncPlanned', data: { counts: [], totals: [] } }];
    case 'reconcile': {
      const page = Number(step.after ?? '0') + 1;
      const { type } = step;
      const done: FullSyncEvent = {
        type: 'RecordsReconciled',
        data: { type, after: String(page), done: 1, results: { link: 1 } },
      };
      return page <= pages[type] ? [done] : [{ type: 'TypeReconciled', data: { type } }];
    }
    case 'finish':
      return [{ type: 'FullSyncCompleted', data: { results: {} } }];
  }
}

/** Goes on from a history to the end; a person starts the run as soon as it is planned. */
function goOn(
  history: readonly FullSyncEvent[],
  pages: Pages,
): { events: FullSyncEvent[]; steps: RunStep[] } {
  const events = [...history];
  const steps: RunStep[] = [];
  for (;;) {
    const run = foldRun(events);
    const step = nextStep(run);
    if (step) {
      steps.push(step);
      events.push(...carriedOut(step, pages));
    } else if (run.status === 'planned') events.push(started);
    else return { events, steps };
  }
}

const pagesOf = (count: number): Pages =>
  Object.fromEntries(RECORD_TYPES.map((type) => [type, count])) as Pages;
const anyPages: fc.Arbitrary<Pages> = fc
  .array(fc.nat({ max: 3 }), { minLength: RECORD_TYPES.length, maxLength: RECORD_TYPES.length })
  .map((counts) => Object.fromEntries(RECORD_TYPES.map((type, i) => [type, counts[i] ?? 0])) as Pages);

const ALL = goOn([planning], pagesOf(1));

describe('the steps of a full sync', () => {
  it('E5 the feed’s position is taken before the first read', () => {
    expect(ALL.steps[0]).toEqual({ step: 'take-feed-position' });
    expect(foldRun(ALL.events).position).toBe('17');
  });

  it('C9 the company is read before its records', () => {
    expect(ALL.steps[1]).toEqual({ step: 'read-company' });
  });

  it('E2 all records are read before any is decided, each type on both sides, in dependency order', () => {
    const reads = RECORD_TYPES.flatMap((type) => [
      { step: 'read-records', side: 'bpro', type },
      { step: 'read-records', side: 'qbo', type },
    ]);
    expect(ALL.steps.slice(2, 2 + reads.length)).toEqual(reads);
  });

  it('E2 record types are decided, and then carried out, in dependency order', () => {
    const types = (name: 'decide' | 'reconcile'): RecordType[] => [
      ...new Set(ALL.steps.flatMap((s) => (s.step === name ? [s.type] : []))),
    ];
    expect(types('decide')).toEqual(RECORD_TYPES);
    expect(types('reconcile')).toEqual(RECORD_TYPES);
    const names = ALL.steps.map((s) => s.step);
    expect(names.lastIndexOf('decide')).toBeLessThan(names.indexOf('finish-plan'));
    expect(names.indexOf('finish-plan')).toBeLessThan(names.indexOf('reconcile'));
    expect(names.at(-1)).toBe('finish');
  });

  it('E2 the order is the product’s', () => {
    expect(RECORD_TYPES.join(', ')).toBe(
      'sales-term, payment-method, tax, product-category, product, customer, invoice, payment, refund',
    );
  });

  it('K1 a plan writes nothing: it waits for a person to start it', () => {
    const planned = ALL.events.slice(0, ALL.events.indexOf(started));
    expect(foldRun(planned).status).toBe('planned');
    expect(nextStep(foldRun(planned))).toBeUndefined();
    expect(nextStep(foldRun([...planned, started]))).toEqual({
      step: 'reconcile',
      type: 'sales-term',
      after: undefined,
    });
  });

  it('E1 a run that has not begun, or is over, asks for nothing', () => {
    expect(nextStep(initialRunState)).toBeUndefined();
    expect(foldRun(ALL.events).status).toBe('completed');
    expect(nextStep(foldRun(ALL.events))).toBeUndefined();
  });

  it('C6 a run keeps the settings it was planned with', () => {
    expect(foldRun(ALL.events)).toMatchObject({ settings, settingsVersion: 3, generation: 2 });
  });

  it('E3 what was done is added up over the pages', () => {
    const page = (type: RecordType, results: Record<string, number>): FullSyncEvent => ({
      type: 'RecordsReconciled',
      data: { type, after: 'x', done: 1, results },
    });
    const run = foldRun([planning, page('tax', { link: 2 }), page('product', { link: 3, noted: 1 })]);
    expect(run.results).toEqual({ link: 5, noted: 1 });
  });

  it('K1 planning anew begins at the beginning', () => {
    expect(foldRun([...ALL.events, planning])).toEqual(foldRun([planning]));
  });

  it('B3 a run that waits says why, and knows its place when it goes on', () => {
    const at = ALL.events.indexOf(started) + 2;
    const before = foldRun(ALL.events.slice(0, at));
    const waiting = evolveRun(before, { type: 'FullSyncPaused', data: { reason: 'connection-lost' } });
    expect(waiting.paused).toBe('connection-lost');
    const again = evolveRun(waiting, { type: 'FullSyncResumed', data: {} });
    expect(again).toEqual(before);
    expect(nextStep(again)).toEqual(nextStep(before));
  });
});

describe('a crash at any moment', () => {
  it('E4 resuming is the same as running: from any point of its history a run goes on to the same end', () => {
    fc.assert(
      fc.property(anyPages, fc.nat(), (pages, at) => {
        const whole = goOn([planning], pages).events;
        const cut = 1 + (at % whole.length);
        expect(goOn(whole.slice(0, cut), pages).events).toEqual(whole);
      }),
    );
  });

  it('E4 no step is done twice, however often the run is taken up again', () => {
    fc.assert(
      fc.property(anyPages, (pages) => {
        const { steps } = goOn([planning], pages);
        const names = steps.map((step) => JSON.stringify(step));
        expect(new Set(names).size).toBe(names.length);
        expect(steps.filter((s) => s.step === 'reconcile')).toHaveLength(
          RECORD_TYPES.reduce((sum, type) => sum + pages[type] + 1, 0),
        );
      }),
    );
  });

  it('E4 a read that was done twice counts once', () => {
    const twice = ALL.events.flatMap((event): FullSyncEvent[] =>
      event.type === 'RecordsRead' || event.type === 'RecordsDecided' ? [event, event] : [event],
    );
    for (let n = 1; n <= twice.length; n++) {
      const prefix = twice.slice(0, n);
      expect(nextStep(foldRun(prefix))).toEqual(nextStep(foldRun([...new Set(prefix)])));
    }
  });

  it('E4 the cursor of one record type is not taken for the next one’s', () => {
    const next = goOn(ALL.events.slice(0, ALL.events.indexOf(started) + 1), pagesOf(1)).steps;
    expect(next.slice(0, 3)).toEqual([
      { step: 'reconcile', type: 'sales-term', after: undefined },
      { step: 'reconcile', type: 'sales-term', after: '1' },
      { step: 'reconcile', type: 'payment-method', after: undefined },
    ]);
  });
});

describe('cancelling', () => {
  it('E6 at any moment it ends the run; what was done stays done and the feed’s position is kept', () => {
    const cancelled: FullSyncEvent = { type: 'FullSyncCancelled', data: { phase: 'executing' } };
    for (let n = 1; n < ALL.events.length; n++) {
      const before = foldRun(ALL.events.slice(0, n));
      const after = foldRun([...ALL.events.slice(0, n), cancelled]);
      expect(after).toEqual({ ...before, status: 'cancelled' });
      expect(nextStep(after)).toBeUndefined();
    }
  });
});
