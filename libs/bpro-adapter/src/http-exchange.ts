/** One HTTP request of the BPro contract (`HTTP-CONTRACT.md`). */
export interface BproHttpRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Aborted when the caller no longer waits for the answer. */
  readonly signal?: AbortSignal;
}

export interface BproHttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How requests travel: over the network, or straight into an in-process simulator on a virtual clock. */
export type BproFetch = (request: BproHttpRequest) => Promise<BproHttpResponse>;

/** The network. A redirect is refused: it could carry the token elsewhere. */
export const fetchOverNetwork: BproFetch = async (request) => {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    redirect: 'error',
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
};
