import { AxiosError, AxiosHeaders, type AxiosAdapter } from 'axios';
import { ConnectionReset, type QboSimulator } from '@bpro-qbo-sync/qbo-simulator';

/** Changes a request on its way: a planted bug. */
export type ChangeRequest = (url: URL, body: string) => { readonly url: URL; readonly body: string };

const unchanged: ChangeRequest = (url, body) => ({ url, body });

/**
 * QuickBooks in process: what the client's libraries send goes to the simulator without a socket. The request ids of
 * writes are added to `writes`.
 */
export const adapterTo =
  (simulator: QboSimulator, change: ChangeRequest = unchanged, writes: string[] = []): AxiosAdapter =>
  async (config) => {
    const wanted = new URL(config.url ?? '');
    for (const [key, value] of Object.entries((config.params ?? {}) as Record<string, unknown>))
      if (value !== undefined) wanted.searchParams.set(key, String(value));
    const headers = Object.fromEntries(
      Object.entries(config.headers.toJSON()).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const method = (config.method ?? 'get').toUpperCase();
    const { url, body } = change(wanted, typeof config.data === 'string' ? config.data : '');
    if (method === 'POST' && url.pathname.startsWith('/v3/company/') && !url.pathname.endsWith('/query'))
      writes.push(url.searchParams.get('requestid') ?? 'none');
    try {
      const answer = await simulator.handle({ method, url: url.pathname + url.search, headers, body });
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
    }
  };
