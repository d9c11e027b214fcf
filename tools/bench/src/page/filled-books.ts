import { generateBooks } from '@bpro-qbo-sync/demo-books';
import type { EventStore } from '@bpro-qbo-sync/event-store';
import type { MirrorRow, PlanRow, RecordStore } from '@bpro-qbo-sync/record-store';
import {
  companyProfile,
  connectionStream,
  DEFAULT_SETTINGS,
  fullSyncStream,
  isAskedFor,
  MAPPINGS,
  type NoteCode,
  RECORD_TYPES,
  recordStream,
  type RecordType,
  settingsStream,
} from '@bpro-qbo-sync/sync-domain';

/** A tenant whose plan and full sync were of so many records, with so many notes. */
export interface BooksSize {
  readonly tenant: string;
  readonly records: number;
  readonly notes: number;
}

export const RUN = 'run-1';
const AT = '2026-01-05T12:00:00.000Z';
const CHUNK = 1_000;
const PAGE_DONE = 100;
const CODES: readonly NoteCode[] = ['name-invalid', 'name-taken', 'value-too-long', 'email-invalid'];

type Named = Pick<PlanRow, 'type' | 'recordId' | 'bproId'>;

interface Stores {
  readonly store: EventStore;
  readonly records: RecordStore;
}

/** Puts generated books into the stores by the ports that the engine writes by. Answers the records that have notes. */
export async function fillBooks(stores: Stores, size: BooksSize): Promise<Named[]> {
  const { store, records } = stores;
  const scope = { tenant: size.tenant, generation: 1 };
  const books = generateBooks({ seed: 1, size: size.records, profile: 'us-manual', traps: false });
  const qbo = books.qbo as unknown as Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  await append(store, settingsStream(size.tenant), [['SyncEnabled', {}]]);
  await append(store, connectionStream(size.tenant), [
    ['QuickBooksConnected', { realmId: `realm-${size.tenant}`, generation: 1 }],
  ]);
  const rows = [...RECORD_TYPES].flatMap((type) => qboRowsOf(type, qbo[MAPPINGS[type].qboEntity] ?? []));
  for (const { type, id, data, createdAt } of books.bpro.records)
    rows.push({ ...rowOf('bpro', type, id, MAPPINGS[type].bproKeys(data)), createdAt, content: data });
  for (const chunk of chunks(rows)) await records.mirror.put(scope, chunk);
  await records.facts.put(scope, 'company', companyOf(qbo));
  const plan = planOf(books.pairs, rows);
  for (const chunk of chunks(plan)) await records.plans.put(scope, RUN, chunk);
  await appendRun(stores, size);
  const noted = plan.filter((_, n) => n % Math.floor(plan.length / size.notes) === 0).slice(0, size.notes);
  for (const [n, { type, recordId, bproId }] of noted.entries())
    await append(store, recordStream({ ...scope, type, recordId }), [
      [
        'NoteRaised',
        { code: CODES[n % CODES.length], rule: 'F10', ...(bproId === undefined ? {} : { bproId }) },
      ],
    ]);
  return noted;
}

const rowOf = (
  side: MirrorRow['side'],
  type: RecordType,
  id: string,
  keys: readonly string[],
): MirrorRow => ({
  side,
  type,
  id,
  version: '1',
  createdAt: AT,
  updatedAt: AT,
  state: 'active',
  keys,
  content: {},
});

const qboRowsOf = (type: RecordType, all: readonly Readonly<Record<string, unknown>>[]): MirrorRow[] =>
  all
    .filter((raw) => isAskedFor(MAPPINGS[type], raw) && MAPPINGS[type].qboSchema.safeParse(raw).success)
    .flatMap((raw) => MAPPINGS[type].units(raw))
    .map(({ id, content }) => ({ ...rowOf('qbo', type, id, MAPPINGS[type].qboKeys(content)), content }));

const companyOf = (qbo: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>) => ({
  company: companyProfile({
    companyInfo: qbo['CompanyInfo']?.[0] ?? {},
    preferences: qbo['Preferences']?.[0] ?? {},
    accounts: qbo['Account'] ?? [],
    taxCodes: qbo['TaxCode'] ?? [],
    taxRates: qbo['TaxRate'] ?? [],
    taxAgencies: qbo['TaxAgency'] ?? [],
  }),
  timeZone: 'America/Los_Angeles',
  currency: 'USD',
  taxRates: [],
  taxAgencies: [],
  otherNames: [],
  methods: { qbo: [], bpro: [] },
  readAt: AT,
});

type Pairs = ReturnType<typeof generateBooks>['pairs'];

/** What is on both sides is linked, the rest created on the other. */
function planOf(pairs: Pairs, rows: readonly MirrorRow[]): PlanRow[] {
  const partner = new Map(
    RECORD_TYPES.flatMap((type) =>
      pairs[type].map(([bproId, qboId]) => [`${type}/${bproId}`, qboId] as const),
    ),
  );
  const paired = new Set(RECORD_TYPES.flatMap((type) => pairs[type].map(([, qboId]) => `${type}/${qboId}`)));
  return rows
    .filter(({ side, type, id }) => side === 'bpro' || !paired.has(`${type}/${id}`))
    .map(({ side, type, id }): PlanRow => {
      const qboId = side === 'qbo' ? id : partner.get(`${type}/${id}`);
      const [action, reason] =
        side === 'qbo'
          ? ['create-bpro', 'F4:only-in-qbo']
          : qboId === undefined
            ? ['create-qbo', 'F4:only-in-bpro']
            : ['link', 'F1:matched-0'];
      return {
        type,
        recordId: `${side === 'bpro' ? 'b' : 'q'}.${id}`,
        bproId: side === 'bpro' ? id : undefined,
        qboId,
        action,
        reason,
        detail: { counted: { bpro: side === 'bpro', qbo: qboId !== undefined } },
      };
    });
}

async function appendRun({ store, records }: Stores, { tenant, records: all }: BooksSize): Promise<void> {
  const settings = DEFAULT_SETTINGS;
  const totals = await records.plans.totals({ tenant, generation: 1 }, RUN);
  const counts = RECORD_TYPES.map((type) => {
    const count = totals.filter((total) => total.type === type).reduce((sum, total) => sum + total.count, 0);
    return { type, qbo: count, bpro: count };
  });
  await append(store, fullSyncStream(tenant, RUN), [
    ['FullSyncPlanningStarted', { settings, settingsVersion: 0, generation: 1 }],
    ['FeedPositionTaken', { position: '0' }],
    ['FullSyncPlanned', { counts, totals }],
    ['FullSyncStarted', { settingsVersion: 0 }],
    ...Array.from({ length: Math.ceil(all / PAGE_DONE) }, (_, page): Told => {
      const results = { 'create-qbo': PAGE_DONE };
      return [
        'RecordsReconciled',
        { type: 'customer', after: `b.${String(page)}`, done: PAGE_DONE, results },
      ];
    }),
    ['FullSyncCompleted', { results: { 'create-qbo': all } }],
  ]);
  await append(store, settingsStream(tenant), [
    ['FullSyncRequested', { run: RUN, settings, version: 1 }],
    ['FullSyncReleased', { run: RUN, completed: true }],
  ]);
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += CHUNK) yield all.slice(from, from + CHUNK);
}

type Told = readonly [type: string, data: Readonly<Record<string, unknown>>];
let ids = 0;

async function append(store: EventStore, stream: string, events: readonly Told[]): Promise<void> {
  const metadata = { at: AT, by: { kind: 'engine', id: 'bench' }, correlationId: 'bench' };
  const [last] = await store.read(stream, { direction: 'backwards', limit: 1 });
  await store.append(
    stream,
    last?.revision ?? 'no_stream',
    events.map(([type, data]) => ({
      id: `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
      type,
      data,
      metadata,
    })),
  );
}
