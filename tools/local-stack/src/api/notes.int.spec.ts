import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryPage, NotesPage, ShownNote } from '@bpro-qbo-sync/sync-application/nest';
import {
  enableAndConnect,
  fullSync,
  managerOf,
  REALM,
  startApiBench,
  support,
  TENANT,
  type ApiBench,
} from './api-bench.js';

const BASE = `/api/tenants/${TENANT}`;

describe('notes over HTTP', () => {
  let bench: ApiBench;
  let manager: string;
  let run: string;

  const notes = async (query = ''): Promise<NotesPage> =>
    (await bench.request('get', `${BASE}/notes?limit=200${query}`, manager).expect(200)).body as NotesPage;
  const pathOf = ({ type, recordId }: ShownNote): string =>
    `${BASE}/notes/${type}/${encodeURIComponent(recordId)}`;
  const withCode = async (code: string): Promise<ShownNote> => {
    const [note] = (await notes(`&code=${code}`)).notes;
    if (!note) throw new Error(`the books lead to no note ${code}`);
    return note;
  };

  beforeAll(async () => {
    bench = await startApiBench({
      traps: true,
      size: 120,
      seed: 3,
      env: { BPRO_RECORD_URL: 'https://bpro.test/{tenant}/{type}/{id}' },
    });
    manager = await managerOf(TENANT);
    await enableAndConnect(bench, manager);
    run = await fullSync(bench, manager);
  });
  afterAll(async () => {
    await bench.close();
  });

  it('H1 a note says which record, the rule, plain words, what to do, and since when', async () => {
    const note = await withCode('name-invalid');
    expect(note).toMatchObject({ severity: 'error', rule: 'F10', times: 1, status: 'open' });
    expect(note.bpro?.name).toContain(':');
    expect(note.bpro?.url).toBe(`https://bpro.test/${TENANT}/${note.type}/${note.bpro?.id ?? ''}`);
    expect(note.action).toMatch(/\w/);
    expect(Date.parse(note.firstSeenAt)).not.toBeNaN();
  });

  it('H2 notes are grouped by cause, and one that follows another names it', async () => {
    const { notes: all, groups } = await notes();
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
    const follower = all.find(({ code }) => code === 'dependency-blocked');
    expect(all.map(({ type, recordId }) => `${type}/${recordId}`)).toContain(
      `${follower?.cause?.type ?? ''}/${follower?.cause?.recordId ?? ''}`,
    );
  });

  it('H4 notes are filtered, searched and read a page at a time', async () => {
    const errors = await notes('&severity=error');
    expect(new Set(errors.notes.map(({ severity }) => severity))).toEqual(new Set(['error']));
    const customers = await notes('&type=customer');
    expect(new Set(customers.notes.map(({ type }) => type))).toEqual(new Set(['customer']));
    const found = await notes('&text=JUNIORS');
    expect(found.notes.length).toBeGreaterThan(0);
    for (const { bpro } of found.notes) expect(bpro?.name).toContain('Juniors');

    const all = (await notes()).notes.map(({ recordId, type }) => `${type}/${recordId}`);
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const query: string = after === null ? '' : `&after=${encodeURIComponent(after)}`;
      const page = (await bench.request('get', `${BASE}/notes?limit=7${query}`, manager)).body as NotesPage;
      paged.push(...page.notes.map(({ recordId, type }) => `${type}/${recordId}`));
      after = page.next;
    } while (after !== null);
    expect(paged).toEqual(all);
  });

  it('H4 the spreadsheet has a line per note', async () => {
    const csv = await bench.request('get', `${BASE}/notes.csv?severity=error`, manager).expect(200);
    expect(csv.type).toBe('text/csv');
    expect(csv.get('content-disposition')).toContain('.csv');
    const { notes: errors } = await notes('&severity=error');
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(errors.length + 1);
  });

  it('H3 a note is dismissed with a reason, and that is taken back', async () => {
    const note = await withCode('qbo-inactive');
    await bench
      .request('post', `${pathOf(note)}/dismiss`, manager)
      .send({})
      .expect(422);
    await bench
      .request('post', `${pathOf(note)}/dismiss`, manager)
      .send({ reason: 'we know' })
      .expect(204);
    const dismissed = (await notes('&status=dismissed')).notes;
    expect(dismissed).toHaveLength(1);
    expect(dismissed[0]).toMatchObject({
      recordId: note.recordId,
      dismissedReason: 'we know',
      status: 'dismissed',
    });
    expect((await notes()).notes.map(({ recordId }) => recordId)).not.toContain(note.recordId);
    await bench.request('post', `${pathOf(note)}/restore`, manager).expect(204);
    expect((await notes('&status=dismissed')).notes).toEqual([]);
  });

  it('H3 a record whose cause was corrected is run again, and its note is gone', async () => {
    const note = await withCode('email-invalid');
    const id = note.bpro!.id;
    bench.bpro.user(TENANT).update('customer', id, { email: 'right@store.test' });
    await bench.request('post', `${pathOf(note)}/rerun`, manager).expect(202);
    expect((await notes('&code=email-invalid')).notes.map(({ recordId }) => recordId)).not.toContain(
      note.recordId,
    );
    const sent = bench.qbo.simulator
      .dump(REALM)
      .Customer.filter(
        (c) => (c['PrimaryEmailAddr'] as { Address?: string } | undefined)?.Address === 'right@store.test',
      );
    expect(sent).toHaveLength(1);
  });

  it('F2 a person chooses the record that it is; it is linked by the re-run and its note is gone', async () => {
    const note = (await notes('&code=ambiguous-match&type=product')).notes.find(({ bpro }) => bpro !== null)!;
    expect(note.candidates.length).toBeGreaterThan(0);
    const [candidate] = note.candidates;
    await bench
      .request('post', `${BASE}/matches`, manager)
      .send({ type: note.type, bproId: note.bpro!.id, qboId: candidate!.id })
      .expect(204);
    await bench.request('post', `${pathOf(note)}/rerun`, manager).expect(202);
    expect(
      (await notes('&code=ambiguous-match&type=product')).notes.map(({ recordId }) => recordId),
    ).not.toContain(note.recordId);
    const history = await bench
      .request('get', `${BASE}/records/${note.type}/${encodeURIComponent(note.recordId)}/history`, manager)
      .expect(200);
    const types = (history.body as HistoryPage).events.map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(['NoteRaised', 'MatchChosen', 'RerunRequested', 'RecordLinked']),
    );
  });

  it('I2 support reads what one run did, a page at a time, without hashes or tokens', async () => {
    const token = await support();
    const first = await bench.request('get', `${BASE}/history?run=${run}&limit=50`, token).expect(200);
    const { events, next } = first.body as HistoryPage;
    expect(events).toHaveLength(50);
    expect(new Set(events.map((event) => event.run))).toEqual(new Set([run]));
    const second = await bench
      .request('get', `${BASE}/history?run=${run}&limit=50&after=${encodeURIComponent(next ?? '')}`, token)
      .expect(200);
    const ids = (second.body as HistoryPage).events.map(({ id }) => id);
    expect(events.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual([]);
    expect(first.text).not.toContain('"agreed"');
    expect(first.text).not.toContain('stateHash');
  });

  it('says which calls QuickBooks was asked, by kind', async () => {
    const usage = await bench.request('get', `${BASE}/usage`, manager).expect(200);
    expect(usage.body).toMatchObject({
      metered: expect.any(Number) as unknown,
      byKind: { 'Customer.query': expect.any(Number) as unknown },
    });
  });
});
