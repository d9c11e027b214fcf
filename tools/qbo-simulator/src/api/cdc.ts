import { render } from '../entities/render.js';
import type { QboRecord } from '../model/record.js';
import { pacificTime, parseTime } from '../model/time.js';
import { definitionOf } from '../schema/definitions.js';
import { entityNamed } from '../schema/entity-names.js';
import { NEWEST_FIRST } from '../query/order.js';
import type { Company } from '../store/company.js';
import type { SortedList } from '../store/sorted-list.js';
import { refuse } from './service-fault.js';

const LOOK_BACK_MS = 30 * 24 * 3_600_000;
const MAX_OBJECTS = 1000;

/**
 * Change data capture: everything of the named types that changed at or after `changedSince`, deletions included,
 * newest first, at most 1000 objects in all. Not for tax codes, rates and agencies.
 */
export function changeDataCapture(company: Company, params: URLSearchParams, now: number): QboRecord {
  const since = parseTime(params.get('changedSince') ?? '');
  if (Number.isNaN(since)) throw refuse.missing('changedSince');
  if (since < now - LOOK_BACK_MS) throw refuse.invalidQuery('changedSince must be within the last 30 days');
  const names = (params.get('entities') ?? '').split(',').filter((name) => name.trim() !== '');
  if (names.length === 0) throw refuse.missing('entities');
  let left = MAX_OBJECTS;
  const QueryResponse = names.map((name) => {
    const entity = entityNamed(name.trim());
    if (entity === undefined || !definitionOf(entity).captured)
      throw refuse.invalidQuery(`Entity ${name.trim()} is not supported by change data capture`);
    const changes = changesOf(company, entity, since).slice(0, left);
    left -= changes.length;
    if (changes.length === 0) return {};
    return { [entity]: changes, startPosition: 1, maxResults: changes.length, totalCount: changes.length };
  });
  return { CDCResponse: [{ QueryResponse }] };
}

function changesOf(
  company: Company,
  entity: Parameters<typeof definitionOf>[0],
  since: number,
): readonly QboRecord[] {
  const definition = definitionOf(entity);
  const whole = Math.floor(since / 1000) * 1000;
  const store = company.store(entity);
  const changed = newest(store.view(NEWEST_FIRST), ({ updatedAt }) => updatedAt >= whole).map((entry) => ({
    at: entry.updatedAt,
    record: () => render(company, definition, entry.record, 'query'),
  }));
  const deleted = newest(company.deletions(entity), ({ deletedAt }) => deletedAt >= whole).map(
    (tombstone) => ({
      at: tombstone.deletedAt,
      record: () => deletedRecord(tombstone),
    }),
  );
  return [...changed, ...deleted]
    .sort((a, b) => b.at - a.at)
    .slice(0, MAX_OBJECTS)
    .map((change) => change.record());
}

/** The first of a list, newest first, that are new enough; no more than an answer can hold. */
const newest = <T>(list: SortedList<T>, isNew: (item: T) => boolean): readonly T[] =>
  list.slice(
    0,
    Math.min(
      MAX_OBJECTS,
      list.firstWhere((item) => !isNew(item)),
    ),
  );

const deletedRecord = (tombstone: { readonly id: string; readonly deletedAt: number }): QboRecord => ({
  domain: 'QBO',
  status: 'Deleted',
  Id: tombstone.id,
  MetaData: { LastUpdatedTime: pacificTime(tombstone.deletedAt) },
});
