import { TENANT } from './names.js';
import type { Secrets } from './secrets.js';

/** Environment variables, as docs/configuration.md has them. An empty value counts as none. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A configured port has another program on it. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  constructor(port: number) {
    super(
      `Port ${String(port)} is taken by another program. End that one, or set PORT to a port that is free.`,
    );
  }
}

export const givenIn = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''),
  );

/** Where this machine reaches the API; `HOST` may say to listen on all addresses. */
export function reachedAt(host: string | undefined, port: number): string {
  const all = host === undefined || host === '0.0.0.0' || host === '::';
  const name = all ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${String(port)}`;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

interface ApiDefaults extends Omit<Secrets, 'BPRO_TOKEN' | 'JWT_SHARED_KEY'> {
  readonly PORT: string;
  readonly PUBLIC_URL: string;
  readonly JWT_SHARED_KEY?: string;
  readonly JWT_ISSUER: string;
  readonly JWT_AUDIENCE: string;
  readonly DEMO_TOKENS?: string;
}

/** Everything that sync-api is given and nobody configured. */
export function apiDefaults(
  env: Readonly<Record<string, string>>,
  secrets: Secrets,
  port: number,
): ApiDefaults {
  const { TOKEN_KEYS, TENANT_HASH_KEY, SESSION_KEY, JWT_SHARED_KEY } = secrets;
  return {
    PORT: String(port),
    PUBLIC_URL: reachedAt(env['HOST'], port),
    TOKEN_KEYS,
    TENANT_HASH_KEY,
    SESSION_KEY,
    JWT_ISSUER: 'bpro-demo',
    JWT_AUDIENCE: 'bpro-qbo-sync',
    ...(env['JWKS_URL'] === undefined ? { JWT_SHARED_KEY } : {}),
    ...(isPrivate(env) ? { DEMO_TOKENS: TENANT } : {}),
  };
}

/** Nobody but this machine's people reach the API, and nobody else signs tokens for it. */
const isPrivate = (env: Readonly<Record<string, string>>): boolean =>
  LOOPBACK.includes(env['HOST'] ?? '127.0.0.1') &&
  ['PUBLIC_URL', 'JWKS_URL', 'JWT_SHARED_KEY'].every((name) => env[name] === undefined);
