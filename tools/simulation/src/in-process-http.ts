import { AxiosError, AxiosHeaders, type AxiosAdapter } from 'axios';
import { ConnectionReset } from '@bpro-qbo-sync/qbo-simulator';
import type { Gate } from './gate.js';
import type { Request } from './watch.js';
import type { World } from './world.js';

/** Changes a request on its way: a planted bug. */
export type ChangeRequest = (url: URL, body: string) => { readonly url: URL; readonly body: string };

const unchanged: ChangeRequest = (url, body) => ({ url, body });

const COMPANY = /^\/v3\/company\/(\d+)\/(.*)$/;

/** QuickBooks in process: what a process's libraries send goes to the simulator without a socket; the watch looks on. */
export const adapterTo =
  (world: World, gate: Gate, change: ChangeRequest = unchanged): AxiosAdapter =>
  async (config) => {
    const wanted = new URL(config.url ?? '');
    for (const [key, value] of Object.entries((config.params ?? {}) as Record<string, unknown>))
      if (value !== undefined) wanted.searchParams.set(key, String(value));
    const headers = Object.fromEntries(
      Object.entries(config.headers.toJSON()).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const method = (config.method ?? 'get').toUpperCase();
    const { url, body } = change(wanted, typeof config.data === 'string' ? config.data : '');
    const [, realmId, path = ''] = COMPANY.exec(url.pathname) ?? [];
    const requestId = url.searchParams.get('requestid') ?? undefined;
    const request: Request = { gate, realmId, method, path, requestId, body };
    if (isWrite(request)) world.writes.push(requestId ?? 'none');
    world.watch.sent(request);
    const end = audited(world, request);
    try {
      const answer = await world.qbo.handle({ method, url: url.pathname + url.search, headers, body });
      world.watch.answered(request, answer.body);
      if (isWrite(request)) world.noteRepeat(requestId ?? 'none', path, answer.body);
      const response = {
        data: answer.body,
        status: answer.status,
        statusText: String(answer.status),
        headers: new AxiosHeaders({ ...answer.headers }),
        config,
      };
      if (!config.validateStatus || config.validateStatus(answer.status)) return response;
      throw new AxiosError(
        `status ${String(answer.status)}`,
        AxiosError.ERR_BAD_RESPONSE,
        config,
        null,
        response,
      );
    } catch (error) {
      if (!(error instanceof ConnectionReset)) throw error;
      throw new AxiosError('socket hang up', 'ECONNRESET', config, null);
    } finally {
      end();
    }
  };

const isWrite = ({ realmId, method, path }: Request): boolean =>
  realmId !== undefined && method === 'POST' && path !== 'query';

function audited({ watch }: World, { gate, realmId, path, body }: Request): () => void {
  if (realmId === undefined)
    return body.includes('refresh_token') ? watch.limits.refresh(gate) : () => undefined;
  const items =
    path === 'batch'
      ? (JSON.parse(body) as { readonly BatchItemRequest: readonly unknown[] }).BatchItemRequest.length
      : undefined;
  return watch.limits.request(gate, items);
}
