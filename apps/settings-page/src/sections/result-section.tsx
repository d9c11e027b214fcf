import { useCallback, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { PlanView, RunProgress } from '../api/types.js';
import { useLoad } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Loading, Notice, ProblemNotice } from '../parts/notice.js';
import { texts } from '../texts.js';
import { CountsTable, usePlanning } from './counts-section.js';
import { Reasons, Tallies } from './plan-totals.js';

const words = texts.run;
const DIFFERENCES = new Set(['ambiguous', 'blocked', 'ignored', 'left-out']);

interface ResultSectionProps {
  readonly run: string;
  readonly isCancelled: boolean;
}

/** What came of a sync: what was done, both sides' numbers, and why they differ where they do (rules D2, D3). */
export function ResultSection({ run, isCancelled }: ResultSectionProps): ReactNode {
  const { api, tenant, goTo } = usePage();
  // A plan made after the sync has counted what the sync left behind.
  const latest = tenant.plan?.status === 'planned' ? tenant.plan.run : run;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [progress, plan] = await Promise.all([
        api.get<RunProgress>(`/runs/${run}`, {}, signal),
        api.get<PlanView>(`/plans/${latest}`, {}, signal),
      ]);
      return { progress, plan };
    },
    [api, run, latest],
  );
  const { data, error, reload } = useLoad(load);
  return (
    <>
      <h2 id="bqs-run">{isCancelled ? words.cancelled : words.completed}</h2>
      <Notice tone={isCancelled ? 'warning' : 'good'} live>
        <p>{isCancelled ? words.cancelledText : words.completedText}</p>
      </Notice>
      <div className="bqs-row">
        <Button
          className={`bqs-button ${isCancelled ? '' : 'bqs-primary'}`}
          onPress={() => {
            goTo('notes');
          }}
        >
          {words.toNotes}
        </Button>
      </div>
      <ProblemNotice problem={error} retry={reload} />
      {data ? (
        <Result {...data} planRun={latest} isCountedAfter={latest !== run} isCancelled={isCancelled} />
      ) : error ? null : (
        <Loading />
      )}
    </>
  );
}

interface ResultProps {
  readonly progress: RunProgress;
  readonly plan: PlanView;
  readonly planRun: string;
  readonly isCountedAfter: boolean;
  readonly isCancelled: boolean;
}

function Result({ progress, plan, planRun, isCountedAfter, isCancelled }: ResultProps): ReactNode {
  const done = Object.entries(progress.results).map(([action, count]) => ({ action, count }));
  const differences = plan.totals.filter(({ action }) => DIFFERENCES.has(action));
  return (
    <>
      <h3>{words.results}</h3>
      <p>
        <Tallies tallies={done} />
      </p>
      {isCancelled ? (
        <PlanNow label={texts.plan.make} look="bqs-primary" />
      ) : (
        <>
          <h3>{words.both}</h3>
          {isCountedAfter ? (
            <CountsTable counts={plan.counts} />
          ) : (
            <>
              <p>{words.countNow}</p>
              <PlanNow label={texts.counts.count} />
            </>
          )}
          <h3>{words.remainingDifferences}</h3>
          {differences.length === 0 ? (
            <p className="bqs-empty">{words.noDifferences}</p>
          ) : (
            <Reasons run={planRun} totals={differences} withTypes />
          )}
        </>
      )}
    </>
  );
}

interface PlanNowProps {
  readonly label: string;
  readonly look?: 'bqs-primary';
}

/** The plan's counts are those from before the sync; a new plan counts both sides as they are. */
function PlanNow({ label, look }: PlanNowProps): ReactNode {
  const { tenant } = usePage();
  const { plan, busy, problem } = usePlanning();
  return (
    <>
      {problem}
      <Button
        className={`bqs-button ${look ?? ''}`}
        aria-disabled={busy}
        isDisabled={tenant.connection.status !== 'connected'}
        onPress={plan}
      >
        {label}
      </Button>
    </>
  );
}
