import type { ShownNote, ShownRecord } from '@bpro-qbo-sync/sync-application/nest';
import { describe, expect, it } from '@jest/globals';
import { notesCsv } from './notes-csv.js';

const customer = (name: string): ShownRecord => ({
  side: 'bpro',
  id: 'c-1',
  name,
  customer: null,
  amount: '-12.00',
  date: null,
  state: 'active',
  url: null,
});

const note = (name: string): ShownNote => ({
  type: 'customer',
  recordId: 'b.c-1',
  code: 'name-taken',
  severity: 'error',
  rule: 'F10',
  title: 'The name is taken.',
  action: 'Change it.',
  fields: ['displayName'],
  bpro: customer(name),
  qbo: null,
  cause: null,
  candidates: [],
  qboCode: '6240',
  intuitTid: '1-a',
  firstSeenAt: '2026-01-01T00:00:00.000Z',
  lastSeenAt: '2026-01-02T00:00:00.000Z',
  times: 2,
  status: 'open',
  dismissedReason: null,
});

describe('notes for a spreadsheet', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '=HYPERLINK("http://x","y")'])(
    'H4 a name such as %j is text, never a formula',
    (name) => {
      expect(notesCsv([note(name)])).toContain(`"'${name.replaceAll('"', '""')}"`);
    },
  );

  it('H4 quotes, commas and line breaks stay in their cell', () => {
    const lines = notesCsv([note('Park, "Ada"\nand son')]);
    expect(lines).toContain('"Park, ""Ada""\nand son"');
  });

  it('H4 a number that is ours stays a number', () => {
    expect(notesCsv([note('Ada')])).toContain(',"2",');
  });

  it('H4 begins with the mark that makes spreadsheets read UTF-8, and has a title per column', () => {
    const [title = '', first = ''] = notesCsv([note('Ada')]).split('\r\n');
    expect(title.startsWith('\uFEFF"Severity"')).toBe(true);
    expect(title.split('","')).toHaveLength(first.split('","').length);
  });
});
