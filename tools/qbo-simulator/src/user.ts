import type { Clock } from '@bpro-qbo-sync/clock';
import type { Books } from './api/books.js';
import { refuse } from './api/service-fault.js';
import { child, idOf, isObject, type QboRecord } from './model/record.js';
import { definitionOf, type Operation } from './schema/definitions.js';
import { ENTITY_NAMES, type EntityName } from './schema/entity-names.js';
import type { Company } from './store/company.js';
import type { UnitOfWork } from './store/unit-of-work.js';

/** What a QuickBooks user does in the company: the same rules as the API, without its gate, limits and tokens. */
export class QuickBooksUser {
  constructor(
    private readonly company: Company,
    private readonly books: Books,
    private readonly clock: Clock,
  ) {}

  create(entity: EntityName, record: QboRecord): QboRecord {
    return this.write(entity, 'create', record);
  }

  /** Changes some properties of a record. */
  edit(entity: EntityName, id: string, changes: QboRecord): QboRecord {
    if (entity === 'Preferences') return this.setPreferences(changes);
    const definition = definitionOf(entity);
    if (definition.sparse) {
      const stored = this.stored(entity, id);
      const repeated = definition.requiredInUpdates.map((property) => [property, stored[property]]);
      const body = { ...Object.fromEntries(repeated), ...changes };
      return this.write(entity, 'update', { ...this.key(entity, id), sparse: true, ...body });
    }
    return this.write(entity, 'update', { ...this.stored(entity, id), ...changes, sparse: false });
  }

  /** QuickBooks' own pages set every preference, those too that are read-only in the API. */
  private setPreferences(changes: QboRecord): QboRecord {
    this.books.change(this.company, this.clock.now(), (work) => {
      const stored = this.company.single('Preferences');
      const groups = Object.entries(changes).map(([name, group]): [string, unknown] => [
        name,
        isObject(group) ? { ...child(stored, name), ...group } : group,
      ]);
      work.derive('Preferences', { ...stored, ...Object.fromEntries(groups) }, { bump: true });
    });
    return this.company.single('Preferences');
  }

  delete(entity: EntityName, id: string): QboRecord {
    return this.write(entity, 'delete', this.key(entity, id));
  }

  void(entity: EntityName, id: string): QboRecord {
    return this.write(entity, 'void', this.key(entity, id));
  }

  inactivate(entity: EntityName, id: string): QboRecord {
    return this.edit(entity, id, { Active: false });
  }

  /** Merges one record of a name list into another: references move, the first one disappears. */
  merge(entity: EntityName, fromId: string, intoId: string): void {
    this.stored(entity, intoId);
    const from = this.stored(entity, fromId);
    this.books.change(this.company, this.clock.now(), (work) => {
      this.moveReferences(work, entity, fromId, intoId);
      work.remove(entity, idOf(from));
    });
  }

  private moveReferences(work: UnitOfWork, entity: EntityName, fromId: string, intoId: string): void {
    const property = entity === 'Customer' ? 'CustomerRef' : `${entity}Ref`;
    for (const each of ENTITY_NAMES) {
      if (definitionOf(each).kind !== 'transaction') continue;
      for (const { record } of this.company.store(each).byId()) {
        const moved = withReference(record, property, fromId, intoId);
        if (moved !== record) work.derive(each, moved as QboRecord, { bump: false });
      }
    }
  }

  private write(entity: EntityName, operation: Operation, body: QboRecord): QboRecord {
    const definition = definitionOf(entity);
    const allowDuplicateNumber = false;
    const answer = this.books.write(
      this.company,
      { definition, operation, body, allowDuplicateNumber },
      this.clock.now(),
    );
    return child(answer, entity);
  }

  private key(entity: EntityName, id: string): QboRecord {
    return { Id: id, SyncToken: this.stored(entity, id)['SyncToken'] };
  }

  private stored(entity: EntityName, id: string): QboRecord {
    const record = this.company.get(entity, id);
    if (!record) throw refuse.notFound();
    return record;
  }
}

/** The value with every reference of this name pointed elsewhere; the same value when there is none. */
function withReference(value: unknown, property: string, from: string, into: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => withReference(item, property, from, into));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isObject(value)) return value;
  let changed = false;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const reference = key === property && isObject(item) && item['value'] === from;
    const next = reference ? { value: into } : withReference(item, property, from, into);
    changed ||= next !== item;
    return [key, next];
  });
  return changed ? Object.fromEntries(entries) : value;
}
