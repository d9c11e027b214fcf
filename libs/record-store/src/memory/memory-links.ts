import type { RecordType, Side } from '@bpro-qbo-sync/sync-domain';
import type { LinkRow, Links, Scope } from '../port.js';
import type { Access } from './access.js';
import { frozenJson } from './frozen-json.js';
import { SidedRows } from './sided-rows.js';
import { Parts, SortedRows } from './sorted-table.js';

export class LinkTables {
  readonly parts = new Parts(() => new SidedRows<LinkRow>());
  /** Open rows of all types of a scope, by record id and type. */
  readonly open = new Parts(() => new SortedRows<LinkRow>());
  /** Owners by side and side's id. */
  readonly claims = new Parts(() => new Map<string, string>());
}

export class MemoryLinks implements Links {
  constructor(
    private readonly tables: LinkTables,
    private readonly access: Access,
  ) {}

  get(scope: Scope, type: RecordType, recordIds: readonly string[]): Promise<LinkRow[]> {
    return this.access.call('links', 'get', () => this.tables.parts.of(scope, type).byId.pick(recordIds));
  }

  bySide(scope: Scope, type: RecordType, side: Side, ids: readonly string[]): Promise<LinkRow[]> {
    return this.access.call('links', 'bySide', () => this.tables.parts.of(scope, type).bySide(side, ids));
  }

  page(scope: Scope, type: RecordType, after: string | undefined, limit: number): Promise<LinkRow[]> {
    return this.access.call('links', 'page', () => this.tables.parts.of(scope, type).byId.page(after, limit));
  }

  open(scope: Scope, limit: number): Promise<LinkRow[]> {
    return this.access.call('links', 'open', () => this.tables.open.of(scope).page(undefined, limit));
  }

  put(scope: Scope, row: LinkRow): Promise<void> {
    return this.access.call('links', 'put', () => {
      const part = this.tables.parts.of(scope, row.type);
      const stored = part.byId.get(row.recordId);
      if (stored && stored.revision > row.revision) return;
      const next = storedRow(row);
      part.put(next);
      const open = this.tables.open.of(scope);
      const openId = `${row.recordId}\0${row.type}`;
      if (row.open) open.set(openId, next);
      else open.delete(openId);
    });
  }

  claim(scope: Scope, type: RecordType, side: Side, sideId: string, recordId: string): Promise<string> {
    return this.access.call('links', 'claim', () => {
      const claims = this.tables.claims.of(scope, type, side);
      const owner = claims.get(sideId);
      if (owner !== undefined) return owner;
      claims.set(sideId, recordId);
      return recordId;
    });
  }

  release(scope: Scope, type: RecordType, side: Side, sideId: string, recordId: string): Promise<void> {
    return this.access.call('links', 'release', () => {
      const claims = this.tables.claims.of(scope, type, side);
      if (claims.get(sideId) === recordId) claims.delete(sideId);
    });
  }
}

const storedRow = (row: LinkRow): LinkRow =>
  Object.freeze({
    type: row.type,
    recordId: row.recordId,
    bproId: row.bproId,
    qboId: row.qboId,
    revision: row.revision,
    open: row.open,
    state: frozenJson(row.state),
  });
