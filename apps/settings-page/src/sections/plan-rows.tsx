import { useCallback, useMemo, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Fields, RecordType, RowPage, RowWhy, ShownRow } from '../api/types.js';
import { useLoad } from '../api/use-load.js';
import { compareFields, showValue } from '../format/field-values.js';
import { usePage } from '../page-context.js';
import { Fold } from '../parts/fold.js';
import { Loading, ProblemNotice } from '../parts/notice.js';
import { PagedList } from '../parts/paged-list.js';
import { nameOfSides, RecordLine } from '../parts/record.js';
import { texts, wordsOf } from '../texts.js';
import { candidateTitle, SettleMatch } from './settle-match.js';

const words = texts.plan;
const PAGE = 50;

interface PlanRowsProps {
  readonly run: string;
  readonly type: RecordType;
  readonly action: string;
  readonly reason: string;
  readonly label: string;
}

/** The records of a plan that one thing happens to for one reason. */
export function PlanRows({ run, type, action, reason, label }: PlanRowsProps): ReactNode {
  const { api } = usePage();
  const load = useCallback(
    async (after: string | undefined, signal: AbortSignal) => {
      const query = { type, action, reason, after, limit: PAGE };
      const { rows, next } = await api.get<RowPage>(`/plans/${run}/rows`, query, signal);
      return { items: rows, next };
    },
    [api, run, type, action, reason],
  );
  return (
    <PagedList label={label} load={load} keyOf={({ recordId }) => recordId}>
      {(row) => <Row run={run} row={row} />}
    </PagedList>
  );
}

function Row({ run, row }: { readonly run: string; readonly row: ShownRow }): ReactNode {
  const { bpro, qbo, recordId, action } = row;
  return (
    <Fold
      level={5}
      className="bqs-plan-row"
      startOpen={false}
      title={
        <>
          {bpro ? <RecordName record={bpro} /> : qbo ? <RecordName record={qbo} /> : <bdi>{recordId}</bdi>}
          {action === 'ambiguous' ? (
            <span className="bqs-badge bqs-warning">{texts.actions['ambiguous']}</span>
          ) : null}
        </>
      }
    >
      {() => <Why run={run} row={row} />}
    </Fold>
  );
}

/** Inside a button there are no links. */
const RecordName = ({ record }: { readonly record: NonNullable<ShownRow['bpro']> }): ReactNode => (
  <RecordLine record={{ ...record, url: null }} side={record.side === 'bpro' ? texts.bpro : texts.qbo} />
);

/** The reason, and both sides field by field (rule K3). */
function Why({ run, row }: { readonly run: string; readonly row: ShownRow }): ReactNode {
  const { api, openHistory } = usePage();
  const { type, recordId, candidates } = row;
  const load = useCallback(
    (signal: AbortSignal) =>
      api.get<RowWhy>(`/plans/${run}/rows/${type}/${encodeURIComponent(recordId)}`, {}, signal),
    [api, run, type, recordId],
  );
  const { data, error, reload } = useLoad(load);
  return (
    <div className="bqs-why">
      <p>
        <strong>{words.why}:</strong> {row.text} <span className="bqs-rule">{row.rule}</span>
      </p>
      {row.toQbo.length > 0 ? <p>{words.willWrite(texts.qbo, fieldList(row.toQbo))}</p> : null}
      {row.toBpro.length > 0 ? <p>{words.willWrite(texts.bpro, fieldList(row.toBpro))}</p> : null}
      {row.overwritten.length > 0 ? <p>{words.overwritten(fieldList(row.overwritten))}</p> : null}
      {row.action === 'ambiguous' && candidates.length > 0 ? <SettleMatch row={row} /> : null}
      <ProblemNotice problem={error} retry={reload} />
      {data ? <Details why={data} /> : error ? null : <Loading />}
      <Button
        className="bqs-button bqs-quiet"
        onPress={() => {
          openHistory({ type, recordId, name: nameOfSides(row.bpro, row.qbo, recordId) });
        }}
      >
        {words.history}
      </Button>
    </div>
  );
}

const fieldList = (names: readonly string[]): string =>
  names.map((name) => wordsOf(texts.fields, name)).join(', ');

interface Column {
  readonly title: string;
  readonly fields: Fields | null;
  readonly names: RowWhy['names']['bpro'];
}

/** Both sides, or a record and those that it could be the same as (rule F2). */
function columnsOf({ fields, names, candidates, candidateFields }: RowWhy): Column[] {
  const column = (side: 'bpro' | 'qbo', of: Fields | null, title: string = texts[side]): Column => ({
    title,
    fields: of,
    names: names[side],
  });
  if (candidates.length === 0) return [column('bpro', fields.bpro), column('qbo', fields.qbo)];
  return [
    fields.bpro ? column('bpro', fields.bpro) : column('qbo', fields.qbo),
    ...candidates.map((candidate, n) =>
      column(candidate.side, candidateFields[n] ?? null, candidateTitle(candidates, n)),
    ),
  ];
}

function Details({ why }: { readonly why: RowWhy }): ReactNode {
  const rest = why.chain.slice(1);
  return (
    <>
      {rest.length > 0 ? (
        <>
          <p>
            <strong>{words.chain}:</strong>
          </p>
          <ul>
            {rest.map(({ type, recordId, bpro, qbo, text }) => (
              <li key={`${type}/${recordId}`}>
                {wordsOf(texts.types, type)}:{' '}
                <bdi className="bqs-name">{nameOfSides(bpro, qbo, recordId)}</bdi>. {text}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <SideBySide why={why} />
    </>
  );
}

function SideBySide({ why }: { readonly why: RowWhy }): ReactNode {
  const { format } = usePage();
  const columns = useMemo(() => columnsOf(why), [why]);
  const compared = useMemo(() => compareFields(columns.map(({ fields }) => fields)), [columns]);
  return (
    <div className="bqs-scroll" role="region" aria-label={words.fields} tabIndex={0}>
      <table className="bqs-table bqs-fields">
        <caption>{words.fields}</caption>
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {compared.map(({ name, values, differs }) => (
            <tr key={name} className={differs ? 'bqs-differs' : ''}>
              <th scope="row">
                {wordsOf(texts.fields, name)}
                {differs ? <span className="bqs-badge bqs-warning">{words.differs}</span> : null}
              </th>
              {columns.map(({ title, names }, n) => (
                <td key={title}>
                  <bdi className="bqs-value">{showValue(name, values[n], format, { ...texts, names })}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
