/** An event as a stream holds it, whatever its age. */
export interface StoredEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Turns an event as it was once written into the shape that today's code folds: the one place that knows old shapes.
 * Whoever reads a stream passes every event through here; an event is never rewritten in its stream.
 *
 * A shape that has to change becomes a new type, `RecordLinked.v2`, and from then on only that is written:
 * 1. rename the type in its union (`record-events.ts`, …) and change its data there;
 * 2. turn the old into the new here, `case 'RecordLinked': return upcast('RecordLinked.v2', { …data, added: … })`,
 *    so that older shapes pass through every later one;
 * 3. keep the old example in `events.fixtures.json` and add one of the new: `events.spec.ts` folds both.
 *
 * So far no shape has changed.
 */
export function upcast(type: string, data: StoredEvent['data']): StoredEvent {
  return { type, data };
}
