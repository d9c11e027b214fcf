import { ApiProblem, problemFrom, problemOf } from './problem.js';
import type { Session } from './types.js';

type Query = Readonly<Record<string, string | number | undefined>>;

/** The API as one signed-in person uses it for one tenant. Every method throws `ApiProblem`. */
export interface Api {
  readonly session: Session;
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T>;
  /** Answers undefined where the API answers nothing. */
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** The address of something that the browser itself loads. */
  address(path: string, query?: Query): string;
}

export interface ApiOptions {
  /** Of sync-api, without a slash at the end; empty: where the page is. */
  readonly origin: string;
  /** Gives a platform token for a new session when there is none. The token is used once and kept nowhere. */
  readonly getToken?: (() => Promise<string>) | undefined;
}

async function ask<T>(url: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw problemOf(error);
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemFrom(response.status, body);
  return body as T;
}

/** The session of the browser's cookie, or a new one; undefined: nobody is signed in. */
export async function openSession({ origin, getToken }: ApiOptions): Promise<Session | undefined> {
  const url = `${origin}/api/session`;
  try {
    return await ask<Session>(url, {});
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
  }
  if (!getToken) return undefined;
  const authorization = `Bearer ${await getToken()}`;
  return ask<Session>(url, { method: 'POST', headers: { authorization } });
}

const queryOf = (query: Query = {}): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
};

/** `onSignedOut` hears of a session that is over. */
export function tenantApi(origin: string, tenant: string, session: Session, onSignedOut: () => void): Api {
  const address = (path: string, query?: Query): string =>
    `${origin}/api/tenants/${encodeURIComponent(tenant)}${path}${queryOf(query)}`;
  const noticing = async <T>(asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) onSignedOut();
      throw error;
    }
  };
  return {
    session,
    address,
    get: (path, query, signal) => noticing(ask(address(path, query), signal ? { signal } : {})),
    send: (method, path, body) =>
      noticing(
        ask(address(path), {
          method,
          headers: {
            'x-csrf-token': session.csrfToken,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
  };
}
