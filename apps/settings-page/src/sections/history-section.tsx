import { useCallback, type ReactNode } from 'react';
import type { HistoryPage, RunsPage, ShownRun } from '../api/types.js';
import { usePage } from '../page-context.js';
import { Fold } from '../parts/fold.js';
import { PagedList } from '../parts/paged-list.js';
import { texts, wordsOf } from '../texts.js';
import { Tallies } from './plan-totals.js';
import { TimelineEvent } from './timeline.js';

const words = texts.history;
const PAGE = 20;
const EVENTS = 100;

/** The runs and what came of them; for support everything that happened (rules I1, I2). */
export function HistorySection(): ReactNode {
  const { api } = usePage();
  const load = useCallback(
    async (after: string | undefined, signal: AbortSignal) => {
      const { runs, next } = await api.get<RunsPage>('/runs', { after, limit: PAGE }, signal);
      return { items: runs, next };
    },
    [api],
  );
  return (
    <section className="bqs-card" aria-labelledby="bqs-history">
      <h2 id="bqs-history">{words.title}</h2>
      <PagedList label={words.runs} load={load} keyOf={({ run }) => run} empty={words.empty}>
        {(run) => <Run run={run} />}
      </PagedList>
      {api.session.role === 'support' ? (
        <Fold level={3} title={words.all}>
          {() => <Events />}
        </Fold>
      ) : null}
    </section>
  );
}

function Run({ run }: { readonly run: ShownRun }): ReactNode {
  const { api, format } = usePage();
  const who = (person: ShownRun['plannedBy']): string => wordsOf(words.people, person?.kind ?? 'system');
  const results = Object.entries(run.results).map(([action, count]) => ({ action, count }));
  return (
    <article className="bqs-event" aria-label={wordsOf(words.status, run.status)}>
      <p>
        <strong>{wordsOf(words.status, run.status)}</strong>{' '}
        <time dateTime={run.planningStartedAt}>{format.instant(run.planningStartedAt)}</time>
      </p>
      <ul className="bqs-plain bqs-hint">
        <li>{words.planned(who(run.plannedBy), format.instant(run.planningStartedAt))}</li>
        {run.startedAt === null ? null : (
          <li>{words.started(who(run.startedBy), format.instant(run.startedAt))}</li>
        )}
        {run.endedAt === null ? null : <li>{words.ended(format.instant(run.endedAt))}</li>}
        <li>{words.version(run.settingsVersion)}</li>
        <li>{words.progress(format.number(run.done), format.number(run.planned))}</li>
      </ul>
      <p>
        <Tallies tallies={results} />
      </p>
      {api.session.role === 'support' ? (
        <Fold level={3} title={words.ofRun}>
          {() => <Events run={run.run} />}
        </Fold>
      ) : null}
    </article>
  );
}

function Events({ run }: { readonly run?: string }): ReactNode {
  const { api } = usePage();
  const load = useCallback(
    async (after: string | undefined, signal: AbortSignal) => {
      const { events, next } = await api.get<HistoryPage>('/history', { run, after, limit: EVENTS }, signal);
      return { items: events, next };
    },
    [api, run],
  );
  return (
    <PagedList label={words.all} load={load} keyOf={({ id }) => id}>
      {(event) => <TimelineEvent event={event} />}
    </PagedList>
  );
}
