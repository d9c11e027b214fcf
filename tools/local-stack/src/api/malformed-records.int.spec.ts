import { createHttpBpro, type BproHttpResponse } from '@bpro-qbo-sync/bpro-adapter';
import type { NotesPage, RowPage, ShownNote } from '@bpro-qbo-sync/sync-application/nest';
import { nothingMoved } from '@bpro-qbo-sync/simulation';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  enableAndConnect,
  fullSync,
  managerOf,
  REALM,
  startApiBench,
  TENANT,
  until,
  type ApiBench,
} from './api-bench.js';
import { booksOf, wrongAtRest } from './at-rest.js';

const BASE = `/api/tenants/${TENANT}`;

type Json = Record<string, unknown>;

/** Records of BPro that arrive broken (`customer/cus-1`), and how. */
const spoiled = new Map<string, (data: Json) => void>();

/** BPro's answers on their way to the sync. */
function onTheWay(answer: BproHttpResponse): BproHttpResponse {
  if (spoiled.size === 0 || answer.status >= 300) return answer;
  const body = JSON.parse(answer.body) as Json & { records?: Json[] };
  for (const { type, id, data } of body.records ?? [body])
    spoiled.get(`${String(type)}/${String(id)}`)?.(data as Json);
  return { ...answer, body: JSON.stringify(body) };
}

describe('records that do not have the shape of their type', () => {
  let bench: ApiBench;
  let manager: string;

  const notes = async (code: string): Promise<readonly ShownNote[]> =>
    (
      (await bench.request('get', `${BASE}/notes?limit=200&code=${code}`, manager).expect(200))
        .body as NotesPage
    ).notes;
  const noNotesAreLeft = (): Promise<unknown> =>
    until(
      async () => [...(await notes('malformed')), ...(await notes('maybe-unread'))],
      (left) => left.length === 0,
    );
  const customersNamed = (name: unknown): number =>
    bench.bpro.dump(TENANT).filter((r) => r.type === 'customer' && r.data['displayName'] === name).length;
  const inQuickBooks = (name: string): number =>
    bench.qbo.simulator.dump(REALM).Customer.filter((c) => c['DisplayName'] === name).length;

  beforeEach(async () => {
    spoiled.clear();
    bench = await startApiBench({
      env: { BPRO_RECORD_URL: 'https://bpro.test/{tenant}/{type}/{id}' },
      bproPort: (simulator, clock) =>
        createHttpBpro({
          baseUrl: 'http://bpro.test',
          tokenFor: () => 'a-token',
          clock,
          fetch: async (request) => onTheWay(await simulator.handle(request)),
        }),
    });
    manager = await managerOf(TENANT);
  });
  afterEach(async () => {
    await bench.close();
  });

  it('F9, G1 of BPro are noted, hold up nothing else, are not created anew, and go on once they are right', async () => {
    const { customers, name, invoice, other } = inBothSystems();
    spoiled.set(`customer/${customers.bpro}`, (data) => (data['displayName'] = 17));
    spoiled.set(`invoice/${invoice}`, (data) => (data['total'] = 'a lot'));
    await enableAndConnect(bench, manager);
    const before = booksOf(bench);
    await fullSync(bench, manager);

    const malformed = await until(
      () => notes('malformed'),
      ({ length }) => length === 2,
    );
    expect(malformed.map(({ type, recordId, fields }) => [type, recordId, fields])).toEqual([
      ['customer', `b.${customers.bpro}`, ['data.displayName']],
      ['invoice', `b.${invoice}`, ['data.total']],
    ]);
    expect(malformed[0]).toMatchObject({
      severity: 'error',
      rule: 'F9',
      bpro: { id: customers.bpro, name: null, url: `https://bpro.test/${TENANT}/customer/${customers.bpro}` },
    });
    expect(customersNamed(name)).toBe(1);
    const held = await until(
      () => notes('maybe-unread'),
      (found) => found.some(({ recordId }) => recordId === `q.${customers.qbo}`),
    );
    for (const { type, cause } of held)
      expect(malformed.map((note) => `${note.type}/${note.recordId}`)).toContain(
        `${type}/${cause?.recordId ?? ''}`,
      );
    expect(await wrongAtRest(bench, before)).toEqual([]);

    bench.bpro.user(TENANT).update('customer', customers.bpro, { phone: '555-0100' });
    bench.bpro.user(TENANT).update('customer', other, { displayName: 'Rhoda Replayed' });
    await until(
      () => Promise.resolve(inQuickBooks('Rhoda Replayed')),
      (n) => n === 1,
    );
    await bench.request('post', `${BASE}/notes/customer/b.${customers.bpro}/rerun`, manager).expect(202);
    expect(await notes('malformed')).toHaveLength(2);

    spoiled.clear();
    await bench.request('post', `${BASE}/notes/customer/b.${customers.bpro}/rerun`, manager).expect(202);
    await until(
      () => notes('malformed'),
      (left) => left.length === 1 && left[0]?.type === 'invoice',
    );
    await until(
      () => notes('maybe-unread'),
      (left) => left.every(({ recordId }) => recordId !== `q.${customers.qbo}`),
    );
    await fullSync(bench, manager);
    await noNotesAreLeft();
    expect(customersNamed(name)).toBe(1);
    expect(await wrongAtRest(bench, before)).toEqual([]);
    const quiet = booksOf(bench);
    await fullSync(bench, manager);
    expect(nothingMoved(quiet, booksOf(bench))).toEqual([]);
  });

  it('F9 of QuickBooks are noted, nothing that may be them is created there, and all follows once they are right', async () => {
    const nameless = { Id: '9001', SyncToken: '0', Active: true };
    bench.qbo.simulator.loadRecords({
      realmId: REALM,
      records: { ...bench.books.qbo, Customer: [...bench.books.qbo.Customer!, nameless] } as never,
    });
    await enableAndConnect(bench, manager);
    const before = booksOf(bench);
    await fullSync(bench, manager);
    const [malformed, ...others] = await until(
      () => notes('malformed'),
      ({ length }) => length > 0,
    );
    expect([malformed?.recordId, malformed?.fields, others]).toEqual(['q.9001', ['DisplayName'], []]);
    const held = await until(
      () => notes('maybe-unread'),
      ({ length }) => length > 0,
    );
    for (const { type, bpro, cause } of held) {
      expect([type, cause?.recordId]).toEqual(['customer', 'q.9001']);
      expect(inQuickBooks(bpro?.name ?? '')).toBe(0);
    }
    expect(await wrongAtRest(bench, before)).toEqual([]);

    bench.qbo.simulator.user(REALM).edit('Customer', '9001', { DisplayName: 'Nomi Named' });
    const second = await fullSync(bench, manager);
    const blocked = await bench
      .request('get', `${BASE}/plans/${second}/rows?action=blocked`, manager)
      .expect(200);
    expect((blocked.body as RowPage).rows).toEqual([]);
    await noNotesAreLeft();
    for (const { bpro } of held) expect(inQuickBooks(bpro?.name ?? '')).toBe(1);
    expect(customersNamed('Nomi Named')).toBe(1);
    expect(await wrongAtRest(bench, before)).toEqual([]);
  });

  /** A customer that both systems have under one name, an invoice of another one, and a third. */
  function inBothSystems() {
    const qbo = new Map(bench.books.qbo.Customer!.map((c) => [c['DisplayName'], String(c['Id'])]));
    const people = bench.books.bpro.records.filter(({ type }) => type === 'customer');
    const [one, ...others] = people.filter(({ data }) => qbo.has(data['displayName']));
    const name = one!.data['displayName'];
    const invoice = bench.books.bpro.records.find(
      ({ type, data }) => type === 'invoice' && data['customerId'] !== one!.id,
    )!.id;
    return { customers: { bpro: one!.id, qbo: qbo.get(name)! }, name, invoice, other: others[0]!.id };
  }
});
