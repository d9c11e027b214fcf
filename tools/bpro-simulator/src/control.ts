import type { BproHttpRequest, BproHttpResponse } from '@bpro-qbo-sync/bpro-adapter';
import { RECORD_TYPES } from '@bpro-qbo-sync/sync-domain';
import { z } from 'zod';
import { FAULT_KINDS, OPERATIONS } from './faults.js';
import { BadRequest, json, noContent, parseBody, problem } from './http-answers.js';
import type { BproSimulator } from './simulator.js';
import type { StoreDay } from './store-day.js';

const data = z.record(z.string(), z.unknown());
const id = z.string().min(1).max(64);
const type = z.enum(RECORD_TYPES);

const action = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('create'), type, data, createdAt: z.iso.datetime().optional() }),
  z.strictObject({ action: z.literal('update'), type, id, data }),
  z.strictObject({ action: z.enum(['void', 'deactivate', 'reactivate', 'remove']), type, id }),
]);

const day = z.strictObject({
  seed: z.int().min(0),
  changes: z.int().min(1).max(1_000_000),
  everyMs: z.number().min(0).max(86_400_000).default(0),
});

const faults = z.array(
  z.strictObject({
    kind: z.enum(FAULT_KINDS),
    operation: z.enum(OPERATIONS).optional(),
    tenant: z.string().optional(),
    type: type.optional(),
    probability: z.number().min(0).max(1).optional(),
    times: z.int().positive().optional(),
    latencyMs: z.number().min(0).optional(),
    retryAfterSeconds: z.number().min(0).optional(),
  }),
);

/**
 * The simulator's own endpoint, below `/_control`:
 * - `GET health` (no token needed), `GET tenants`, `GET usage`
 * - `PUT tenants/{t}/books` loads a file of `BOOKS.md`; `GET tenants/{t}/records` dumps; `DELETE tenants/{t}` resets
 * - `POST tenants/{t}/user` acts as a person: `{action, type, id?, data?, createdAt?}`
 * - `POST tenants/{t}/day` lets people begin a day's work: `{seed, changes, everyMs?}`; `GET tenants/{t}/day`: how far
 * - `PUT faults` replaces the fault rules
 */
export function handleControl(
  simulator: BproSimulator,
  request: BproHttpRequest,
  [what, tenant, part, ...rest]: readonly string[],
): BproHttpResponse {
  const route = `${request.method} ${what ?? ''}${tenant === undefined ? '' : '/{t}'}${part === undefined ? '' : `/${part}`}`;
  const name = tenant ?? '';
  switch (rest.length === 0 ? route : '') {
    case 'GET tenants':
      return json(200, { tenants: simulator.tenantNames() });
    case 'GET usage':
      return json(200, simulator.usage());
    case 'PUT faults':
      simulator.setFaults(bodyOf(request, faults));
      return noContent;
    case 'PUT tenants/{t}/books':
      simulator.loadBooks(name, bodyOf(request, z.unknown()));
      return noContent;
    case 'GET tenants/{t}/records':
      return json(200, { records: simulator.dump(name) });
    case 'DELETE tenants/{t}':
      simulator.reset(name);
      return noContent;
    case 'POST tenants/{t}/user':
      return json(200, act(simulator, name, bodyOf(request, action)));
    case 'POST tenants/{t}/day':
      return json(202, shownDay(simulator.playDay(name, bodyOf(request, day))));
    case 'GET tenants/{t}/day': {
      const played = simulator.dayOf(name);
      return played ? json(200, shownDay(played)) : problem(404, 'no-day', 'No day was played', {});
    }
    default:
      return problem(404, 'unknown-path', 'There is nothing here', {});
  }
}

const shownDay = ({ of, done, ended }: StoreDay): unknown => ({ of, done, ended });

const act = (simulator: BproSimulator, tenant: string, asked: z.infer<typeof action>): unknown => {
  const user = simulator.user(tenant);
  switch (asked.action) {
    case 'create':
      return user.create(asked.type, asked.data, asked.createdAt);
    case 'update':
      return user.update(asked.type, asked.id, asked.data);
    default:
      return user[asked.action](asked.type, asked.id);
  }
};

const bodyOf = <S extends z.ZodType>(request: BproHttpRequest, schema: S): z.infer<S> => {
  const parsed = schema.safeParse(parseBody(request));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new BadRequest(`${(issue?.path ?? []).map(String).join('.')}: ${issue?.message ?? 'not understood'}`);
};
