import type { EventData, NewEvent } from './port.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Events as the store will give them back: data and metadata after their round trip through JSON.
 * Throws `RangeError` for an empty append or an id that is no lower-case UUID, `TypeError` for what is no JSON.
 */
export function asStored(events: readonly NewEvent[]): NewEvent[] {
  if (events.length === 0) throw new RangeError('an append needs at least one event');
  return events.map(({ id, type, data, metadata }) => {
    if (!uuid.test(id)) throw new RangeError(`the id of a ${type} event is not a lower-case UUID`);
    return { id, type, data: throughJson(data), metadata: throughJson(metadata) };
  });
}

const throughJson = (value: EventData): EventData => JSON.parse(JSON.stringify(value)) as EventData;
