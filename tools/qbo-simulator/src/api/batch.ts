import { isObject, type QboRecord, text } from '../model/record.js';
import { definitionOf, type EntityDefinition, type Operation } from '../schema/definitions.js';
import { entityNamed } from '../schema/entity-names.js';
import { refuse } from './service-fault.js';

export const MAX_BATCH_ITEMS = 30;

export interface BatchItem {
  readonly bId: string;
  readonly raw: QboRecord;
}

export type ItemTarget =
  | { readonly kind: 'query'; readonly query: string }
  | {
      readonly kind: 'write';
      readonly definition: EntityDefinition;
      readonly operation: Operation;
      readonly body: QboRecord;
      readonly allowDuplicateNumber: boolean;
    };

/** The items of a batch body; more than 30 are refused as a whole (1040). */
export function batchItems(body: QboRecord | undefined): BatchItem[] {
  const items = body?.['BatchItemRequest'];
  if (!Array.isArray(items)) throw refuse.unsupportedProperty('BatchItemRequest');
  if (items.length > MAX_BATCH_ITEMS) throw refuse.batchTooLarge(MAX_BATCH_ITEMS);
  return items.map((raw: unknown) => {
    if (!isObject(raw)) throw refuse.unsupportedProperty('BatchItemRequest');
    return { bId: String(raw['bId'] ?? ''), raw };
  });
}

/** What one item asks for: a query, or an operation on the entity that it holds. */
export function itemTarget(raw: QboRecord): ItemTarget {
  const query = text(raw, 'Query');
  if (query !== undefined) return { kind: 'query', query };
  const options = (text(raw, 'optionsData') ?? '').toLowerCase();
  for (const [key, body] of Object.entries(raw)) {
    const entity = isObject(body) ? entityNamed(key) : undefined;
    if (entity === undefined || entity !== key || !isObject(body)) continue;
    return {
      kind: 'write',
      definition: definitionOf(entity),
      operation: operationOf(text(raw, 'operation'), options),
      body,
      allowDuplicateNumber: options.includes('allowduplicatedocnum'),
    };
  }
  throw refuse.unsupportedProperty();
}

function operationOf(operation: string | undefined, options: string): Operation {
  if (options.includes('void')) return 'void';
  switch (operation) {
    case 'create':
    case 'update':
    case 'delete':
    case 'void':
      return operation;
    default:
      throw refuse.unsupportedProperty('operation');
  }
}
