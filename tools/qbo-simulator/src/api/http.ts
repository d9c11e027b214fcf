/** A request as the in-process core takes it. `url` is path and query; header names are lower case. */
export interface SimulatorRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface SimulatorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The connection broke: what a client sees as ECONNRESET. Thrown by `handle`, a closed socket over HTTP. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset';
  readonly code = 'ECONNRESET';
  constructor() {
    super('socket hang up');
  }
}

export const json = (status: number, body: unknown): SimulatorResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  body: JSON.stringify(body),
});

export const html = (status: number, body: string): SimulatorResponse => ({
  status,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body,
});

export const redirect = (location: string): SimulatorResponse => ({
  status: 302,
  headers: { location },
  body: '',
});

export const escapeHtml = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    (character) =>
      ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character] ?? character,
  );

/** Form fields or the properties of a JSON object, as strings. */
export function bodyFields(request: SimulatorRequest): Record<string, string> {
  if ((request.headers['content-type'] ?? '').includes('json') || request.body.trimStart().startsWith('{')) {
    const parsed: unknown = parseJson(request.body);
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key, String(value)]));
  }
  return Object.fromEntries(new URLSearchParams(request.body));
}

/** The JSON value, undefined when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
