import type { ShownNote } from '@bpro-qbo-sync/sync-application/nest';

const COLUMNS: readonly (readonly [
  title: string,
  of: (note: ShownNote) => string | number | null | undefined,
])[] = [
  ['Severity', (note) => note.severity],
  ['Record type', (note) => note.type],
  ['BPro id', (note) => note.bpro?.id],
  ['BPro name', (note) => note.bpro?.name],
  ['QuickBooks id', (note) => note.qbo?.id],
  ['QuickBooks name', (note) => note.qbo?.name],
  ['Customer', (note) => note.bpro?.customer ?? note.qbo?.customer],
  ['Amount', (note) => note.bpro?.amount ?? note.qbo?.amount],
  ['What happened', (note) => note.title],
  ['What to do', (note) => note.action],
  ['Fields', (note) => note.fields.join(' ')],
  ['Rule', (note) => note.rule],
  ['Code', (note) => note.code],
  ['QuickBooks code', (note) => note.qboCode],
  ['intuit_tid', (note) => note.intuitTid],
  ['First seen', (note) => note.firstSeenAt],
  ['Last seen', (note) => note.lastSeenAt],
  ['Times', (note) => note.times],
  ['Status', (note) => note.status],
  ['Reason of dismissal', (note) => note.dismissedReason],
];

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

const cell = (value: string | number | null | undefined): string => {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

const line = (cells: readonly (string | number | null | undefined)[]): string =>
  `${cells.map(cell).join(',')}\r\n`;

const BYTE_ORDER_MARK = '\uFEFF';

/** RFC 4180, every cell quoted, safe against formula injection (rule H4); UTF-8 with a mark, for spreadsheets. */
export const notesCsv = (notes: readonly ShownNote[]): string =>
  BYTE_ORDER_MARK +
  line(COLUMNS.map(([title]) => title)) +
  notes.map((note) => line(COLUMNS.map(([, of]) => of(note)))).join('');
