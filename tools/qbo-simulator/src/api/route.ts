import { isObject, type QboRecord } from '../model/record.js';
import { definitionOf, type EntityDefinition, type Operation } from '../schema/definitions.js';
import { entityOfPath } from '../schema/entity-names.js';
import { parseJson, type SimulatorRequest } from './http.js';

/** What a request to `/v3/company/{realmId}/…` asks for. */
export type Target =
  | { readonly kind: 'read'; readonly definition: EntityDefinition; readonly id: string | undefined }
  | { readonly kind: 'write'; readonly definition: EntityDefinition; readonly operation: Operation }
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'batch' }
  | { readonly kind: 'cdc' }
  | { readonly kind: 'tax-service' }
  | { readonly kind: 'pdf'; readonly definition: EntityDefinition; readonly id: string }
  | { readonly kind: 'send'; readonly definition: EntityDefinition; readonly id: string }
  | { readonly kind: 'unknown'; readonly path: string };

export interface ApiCall {
  readonly realmId: string;
  readonly target: Target;
  readonly params: URLSearchParams;
  /** Undefined when there is none or it is no JSON object. */
  readonly body: QboRecord | undefined;
  readonly requestId: string | undefined;
  readonly request: SimulatorRequest;
}

const PREFIX = '/v3/company/';

/** Reads a request to the accounting API; undefined when the path is another's. */
export function routeApi(request: SimulatorRequest): ApiCall | undefined {
  const url = new URL(request.url, 'http://simulator');
  if (!url.pathname.startsWith(PREFIX)) return undefined;
  const [realmId = '', ...rest] = url.pathname.slice(PREFIX.length).split('/');
  const parsed = request.body === '' ? undefined : parseJson(request.body);
  const body = isObject(parsed) ? parsed : undefined;
  const requestId = url.searchParams.get('requestid') ?? undefined;
  const target = targetOf(request, rest, url, body);
  return { realmId, target, params: url.searchParams, body, requestId, request };
}

function targetOf(
  request: SimulatorRequest,
  [resource = '', id, action]: readonly string[],
  url: URL,
  body: QboRecord | undefined,
): Target {
  const unknown: Target = { kind: 'unknown', path: url.pathname };
  const isGet = request.method === 'GET';
  if (!isGet && request.method !== 'POST') return unknown;
  if (resource === 'query') return { kind: 'query', query: url.searchParams.get('query') ?? request.body };
  if (resource === 'cdc') return isGet ? { kind: 'cdc' } : unknown;
  if (resource === 'batch') return isGet ? unknown : { kind: 'batch' };
  if (resource === 'taxservice' && id === 'taxcode') return isGet ? unknown : { kind: 'tax-service' };
  const entity = entityOfPath(resource);
  if (entity === undefined) return unknown;
  const definition = definitionOf(entity);
  if (action === 'pdf' && isGet && id !== undefined) return { kind: 'pdf', definition, id };
  if (action === 'send' && !isGet && id !== undefined) return { kind: 'send', definition, id };
  if (isGet)
    return id === undefined && definition.kind !== 'single' ? unknown : { kind: 'read', definition, id };
  return { kind: 'write', definition, operation: operationOf(url.searchParams, body) };
}

function operationOf(params: URLSearchParams, body: QboRecord | undefined): Operation {
  const operation = params.get('operation');
  if (operation === 'delete') return 'delete';
  if (operation === 'void' || (params.get('include') ?? '').split(',').includes('void')) return 'void';
  if (operation === 'update') return 'update';
  return body?.['Id'] === undefined ? 'create' : 'update';
}

/** Names of what is called, for faults, counters and the log. */
export function describeTarget(target: Target): {
  readonly operation: string;
  readonly entity: string | undefined;
} {
  switch (target.kind) {
    case 'read':
      return { operation: 'read', entity: target.definition.name };
    case 'write':
      return { operation: target.operation, entity: target.definition.name };
    case 'pdf':
    case 'send':
      return { operation: target.kind, entity: target.definition.name };
    case 'query':
      return { operation: 'query', entity: /\bfrom\s+(\w+)/i.exec(target.query)?.[1] };
    case 'tax-service':
      return { operation: 'create', entity: 'TaxService' };
    default:
      return { operation: target.kind, entity: undefined };
  }
}

/** Whether the call is metered (CorePlus: data out). Writes are Core and free. */
export const isMetered = (target: Target): boolean =>
  target.kind === 'read' || target.kind === 'query' || target.kind === 'cdc' || target.kind === 'pdf';
