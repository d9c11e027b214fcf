import { type BproHttpRequest, type BproHttpResponse } from '@bpro-qbo-sync/bpro-adapter';
import { isRecordType, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { handleControl } from './control.js';
import { answerOf, BadRequest, json, parseBody, problem } from './http-answers.js';
import type { PortCore } from './port-core.js';
import type { BproSimulator } from './simulator.js';

const MOST_PER_PAGE = 1000;
const LONGEST_WAIT_MS = 60_000;
const LONGEST_KEY = 255;

/** Routes one request: `/v1/...` is the contract (`HTTP-CONTRACT.md`), `/_control/...` the simulator's own. */
export async function handleRequest(
  simulator: BproSimulator,
  core: PortCore,
  token: string | undefined,
  request: BproHttpRequest,
): Promise<BproHttpResponse> {
  try {
    const url = new URL(request.url, 'http://bpro.invalid');
    const [root, ...path] = url.pathname.split('/').slice(1).map(decoded);
    if (root === '_control' && path[0] === 'health') return json(200, { status: 'ok' });
    if (token !== undefined && request.headers['authorization'] !== `Bearer ${token}`)
      return problem(401, 'unauthorized', 'A valid bearer token is needed', {});
    if (root === '_control') return handleControl(simulator, request, path);
    if (root === 'v1' && path[0] === 'tenants' && path[1] !== undefined)
      return await handleTenant(core, request, url.searchParams, path[1], path.slice(2));
    return problem(404, 'unknown-path', 'There is nothing here', {});
  } catch (error) {
    return answerOf(error);
  }
}

const handleTenant = async (
  core: PortCore,
  request: BproHttpRequest,
  query: URLSearchParams,
  tenant: string,
  [what = '', name = '', id, ...rest]: readonly string[],
): Promise<BproHttpResponse> => {
  const { method } = request;
  if (rest.length > 0) return problem(404, 'unknown-path', 'There is nothing here', {});
  if (what === 'records') {
    const type = recordType(name);
    if (method === 'GET' && id === undefined)
      return json(200, await core.page(tenant, type, query.get('cursor') ?? undefined, limitOf(query)));
    if (method === 'GET' && id === 'count') {
      const createdFrom = instantOf(query.get('createdFrom'));
      const filter = createdFrom === undefined ? {} : { createdFrom };
      return json(200, { count: await core.count(tenant, type, filter) });
    }
    if (method === 'GET' && id !== undefined) return json(200, await core.read(tenant, type, id));
    if (method === 'POST' && id === undefined) return create(core, request, tenant, type);
    if (method === 'PATCH' && id !== undefined) return update(core, request, tenant, type, id);
    return problem(405, 'method-not-allowed', 'Not with this method', {});
  }
  if (method !== 'GET') return problem(405, 'method-not-allowed', 'Not with this method', {});
  switch (`${what}/${name}`) {
    case 'capabilities/':
      return json(200, await core.capabilities(tenant));
    case 'changes/head':
      return json(200, { position: await core.feedHead(tenant) });
    case 'changes/': {
      const waitMs = wholeNumber(query, 'waitMs', 0, 0, LONGEST_WAIT_MS);
      const after = query.get('after') ?? '';
      return json(200, await core.changes(tenant, after, limitOf(query), waitMs, request.signal));
    }
    case 'invoice-numbers/check':
      return json(200, { accepted: await core.acceptsInvoiceNumber(tenant, query.get('number') ?? '') });
    default:
      return problem(404, 'unknown-path', 'There is nothing here', {});
  }
};

const create = async (
  core: PortCore,
  request: BproHttpRequest,
  tenant: string,
  type: RecordType,
): Promise<BproHttpResponse> => {
  const body = objectOf(parseBody(request), 'the body');
  const createdAt = instantOf(body['createdAt'] ?? null);
  const made = await core.create(tenant, type, objectOf(body['data'], 'data'), {
    idempotencyKey: keyOf(request),
    ...(createdAt === undefined ? {} : { createdAt }),
  });
  return json(201, made);
};

const update = async (
  core: PortCore,
  request: BproHttpRequest,
  tenant: string,
  type: RecordType,
  id: string,
): Promise<BproHttpResponse> => {
  const version = /^"([1-9]\d{0,9})"$/.exec(request.headers['if-match'] ?? '')?.[1];
  if (version === undefined) throw new BadRequest('If-Match must carry the version, such as "3"');
  const changes = objectOf(objectOf(parseBody(request), 'the body')['data'], 'data');
  const options = { idempotencyKey: keyOf(request) };
  return json(200, await core.update(tenant, type, id, Number(version), changes, options));
};

const recordType = (name: unknown): RecordType => {
  if (typeof name === 'string' && isRecordType(name)) return name;
  throw new BadRequest('there is no such record type');
};

const objectOf = (value: unknown, what: string): Record<string, unknown> => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new BadRequest(`${what} must be a JSON object`);
};

const keyOf = (request: BproHttpRequest): string => {
  const key = request.headers['idempotency-key'] ?? '';
  if (key.length > 0 && key.length <= LONGEST_KEY) return key;
  throw new BadRequest(`Idempotency-Key must have 1 to ${String(LONGEST_KEY)} characters`);
};

const limitOf = (query: URLSearchParams): number => wholeNumber(query, 'limit', 100, 1, MOST_PER_PAGE);

const wholeNumber = (
  query: URLSearchParams,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number => {
  const value = Number(query.get(name) ?? fallback);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new BadRequest(`${name} must be a whole number from ${String(min)} to ${String(max)}`);
};

const instantOf = (value: unknown): string | undefined => {
  if (value === null) return undefined;
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return value;
  throw new BadRequest('an instant must be ISO 8601 in UTC');
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new BadRequest('the path is not encoded properly');
  }
};
