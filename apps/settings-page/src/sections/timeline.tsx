import { Fragment, type ReactNode } from 'react';
import type { ShownEvent } from '../api/types.js';
import { usePage } from '../page-context.js';
import { texts, wordsOf } from '../texts.js';

const words = texts.history;

/** What of an event's data a person can read: a few plain facts. */
const FACTS = ['reason', 'rule', 'action', 'code', 'side', 'status', 'qboId', 'bproId', 'version'];

const plainFacts = (data: ShownEvent['data']): [string, string][] =>
  FACTS.flatMap((name): [string, string][] => {
    const value = data[name];
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [];
  });

const textIn = (data: ShownEvent['data'], name: string): string | undefined => {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** One event: what, when, who, why, QuickBooks' reference (rule I1). */
export function TimelineEvent({ event }: { readonly event: ShownEvent }): ReactNode {
  const { format } = usePage();
  const { type, at, by, settingsVersion, data } = event;
  const tid = textIn(data, 'intuitTid');
  return (
    <article className="bqs-event">
      <p>
        <strong>{wordsOf(texts.events, type)}</strong> <time dateTime={at}>{format.instant(at)}</time>{' '}
        {by ? <span>{words.by(wordsOf(words.people, by.kind))}</span> : null}
      </p>
      <p className="bqs-hint">
        {[
          ...plainFacts(data).map(([name, value]) => `${wordsOf({}, name)}: ${value}`),
          ...(settingsVersion === null ? [] : [words.version(settingsVersion)]),
          ...(tid === undefined ? [] : [`${words.reference}: ${tid}`]),
        ].map((fact, index) => (
          <Fragment key={index}>
            {index === 0 ? '' : ' · '}
            <bdi>{fact}</bdi>
          </Fragment>
        ))}
      </p>
    </article>
  );
}
