export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * The connection string without its `user:password@`, and these apart: the client prints the string in its warnings
 * and errors. Without TLS no credentials are sent, whatever they are; with TLS the store wants real ones.
 */
export function splitConnectionString(connectionString: string): {
  readonly address: string;
  readonly credentials: Credentials;
} {
  const given = /^([^:]+:\/\/)([^:@/]+):([^@/]*)@(.*)$/s.exec(connectionString.trim());
  const [, scheme = '', username, password, rest = ''] = given ?? [];
  if (username !== undefined && password !== undefined)
    return {
      address: scheme + rest,
      credentials: { username: decodeURIComponent(username), password: decodeURIComponent(password) },
    };
  if (!/[?&]tls=false\b/i.test(connectionString))
    throw new Error('an event store with TLS needs user:password@ in its connection string');
  return { address: connectionString, credentials: { username: 'nobody', password: 'nobody' } };
}
