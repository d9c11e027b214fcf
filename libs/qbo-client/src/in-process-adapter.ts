import type { AxiosAdapter, AxiosResponse } from 'axios';

/** A request without a socket: `url` is path and query, header names are lower case. */
export interface InProcessRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface InProcessResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Lets a simulator in the same process answer for QuickBooks and Intuit (`createQboClient`'s `http`). What `handle`
 * rejects with is a broken connection; its `code` (`ECONNRESET`) is kept.
 */
export const inProcessAdapter =
  (handle: (request: InProcessRequest) => Promise<InProcessResponse>): AxiosAdapter =>
  async (config): Promise<AxiosResponse> => {
    const url = new URL(config.url ?? '');
    for (const [name, value] of Object.entries((config.params ?? {}) as Record<string, unknown>))
      url.searchParams.append(name, String(value));
    const headers = Object.entries(config.headers.toJSON()).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]);
    const answer = await handle({
      method: (config.method ?? 'get').toUpperCase(),
      url: `${url.pathname}${url.search}`,
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: typeof config.data === 'string' ? config.data : '',
    });
    return {
      status: answer.status,
      statusText: '',
      headers: { ...answer.headers },
      data: answer.body,
      config,
    };
  };
