import type { Checkpoints, EventStore, NewEvent } from '@bpro-qbo-sync/event-store';
import type { QboApi, TokenVault } from '@bpro-qbo-sync/qbo-client';
import type { RecordStore } from '@bpro-qbo-sync/record-store';
import type { Ports } from '@bpro-qbo-sync/sync-application';
import { overlay } from '../overlay.js';
import type { World } from '../world.js';

/** Bugs of handlers and adapters, planted where they reach out. */
type Change = (ports: Ports) => Ports;

const withStore =
  (change: (store: EventStore) => Partial<EventStore>): Change =>
  (ports) => ({ ...ports, store: overlay(ports.store, change(ports.store)) });

const withQbo =
  (change: (qbo: QboApi, ports: Ports) => Partial<QboApi>): Change =>
  (ports) => ({ ...ports, qbo: overlay(ports.qbo, change(ports.qbo, ports)) });

const withBpro =
  (change: (bpro: Ports['bpro']) => Partial<Ports['bpro']>): Change =>
  (ports) => ({ ...ports, bpro: overlay(ports.bpro, change(ports.bpro)) });

const withRecords =
  (change: (records: RecordStore) => Partial<RecordStore>): Change =>
  (ports) => ({ ...ports, records: overlay(ports.records, change(ports.records)) });

/** What is read is acknowledged, whether it was done or not: after a crash reading goes on behind it. */
export const acknowledgesFirst = (checkpoints: Checkpoints, world: World): Checkpoints => ({
  load: async (reader) => {
    const known = await checkpoints.load(reader);
    if (known === undefined) return undefined;
    let last = known;
    for await (const event of world.store.readAll(EVERY_STREAM, known)) last = event.position;
    return last;
  },
  save: (reader, position) => checkpoints.save(reader, position),
});
const EVERY_STREAM = ['settings-', 'fullSync-', 'qboConnection-', 'record-'] as const;

/** Streams of records are appended to at whatever revision they have. */
export const withoutFence = withStore((store) => ({
  append: async (stream, expected, events) => {
    if (!stream.startsWith('record-')) return store.append(stream, expected, events);
    const last = await store.read(stream, { direction: 'backwards', limit: 1 });
    return store.append(stream, last[0]?.revision ?? 'no_stream', events);
  },
}));

/** Of the settings that a plan was made for it is forgotten which methods are unchecked. */
export const forgetsUnchecked = withStore((store) => ({
  read: async (stream, options) =>
    (await store.read(stream, options)).map((event) =>
      event.type === 'FullSyncPlanningStarted' ? { ...event, data: withAllMethods(event.data) } : event,
    ),
}));

const withAllMethods = (data: NewEvent['data']): NewEvent['data'] => ({
  ...data,
  settings: { ...(data['settings'] as object), uncheckedMethods: { bpro: [], qbo: [], none: false } },
});

/** The intent is written down only together with the outcome. */
export const effectBeforeIntent: Change = (ports) => {
  const held = new Map<string, readonly NewEvent[]>();
  return withStore((store) => ({
    append: async (stream, expected, events) => {
      const before = held.get(stream) ?? [];
      if (before.length === 0 && events.some(({ type }) => type === 'WriteIntended')) {
        held.set(stream, events);
        return { revision: (expected === 'no_stream' ? -1 : expected) + events.length, position: '0/0' };
      }
      held.delete(stream);
      if (before.length === 0 || expected === 'no_stream') return store.append(stream, expected, events);
      const at = expected - before.length;
      return store.append(stream, at < 0 ? 'no_stream' : at, [...before, ...events]);
    },
  }))(ports);
};

/** Nobody is told what went wrong. */
export const withoutNotes = withStore((store) => ({
  append: async (stream, expected, events) => {
    const kept = events.filter(({ type }) => type !== 'NoteRaised');
    if (kept.length > 0) return store.append(stream, expected, kept);
    return { revision: expected === 'no_stream' ? 0 : expected, position: '0/0' };
  },
}));

/** A write goes out under another id than the intended one. */
export const underAnotherId = withQbo((qbo, ports) => ({
  write: (connection, write, options) =>
    qbo.write(connection, write, { ...options, requestId: ports.newId() }),
}));

/** A batch that is sent again is packed anew. */
export const repacksBatches: Change = (ports) => {
  const sent = new Set<string>();
  return withQbo((qbo) => ({
    batch: (connection, items, options) => {
      const isFirst = !sent.has(options.requestId);
      sent.add(options.requestId);
      return qbo.batch(connection, items, isFirst ? options : { ...options, requestId: ports.newId() });
    },
  }))(ports);
};

/** The last record of every page is overlooked, as when an offset moves under the reader. */
export const pagesByOffset = withQbo((qbo) => ({
  pages: (connection, entity, where) => shortened(qbo.pages(connection, entity, where)),
}));

async function* shortened(pages: ReturnType<QboApi['pages']>): ReturnType<QboApi['pages']> {
  for await (const page of pages) yield { ...page, rows: page.rows.slice(0, -1) };
}

/** Everything is created twice. */
export const createsTwice = withQbo((qbo, ports) => ({
  write: async (connection, write, options) => {
    if (write.operation === 'create')
      await qbo.write(connection, write, { ...options, requestId: ports.newId() }).catch(() => undefined);
    return qbo.write(connection, write, options);
  },
}));

/** The first change of every page is overlooked. */
export const skipsChanges = withBpro((bpro) => ({
  changes: async (tenant, after, limit, waitMs) => {
    const page = await bpro.changes(tenant, after, limit, waitMs);
    return { ...page, changes: page.changes.slice(1) };
  },
}));

/** The first change of every page is overlooked by whoever reads the page first: a position passes a lost change. */
export const overlookedAtFirst: Change = (ports) => {
  const seen = new Set<string>();
  return withBpro((bpro) => ({
    changes: async (tenant, after, limit, waitMs) => {
      const page = await bpro.changes(tenant, after, limit, waitMs);
      const [first, ...others] = page.changes;
      if (limit === 1 || !first || seen.has(first.position)) return page;
      seen.add(first.position);
      return others.length === 0 ? page : { ...page, changes: others };
    },
  }))(ports);
};

/** What ended in BPro is not replayed. */
export const ignoresEnds = withBpro((bpro) => ({
  changes: async (tenant, after, limit, waitMs) => {
    const page = await bpro.changes(tenant, after, limit, waitMs);
    return { ...page, changes: page.changes.filter(({ kind }) => kind !== 'voided' && kind !== 'deleted') };
  },
}));

/** What is sent is not kept. */
export const withoutBodies = withRecords(({ content }) => ({
  content: overlay(content, { put: () => Promise.resolve(), get: () => Promise.resolve(undefined) }),
}));

/** Records are recognised by their names as they are written, letter by letter. */
export const exactNames = withRecords(({ mirror }) => ({
  mirror: overlay(mirror, {
    put: (scope, rows, readId) =>
      mirror.put(
        scope,
        rows.map((row) => ({ ...row, keys: row.keys.map((key) => exact(key, row.content)) })),
        readId,
      ),
  }),
}));

const exact = (key: string, content: Readonly<Record<string, unknown>>): string => {
  const name = content['DisplayName'] ?? content['displayName'] ?? content['Name'] ?? content['name'];
  return typeof name === 'string' ? `${key.slice(0, 2)}${name}` : key;
};

/** Processes do not take turns to refresh the tokens. */
export const refreshesWithoutLock = (vault: TokenVault): TokenVault =>
  overlay<TokenVault>(vault, { exclusively: (_tenant, work) => work() });
