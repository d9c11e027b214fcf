import { useCallback, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { PlanView, RunProgress } from '../api/types.js';
import { useLoad } from '../api/use-load.js';
import { useProgress } from '../api/use-progress.js';
import { inSentence } from '../format/in-sentence.js';
import { usePage } from '../page-context.js';
import { Confirm } from '../parts/confirm.js';
import { Loading, Notice, ProblemNotice } from '../parts/notice.js';
import { texts } from '../texts.js';
import { CountsTable, usePlanning } from './counts-section.js';
import { PlanTotals, summarize } from './plan-totals.js';

const words = texts.plan;

/** What the sync will do, before it does anything (rules E1, K1). */
export function PlanSection(): ReactNode {
  const { tenant } = usePage();
  const { plan, busy, problem } = usePlanning();
  const run = tenant.plan?.run;
  const isPlanning = tenant.plan?.status === 'planning';
  const canPlan = tenant.connection.status === 'connected' && tenant.activeRun === null && !isPlanning;
  return (
    <section className="bqs-card" aria-labelledby="bqs-plan">
      <h2 id="bqs-plan">{words.title}</h2>
      <p>{words.lead}</p>
      {problem}
      {run === undefined ? (
        <p className="bqs-empty">{words.none}</p>
      ) : isPlanning ? (
        <Planning key={run} run={run} />
      ) : (
        <Planned key={run} run={run} />
      )}
      {canPlan ? (
        <Button
          className={`bqs-button ${run === undefined || tenant.next.step === 'plan' ? 'bqs-primary' : ''}`}
          aria-disabled={busy}
          onPress={plan}
        >
          {run === undefined ? words.make : words.again}
        </Button>
      ) : null}
    </section>
  );
}

function Planning({ run }: { readonly run: string }): ReactNode {
  const { api, reload, format } = usePage();
  const { progress } = useProgress(api, run, reload);
  return (
    <Notice tone="info" title={words.reading} live>
      <p>{words.readingText}</p>
      {progress?.paused ? <p>{texts.run.paused(pausedText(progress.paused))}</p> : null}
      <ul className="bqs-plain">
        {progress?.types.filter(hasBegun).map(({ type, label, qboRead, bproRead }) => (
          <li key={type}>
            {label}: {words.read(format.number(qboRead ?? 0), format.number(bproRead ?? 0))}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

const hasBegun = ({ qboRead, bproRead }: RunProgress['types'][number]): boolean =>
  qboRead !== null || bproRead !== null;

export const pausedText = (reason: string): string => texts.run.pausedReasons[reason] ?? reason;

function Planned({ run }: { readonly run: string }): ReactNode {
  const { api, tenant } = usePage();
  const load = useCallback(
    (signal: AbortSignal) => api.get<PlanView>(`/plans/${run}`, {}, signal),
    [api, run],
  );
  const { data, error, reload } = useLoad(load);
  if (!data) return error ? <ProblemNotice problem={error} retry={reload} /> : <Loading />;
  return (
    <>
      {data.settingsVersion === tenant.settings.draftVersion ? null : (
        <Notice tone="warning">
          <p>{words.outdated}</p>
        </Notice>
      )}
      {tenant.next.step === 'start' ? <Start run={run} plan={data} /> : null}
      <CountsTable counts={data.counts} />
      <PlanTotals run={run} totals={data.totals} />
    </>
  );
}

function Start({ run, plan }: { readonly run: string; readonly plan: PlanView }): ReactNode {
  const { api, tenant, reload, goTo, format } = usePage();
  const { writes } = summarize(plan.totals);
  return (
    <div className="bqs-row">
      <Confirm
        label={words.start}
        title={words.startQuestion}
        text={words.startText(
          words.writes(writes, format.number(writes)),
          inSentence(tenant.connection.companyName ?? texts.qbo),
        )}
        action={words.start}
        look="primary"
        act={async () => {
          await api.send('POST', `/runs/${run}/start`, {});
          goTo('run');
          reload();
        }}
      />
      {writes === 0 ? <p>{words.nothingToDo}</p> : null}
    </div>
  );
}
