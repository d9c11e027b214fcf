import type { RecordType, Side } from '@bpro-qbo-sync/sync-domain';
import type { Facts, Json, Mirror, MirrorRow, Scope } from '../port.js';
import type { Access } from './access.js';
import { frozenJson } from './frozen-json.js';
import { IdIndex, Parts, SortedRows } from './sorted-table.js';

class MirrorPart {
  readonly rows = new SortedRows<MirrorRow>();
  readonly keys = new IdIndex();
  /** The read that saw a row last. */
  readonly seenBy = new Map<string, string>();

  put(row: MirrorRow, readId: string | undefined): void {
    this.unindex(row.id);
    this.rows.set(row.id, row);
    for (const key of row.keys) this.keys.add(key, row.id);
    if (readId !== undefined) this.seenBy.set(row.id, readId);
  }

  remove(id: string): void {
    this.unindex(id);
    this.rows.delete(id);
    this.seenBy.delete(id);
  }

  private unindex(id: string): void {
    for (const key of this.rows.get(id)?.keys ?? []) this.keys.delete(key, id);
  }
}

export class MirrorTables {
  readonly parts = new Parts(() => new MirrorPart());
  readonly facts = new Parts(() => new Map<string, Json>());
}

export class MemoryMirror implements Mirror {
  constructor(
    private readonly tables: MirrorTables,
    private readonly access: Access,
  ) {}

  put(scope: Scope, rows: readonly MirrorRow[], readId?: string): Promise<void> {
    return this.access.call('mirror', 'put', () => {
      for (const row of rows) this.part(scope, row.side, row.type).put(storedRow(row), readId);
    });
  }

  get(scope: Scope, side: Side, type: RecordType, ids: readonly string[]): Promise<MirrorRow[]> {
    return this.access.call('mirror', 'get', () => this.part(scope, side, type).rows.pick(ids));
  }

  page(
    scope: Scope,
    side: Side,
    type: RecordType,
    after: string | undefined,
    limit: number,
  ): Promise<MirrorRow[]> {
    return this.access.call('mirror', 'page', () => this.part(scope, side, type).rows.page(after, limit));
  }

  byKeys(scope: Scope, side: Side, type: RecordType, keys: readonly string[]): Promise<MirrorRow[]> {
    return this.access.call('mirror', 'byKeys', () => {
      const part = this.part(scope, side, type);
      return part.rows.pick(part.keys.of(keys));
    });
  }

  remove(scope: Scope, side: Side, type: RecordType, ids: readonly string[]): Promise<void> {
    return this.access.call('mirror', 'remove', () => {
      const part = this.part(scope, side, type);
      for (const id of ids) part.remove(id);
    });
  }

  sweep(scope: Scope, side: Side, type: RecordType, readId: string): Promise<number> {
    return this.access.call('mirror', 'sweep', () => {
      const part = this.part(scope, side, type);
      const unseen = [...part.rows.values()].filter((row) => part.seenBy.get(row.id) !== readId);
      for (const row of unseen) part.remove(row.id);
      return unseen.length;
    });
  }

  clear(scope: Scope): Promise<void> {
    return this.access.call('mirror', 'clear', () => {
      this.tables.parts.drop(scope);
    });
  }

  private part(scope: Scope, side: Side, type: RecordType): MirrorPart {
    return this.tables.parts.of(scope, side, type);
  }
}

const storedRow = (row: MirrorRow): MirrorRow =>
  Object.freeze({
    side: row.side,
    type: row.type,
    id: row.id,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    state: row.state,
    keys: Object.freeze([...row.keys]),
    content: frozenJson(row.content),
  });

export class MemoryFacts implements Facts {
  constructor(
    private readonly tables: MirrorTables,
    private readonly access: Access,
  ) {}

  get(scope: Scope, key: string): Promise<Json | undefined> {
    return this.access.call('facts', 'get', () => this.tables.facts.of(scope).get(key));
  }

  put(scope: Scope, key: string, value: Json): Promise<void> {
    return this.access.call('facts', 'put', () => {
      this.tables.facts.of(scope).set(key, frozenJson(value));
    });
  }
}
