import { useCallback, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { HistoryPage } from '../api/types.js';
import { useLoad } from '../api/use-load.js';
import { usePage, type RecordRef } from '../page-context.js';
import { Window } from '../parts/confirm.js';
import { Loading, ProblemNotice } from '../parts/notice.js';
import { texts, wordsOf } from '../texts.js';
import { TimelineEvent } from './timeline.js';

interface RecordTimelineProps {
  readonly record: RecordRef;
  readonly onClose: () => void;
}

/** One record's life, from the first event on (rules I1, I2). */
export function RecordTimeline({ record, onClose }: RecordTimelineProps): ReactNode {
  const { api } = usePage();
  const { type, recordId, name } = record;
  const load = useCallback(
    (signal: AbortSignal) =>
      api.get<HistoryPage>(`/records/${type}/${encodeURIComponent(recordId)}/history`, {}, signal),
    [api, type, recordId],
  );
  const { data, error, reload } = useLoad(load);
  return (
    <Window title={texts.history.record} isOpen onClose={onClose}>
      <p>
        {wordsOf(texts.types, type)}: <bdi className="bqs-name">{name}</bdi>
      </p>
      <ProblemNotice problem={error} retry={reload} />
      {!data && !error ? <Loading /> : null}
      {data?.events.length === 0 ? <p className="bqs-empty">{texts.history.recordEmpty}</p> : null}
      <ol className="bqs-timeline">
        {data?.events.map((event) => (
          <li key={event.id}>
            <TimelineEvent event={event} />
          </li>
        ))}
      </ol>
      <div className="bqs-row bqs-end">
        <Button className="bqs-button" onPress={onClose}>
          {texts.close}
        </Button>
      </div>
    </Window>
  );
}
