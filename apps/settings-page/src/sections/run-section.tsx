import type { ReactNode } from 'react';
import type { RunProgress } from '../api/types.js';
import { useProgress } from '../api/use-progress.js';
import { usePage } from '../page-context.js';
import { Confirm } from '../parts/confirm.js';
import { Meter } from '../parts/meter.js';
import { Loading, Notice } from '../parts/notice.js';
import { texts } from '../texts.js';
import { pausedText } from './plan-section.js';
import { ResultSection } from './result-section.js';
import { Throughput } from './throughput-chart.js';

const words = texts.run;

/** The sync as it runs, and what came of it (rules E1 to E6). */
export function RunSection(): ReactNode {
  const { tenant } = usePage();
  const { activeRun, endedRun } = tenant;
  if (activeRun !== null)
    return (
      <section className="bqs-card" aria-labelledby="bqs-run">
        <h2 id="bqs-run">{words.running}</h2>
        <Running key={activeRun} run={activeRun} />
      </section>
    );
  return (
    <section className="bqs-card" aria-labelledby="bqs-run">
      {endedRun === null ? (
        <>
          <h2 id="bqs-run">{words.title}</h2>
          <p className="bqs-empty">{words.none}</p>
        </>
      ) : (
        <ResultSection key={endedRun.run} run={endedRun.run} isCancelled={endedRun.status === 'cancelled'} />
      )}
    </section>
  );
}

function Running({ run }: { readonly run: string }): ReactNode {
  const { api, reload } = usePage();
  const { progress, interrupted } = useProgress(api, run, reload);
  return (
    <>
      <p>{words.leave}</p>
      {interrupted ? (
        <Notice tone="warning" live>
          <p>{words.interrupted}</p>
        </Notice>
      ) : null}
      {progress ? <Progress progress={progress} /> : <Loading />}
      <Throughput />
      <Confirm
        label={words.cancel}
        title={words.cancelQuestion}
        text={words.cancelText}
        action={words.cancel}
        keep={words.keepOn}
        look="danger"
        act={async () => {
          await api.send('POST', `/runs/${run}/cancel`, {});
          reload();
        }}
      />
    </>
  );
}

function Progress({ progress }: { readonly progress: RunProgress }): ReactNode {
  const { format } = usePage();
  const { done, found, paused, secondsLeft, types } = progress;
  return (
    <>
      {paused === null ? null : (
        <Notice tone="warning" live>
          <p>{words.paused(pausedText(paused))}</p>
        </Notice>
      )}
      <Meter
        label={words.overall}
        done={done}
        of={found}
        text={`${format.number(done)} / ${format.number(found)}`}
      />
      <p role="timer">
        {secondsLeft === null ? words.unknownLeft : words.left(format.duration(secondsLeft))}
      </p>
      <div className="bqs-scroll" role="region" aria-label={words.overall} tabIndex={0}>
        <table className="bqs-table">
          <thead>
            <tr>
              <th scope="col">{texts.counts.type}</th>
              <th scope="col" className="bqs-figure">
                {words.found}
              </th>
              <th scope="col" className="bqs-figure">
                {words.done}
              </th>
              <th scope="col" className="bqs-figure">
                {words.remaining}
              </th>
              <td className="bqs-chart" />
            </tr>
          </thead>
          <tbody>
            {types.map(({ type, label, found: ofType, done: doneOfType, remaining, finished }) => (
              <tr key={type} {...(progress.step?.type === type ? { 'aria-current': 'step' } : {})}>
                <th scope="row">{label}</th>
                <td className="bqs-figure">{format.number(ofType)}</td>
                <td className="bqs-figure">{format.number(doneOfType)}</td>
                <td className="bqs-figure">{finished ? words.finished : format.number(remaining)}</td>
                <td className="bqs-chart" aria-hidden="true">
                  <span className="bqs-meter-track">
                    <span className="bqs-meter-fill" style={{ width: share(doneOfType, ofType, finished) }} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const share = (done: number, found: number, finished: boolean): string =>
  `${String(finished ? 100 : found === 0 ? 0 : Math.min(100, (100 * done) / found))}%`;
