import { useCallback, useDeferredValue, useState, type ReactNode } from 'react';
import { Input, Label, SearchField } from 'react-aria-components';
import type { NoteGroup, NotesPage } from '../api/types.js';
import { useLoad } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Choice } from '../parts/choice.js';
import { Fold } from '../parts/fold.js';
import { Loading, ProblemNotice } from '../parts/notice.js';
import { PagedList } from '../parts/paged-list.js';
import { texts } from '../texts.js';
import { Note } from './note.js';

const words = texts.notes;
const ANY = 'any';
const PAGE = 25;

interface Filter {
  readonly status: string;
  readonly severity: string;
  readonly type: string;
  readonly text: string;
}

const queryOf = ({ status, severity, type, text }: Filter): Record<string, string | undefined> => ({
  status,
  severity: severity === ANY ? undefined : severity,
  type: type === ANY ? undefined : type,
  text: text.trim() === '' ? undefined : text.trim(),
});

const RANK: Readonly<Record<NoteGroup['severity'], number>> = { error: 0, warning: 1, info: 2 };

/** What a person can act on, by cause, the most serious first (rules H1, H2, H4). */
export function NotesSection(): ReactNode {
  const { api, announce } = usePage();
  const [filter, setFilter] = useState<Filter>({ status: 'open', severity: ANY, type: ANY, text: '' });
  const asked = useDeferredValue(filter);
  const [version, setVersion] = useState(0);
  const load = useCallback(
    async (signal: AbortSignal) =>
      (await api.get<NotesPage>('/notes', { ...queryOf(asked), limit: 1 }, signal)).groups,
    [api, asked],
  );
  // While one types, what is open stays open.
  const { latest: groups, error, reload } = useLoad(load);
  const onChanged = (text: string): void => {
    announce(text);
    reload();
    setVersion((before) => before + 1);
  };
  const sorted = [...(groups ?? [])].sort((a, b) => RANK[a.severity] - RANK[b.severity] || b.count - a.count);
  const isFiltered = filter.severity !== ANY || filter.type !== ANY || filter.text !== '';
  return (
    <section className="bqs-card" aria-labelledby="bqs-notes">
      <h2 id="bqs-notes">{words.title}</h2>
      <p>{words.lead}</p>
      <Filters filter={filter} onFilter={setFilter} />
      <p>
        <a className="bqs-button" href={api.address('/notes.csv', queryOf(filter))} download>
          {words.csv}
        </a>
      </p>
      <ProblemNotice problem={error} retry={reload} />
      {!groups && !error ? <Loading /> : null}
      {groups?.length === 0 ? (
        <p className="bqs-empty" role="status">
          {isFiltered ? words.emptyFiltered : words.empty}
        </p>
      ) : null}
      {sorted.map((group) => (
        <Group key={group.code} group={group} filter={asked} version={version} onChanged={onChanged} />
      ))}
    </section>
  );
}

interface FiltersProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

const options = (known: Readonly<Record<string, string>>): { id: string; text: string }[] => [
  { id: ANY, text: words.any },
  ...Object.entries(known).map(([id, text]) => ({ id, text })),
];

const Filters = ({ filter, onFilter }: FiltersProps): ReactNode => (
  <search className="bqs-columns">
    <SearchField
      className="bqs-field"
      value={filter.text}
      onChange={(text) => {
        onFilter({ ...filter, text });
      }}
    >
      <Label>{words.search}</Label>
      <Input placeholder={words.searchHint} maxLength={100} />
    </SearchField>
    <Choice
      label={words.severity}
      options={options(words.severities)}
      value={filter.severity}
      onChange={(severity) => {
        onFilter({ ...filter, severity });
      }}
    />
    <Choice
      label={words.type}
      options={options(texts.types)}
      value={filter.type}
      onChange={(type) => {
        onFilter({ ...filter, type });
      }}
    />
    <Choice
      label={words.status}
      options={[
        { id: 'open', text: words.open },
        { id: 'dismissed', text: words.dismissed },
      ]}
      value={filter.status}
      onChange={(status) => {
        onFilter({ ...filter, status });
      }}
    />
  </search>
);

interface GroupProps {
  readonly group: NoteGroup;
  readonly filter: Filter;
  /** Grows when notes were changed here. */
  readonly version: number;
  readonly onChanged: (text: string) => void;
}

const TONE = { error: 'error', warning: 'warning', info: 'info' } as const;

function Group({ group, filter, version, onChanged }: GroupProps): ReactNode {
  const { format } = usePage();
  const { code, severity, title, action, count } = group;
  return (
    <Fold
      level={3}
      title={
        <>
          <span className={`bqs-badge bqs-${TONE[severity]}`}>{words.severities[severity]}</span>{' '}
          <span>{title}</span> <span className="bqs-hint">{words.count(count, format.number(count))}</span>
        </>
      }
    >
      {() => (
        <>
          <p>
            <strong>{words.whatToDo}:</strong> {action}
          </p>
          <GroupNotes key={version} code={code} filter={filter} onChanged={onChanged} title={title} />
        </>
      )}
    </Fold>
  );
}

interface GroupNotesProps extends Pick<GroupProps, 'filter' | 'onChanged'> {
  readonly code: string;
  readonly title: string;
}

function GroupNotes({ code, title, filter, onChanged }: GroupNotesProps): ReactNode {
  const { api } = usePage();
  const load = useCallback(
    async (after: string | undefined, signal: AbortSignal) => {
      const query = { ...queryOf(filter), code, after, limit: PAGE };
      const { notes, next } = await api.get<NotesPage>('/notes', query, signal);
      return { items: notes, next };
    },
    [api, filter, code],
  );
  return (
    <PagedList label={title} load={load} keyOf={({ type, recordId }) => `${type}/${recordId}`}>
      {(note) => <Note note={note} onChanged={onChanged} />}
    </PagedList>
  );
}
