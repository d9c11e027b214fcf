import { useCallback, type ReactNode } from 'react';
import type { Finding, PreFlight } from '../api/types.js';
import { useLoad } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Loading, Notice, ProblemNotice, type Tone } from '../parts/notice.js';
import { texts } from '../texts.js';

const TONES: Readonly<Record<Finding['effect'], Tone>> = { block: 'error', warn: 'warning', adapt: 'info' };

/** What in the company stands in the way, and what to change (rule C9). */
export function PreFlightSection(): ReactNode {
  const { api } = usePage();
  const load = useCallback((signal: AbortSignal) => api.get<PreFlight>('/pre-flight', {}, signal), [api]);
  const { data, error, reload } = useLoad(load);
  return (
    <section className="bqs-card" aria-labelledby="bqs-pre-flight">
      <h2 id="bqs-pre-flight">{texts.preFlight.title}</h2>
      <p>{texts.preFlight.lead}</p>
      <ProblemNotice problem={error} retry={reload} />
      {!data && !error ? <Loading /> : null}
      {data?.findings.length === 0 ? (
        <Notice tone="good">
          <p>{texts.preFlight.fine}</p>
        </Notice>
      ) : null}
      <ul className="bqs-plain">
        {data?.findings.map(({ code, effect, title, action }) => (
          <li key={code}>
            <Notice tone={TONES[effect]} title={texts.preFlight.effects[effect]}>
              <p>{title}</p>
              <p>
                <strong>{texts.notes.whatToDo}:</strong> {action}
              </p>
            </Notice>
          </li>
        ))}
      </ul>
    </section>
  );
}
