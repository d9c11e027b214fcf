import { isoNow } from '@bpro-qbo-sync/clock';
import type { Appended, ExpectedRevision, RecordedEvent } from '@bpro-qbo-sync/event-store';
import { upcast, type DomainEvent } from '@bpro-qbo-sync/sync-domain';
import type { Cause, Ports } from './ports.js';

type AnyEvent = DomainEvent<string, object>;

/** Appends domain events with who, when and why. Throws `RevisionConflict`. */
export async function appendEvents(
  ports: Ports,
  stream: string,
  expected: ExpectedRevision,
  events: readonly AnyEvent[],
  cause: Cause,
  why: Readonly<Record<string, string | number>> = {},
): Promise<Appended> {
  const metadata = { at: isoNow(ports.clock), ...cause, ...why };
  return ports.store.append(
    stream,
    expected,
    events.map((event) => ({
      id: ports.newId(),
      type: event.type,
      data: event.data as Readonly<Record<string, unknown>>,
      metadata,
    })),
  );
}

export interface Loaded<State> {
  readonly state: State;
  readonly expected: ExpectedRevision;
}

/** Folds a whole stream. */
export async function loadStream<State, Event extends AnyEvent>(
  ports: Ports,
  stream: string,
  fold: (events: Iterable<Event>) => State,
): Promise<Loaded<State>> {
  const events = await ports.store.read(stream);
  return { state: fold(events.map(asDomainEvent<Event>)), expected: events.at(-1)?.revision ?? 'no_stream' };
}

/** A stored event in the shape of today, however old it is: whoever reads the store passes every event through here. */
export const presentShape = (event: RecordedEvent): RecordedEvent => ({
  ...event,
  ...upcast(event.type, event.data),
});

/** What a stored event is to the domain. */
export const asDomainEvent = <Event extends AnyEvent>(event: RecordedEvent): Event => {
  const { type, data } = presentShape(event);
  return { type, data } as unknown as Event;
};
