import type { Checkpoints, EventStore } from '@bpro-qbo-sync/event-store';
import type { Ports } from '@bpro-qbo-sync/sync-application';
import type { ChangeRequest } from './in-process-http.js';
import { overlay } from './overlay.js';
import type { Mutant } from './sync-process.js';
import type { World } from './world.js';

/** A bug that the simulation must catch, and what it breaks. */
export interface PlantedBug extends Mutant {
  readonly name: string;
  /** Invariants of which at least one is broken by it. */
  readonly breaks: readonly string[];
}

const withoutRequestId: ChangeRequest = (url, body) => {
  url.searchParams.delete('requestid');
  return { url, body };
};

/** A full update in place of a sparse one: QuickBooks misses what it needs, or clears what users wrote. */
const fullUpdates: ChangeRequest = (url, body) => ({
  url,
  body: body.replaceAll('"sparse":true', '"sparse":false'),
});

/** An update of a customer also clears what is not the sync's. */
const clearNotes: ChangeRequest = (url, body) => ({
  url,
  body: url.pathname.endsWith('/customer') ? body.replace('"sparse":true', '"sparse":true,"Notes":""') : body,
});

/** What is read is acknowledged, whether it was done or not: after a crash reading goes on behind it. */
const acknowledgesFirst = (checkpoints: Checkpoints, world: World): Checkpoints => ({
  load: async (reader) => {
    const known = await checkpoints.load(reader);
    if (known === undefined) return undefined;
    let last = known;
    for await (const event of world.store.readAll([], known)) last = event.position;
    return last;
  },
  save: (reader, position) => checkpoints.save(reader, position),
});

const withStore = (ports: Ports, change: (store: EventStore) => Partial<EventStore>): Ports => ({
  ...ports,
  store: overlay(ports.store, change(ports.store)),
});

/** Streams are appended to at whatever revision they have. */
const withoutFence = (ports: Ports): Ports =>
  withStore(ports, (store) => ({
    append: async (stream, expected, events) => {
      if (!stream.startsWith('record-')) return store.append(stream, expected, events);
      const last = await store.read(stream, { direction: 'backwards', limit: 1 });
      return store.append(stream, last[0]?.revision ?? 'no_stream', events);
    },
  }));

/** An intent is written down only after the write has been sent. */
const withoutIntents = (ports: Ports): Ports => ({
  ...ports,
  qbo: overlay(ports.qbo, {
    write: (connection, write, options) =>
      ports.qbo.write(connection, write, { ...options, requestId: ports.newId() }),
  }),
});

/** The first change of every page is overlooked. */
const withLostChanges = (ports: Ports): Ports => ({
  ...ports,
  bpro: overlay(ports.bpro, {
    changes: async (tenant, after, limit, waitMs) => {
      const page = await ports.bpro.changes(tenant, after, limit, waitMs);
      return { ...page, changes: page.changes.slice(1) };
    },
  }),
});

/** The first change of every page is overlooked by whoever reads the page first: a position passes a lost change. */
export const overlookedAtFirst = (ports: Ports): Ports => {
  const seen = new Set<string>();
  return {
    ...ports,
    bpro: overlay(ports.bpro, {
      changes: async (tenant, after, limit, waitMs) => {
        const page = await ports.bpro.changes(tenant, after, limit, waitMs);
        const [first, ...others] = page.changes;
        if (limit === 1 || !first || seen.has(first.position)) return page;
        seen.add(first.position);
        return others.length === 0 ? page : { ...page, changes: others };
      },
    }),
  };
};

/** One field is sent with a cent too much. */
const withoutCents: ChangeRequest = (url, body) => ({
  url,
  body: url.pathname.endsWith('/payment')
    ? body.replace(/"TotalAmt":(\d+)\.\d+/, '"TotalAmt":$1').replace(/"Amount":(\d+)\.\d+/g, '"Amount":$1')
    : body,
});

export const PLANTED_BUGS: readonly PlantedBug[] = [
  { name: 'no request ids', breaks: ['I1', 'I3', 'I10'], http: withoutRequestId },
  { name: 'full updates', breaks: ['I6', 'I9'], http: fullUpdates },
  { name: 'fields of QuickBooks users are cleared', breaks: ['I6'], http: clearNotes },
  { name: 'acknowledged first', breaks: ['I14'], checkpoints: acknowledgesFirst },
  { name: 'no fence', breaks: ['I1', 'I3', 'I10', 'I11'], ports: withoutFence },
  {
    name: 'writes under another id than was intended',
    breaks: ['I10', 'I1'],

    ports: withoutIntents,
  },
  { name: 'changes are skipped', breaks: ['I2'], ports: withLostChanges },
  {
    name: 'changes are passed over and nobody looks again',
    breaks: ['I2'],
    ports: overlookedAtFirst,
    unchecked: true,
  },
  { name: 'lost cents', breaks: ['I4', 'I9'], http: withoutCents },
];
