import type { RecordType } from '@bpro-qbo-sync/sync-domain';
import { ContentConflict } from '../errors.js';
import type { ContentStore, Json, Scope } from '../port.js';
import type { Access } from './access.js';
import { frozenJson } from './frozen-json.js';
import { IdIndex, Parts } from './sorted-table.js';

interface About {
  readonly type: RecordType;
  readonly recordId: string;
}

export class ContentTables {
  readonly bodies = new Parts(() => new Map<string, Json | 'erased'>());
  readonly about = new Parts(() => new IdIndex());
}

export class MemoryContentStore implements ContentStore {
  constructor(
    private readonly tables: ContentTables,
    private readonly access: Access,
  ) {}

  put(scope: Scope, reference: string, body: Json, about: About | undefined): Promise<void> {
    return this.access.call('content', 'put', () => {
      const bodies = this.tables.bodies.of(scope);
      const stored = bodies.get(reference);
      if (stored === 'erased') return;
      if (stored === undefined) {
        bodies.set(reference, frozenJson(body));
        if (about) this.tables.about.of(scope, about.type).add(about.recordId, reference);
      } else if (JSON.stringify(stored) !== JSON.stringify(body)) throw new ContentConflict(reference);
    });
  }

  get(scope: Scope, reference: string): Promise<Json | 'erased' | undefined> {
    return this.access.call('content', 'get', () => this.tables.bodies.of(scope).get(reference));
  }

  erase(scope: Scope, about: About): Promise<number> {
    return this.access.call('content', 'erase', () => {
      const bodies = this.tables.bodies.of(scope);
      let erased = 0;
      for (const reference of this.tables.about.of(scope, about.type).of([about.recordId])) {
        if (bodies.get(reference) === 'erased') continue;
        bodies.set(reference, 'erased');
        erased++;
      }
      return erased;
    });
  }
}
