import type { ReactNode } from 'react';
import type { ShownRecord } from '../api/types.js';
import { usePage } from '../page-context.js';
import { texts } from '../texts.js';

export const nameOfSides = (bpro: ShownRecord | null, qbo: ShownRecord | null, recordId: string): string =>
  bpro?.name ?? qbo?.name ?? bpro?.id ?? qbo?.id ?? recordId;

/** What a record's direction would otherwise do to the text around it is kept inside. */
export const Name = ({ children }: { readonly children: string }): ReactNode => (
  <bdi className="bqs-name">{children}</bdi>
);

/** One side of a record in a line: name, customer, day, amount, and where to open it. */
export function RecordLine({
  record,
  side,
}: {
  readonly record: ShownRecord;
  readonly side: string;
}): ReactNode {
  const { format } = usePage();
  const facts = [
    record.customer,
    record.date === null ? null : format.day(record.date),
    record.amount === null ? null : format.money(record.amount),
    record.state === 'active' || record.state === 'unknown' ? null : record.state,
  ].filter((fact) => fact !== null);
  return (
    <span className="bqs-record">
      <span className="bqs-side">{side}</span> <Name>{record.name ?? texts.unnamed}</Name>
      {facts.map((fact, index) => (
        <span key={index} className="bqs-fact">
          <bdi>{fact}</bdi>
        </span>
      ))}
      {record.url === null ? null : (
        <a href={record.url} target="_blank" rel="noreferrer">
          {texts.notes.openIn(side)}
        </a>
      )}
    </span>
  );
}
