import { useCallback, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { PlanView, ShownCount } from '../api/types.js';
import { useAction, useLoad } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Loading, Notice, ProblemNotice } from '../parts/notice.js';
import { TwoBars } from '../parts/two-bars.js';
import { texts } from '../texts.js';

const words = texts.counts;

/** Reads both systems, counts and plans; the plan's tab follows it (rules D1, K1). */
export function usePlanning(): {
  readonly plan: () => void;
  readonly busy: boolean;
  readonly problem: ReactNode;
} {
  const { api, goTo, reload } = usePage();
  const { run, busy, error } = useAction(async () => {
    await api.send('POST', '/plans', {});
    reload();
    goTo('plan');
  });
  return { plan: run, busy, problem: <ProblemNotice problem={error} /> };
}

/** Both sides' numbers after the filters of the draft (rules D1 to D3). */
export function CountsSection(): ReactNode {
  const { api, tenant, goTo } = usePage();
  const run = tenant.plan?.run;
  const status = tenant.plan?.status;
  const load = useCallback(
    async (signal: AbortSignal) =>
      run === undefined || status === 'planning' ? undefined : api.get<PlanView>(`/plans/${run}`, {}, signal),
    [api, run, status],
  );
  const { data, error, loading, reload } = useLoad(load);
  const { plan, busy, problem } = usePlanning();
  const isStale = data !== undefined && data.settingsVersion !== tenant.settings.draftVersion;
  return (
    <section className="bqs-card" aria-labelledby="bqs-counts">
      <h2 id="bqs-counts">{words.title}</h2>
      <p>{words.lead}</p>
      <ProblemNotice problem={error} retry={reload} />
      {isStale ? (
        <Notice tone="warning">
          <p>{words.stale}</p>
        </Notice>
      ) : null}
      {loading && run !== undefined ? <Loading /> : null}
      {data && data.counts.length > 0 ? (
        <CountsTable counts={data.counts} />
      ) : status === 'planning' ? (
        <Button
          className="bqs-button"
          onPress={() => {
            goTo('plan');
          }}
        >
          {texts.plan.reading}
        </Button>
      ) : (
        <p className="bqs-empty">{words.never}</p>
      )}
      {problem}
      {status === 'planning' || tenant.activeRun !== null ? null : (
        <>
          <Button
            className={`bqs-button ${data ? '' : 'bqs-primary'}`}
            aria-disabled={busy}
            isDisabled={tenant.connection.status !== 'connected'}
            onPress={plan}
          >
            {data ? words.again : words.count}
          </Button>
          {data ? <p className="bqs-hint">{words.againMeans}</p> : null}
        </>
      )}
    </section>
  );
}

export function CountsTable({ counts }: { readonly counts: readonly ShownCount[] }): ReactNode {
  const { format } = usePage();
  const most = Math.max(0, ...counts.flatMap(({ qbo, bpro }) => [qbo, bpro]));
  return (
    <div className="bqs-scroll" role="region" aria-label={words.table} tabIndex={0}>
      <table className="bqs-table">
        <thead>
          <tr>
            <th scope="col">{words.type}</th>
            <th scope="col" className="bqs-figure">
              <span className="bqs-key bqs-bar-qbo" aria-hidden="true" /> {texts.qbo}
            </th>
            <th scope="col" className="bqs-figure">
              <span className="bqs-key bqs-bar-bpro" aria-hidden="true" /> {texts.bpro}
            </th>
            <th scope="col" className="bqs-figure">
              {words.difference}
            </th>
            <td className="bqs-chart" />
          </tr>
        </thead>
        <tbody>
          {counts.map(({ type, label, qbo, bpro, explanation }) => (
            <tr key={type}>
              <th scope="row">
                {label}
                {explanation === undefined ? null : (
                  <span className="bqs-hint bqs-explained">{explanation}</span>
                )}
              </th>
              <td className="bqs-figure">{format.number(qbo)}</td>
              <td className="bqs-figure">{format.number(bpro)}</td>
              <td className="bqs-figure">
                {qbo === bpro ? words.equal : format.number(Math.abs(qbo - bpro))}
              </td>
              <td className="bqs-chart">
                <TwoBars qbo={qbo} bpro={bpro} most={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
