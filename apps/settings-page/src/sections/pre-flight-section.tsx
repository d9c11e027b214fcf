import { useCallback, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Finding, PreFlight } from '../api/types.js';
import { useAction, useLoad } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Loading, Notice, ProblemNotice, type Tone } from '../parts/notice.js';
import { texts } from '../texts.js';

const TONES: Readonly<Record<Finding['effect'], Tone>> = { block: 'error', warn: 'warning', adapt: 'info' };

/** What in the company stands in the way, and what to change (rule C9). */
export function PreFlightSection(): ReactNode {
  const { api } = usePage();
  const load = useCallback((signal: AbortSignal) => api.get<PreFlight>('/pre-flight', {}, signal), [api]);
  const { data: known, error, reload } = useLoad(load);
  const [anew, setAnew] = useState<PreFlight>();
  const again = useAction(async () => {
    setAnew(await api.send<PreFlight>('POST', '/pre-flight'));
  });
  const data = anew ?? known;
  return (
    <section className="bqs-card" aria-labelledby="bqs-pre-flight">
      <h2 id="bqs-pre-flight">{texts.preFlight.title}</h2>
      <p>{texts.preFlight.lead}</p>
      <ProblemNotice problem={error} retry={reload} />
      <ProblemNotice problem={again.error} />
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
      {data ? (
        <Button
          className="bqs-button"
          aria-disabled={again.busy}
          onPress={() => {
            again.run();
          }}
        >
          {texts.preFlight.again}
        </Button>
      ) : null}
    </section>
  );
}
