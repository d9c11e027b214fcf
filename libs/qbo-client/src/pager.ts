import { notSent } from './not-sent.js';
import type { Condition, QboEntity, QboRecord, Query } from './port.js';
import { PAGE_SIZE } from './query-text.js';
import type { Page } from './reads.js';

export interface ReadPage {
  readonly rows: QboRecord[];
  /** The rows so far are void: records moved while they were read, and this is the first page again. */
  readonly restarted: boolean;
}

const RESTARTS = 5;

/**
 * Every row, ordered by Id. Each page begins with the last row of the page before: when it does not, rows were deleted
 * or came back meanwhile, and the read begins again. A full page is followed by another, whatever it says.
 */
export async function* pages(
  ask: (query: Query) => Promise<Page>,
  entity: QboEntity,
  where: readonly Condition[],
): AsyncGenerator<ReadPage> {
  let restarts = 0;
  let restarted = false;
  let read = 0;
  let last: unknown;
  for (;;) {
    const startPosition = Math.max(1, read);
    const page = await ask({ entity, where, orderBy: 'Id ASC', startPosition, maxResults: PAGE_SIZE });
    if (read > 0 && page.rows[0]?.['Id'] !== last) {
      if (++restarts > RESTARTS)
        throw notSent('moving', 'The records moved during every read', 'unavailable');
      restarted = true;
      read = 0;
      continue;
    }
    const rows = read > 0 ? page.rows.slice(1) : page.rows;
    read += rows.length;
    last = rows.at(-1)?.['Id'] ?? last;
    if (rows.length > 0 || restarted || read === 0) {
      yield { rows, restarted };
      restarted = false;
    }
    const complete = page.rows.length < PAGE_SIZE && (page.total === undefined || read >= page.total);
    if (complete || rows.length === 0) return;
  }
}
