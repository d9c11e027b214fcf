import { describe, expect, it } from '@jest/globals';
import { apiDefaults, givenIn, reachedAt } from './host-environment.js';

const SECRETS = {
  BPRO_TOKEN: 'b',
  JWT_SHARED_KEY: 'j',
  SESSION_KEY: 's',
  TENANT_HASH_KEY: 'h',
  TOKEN_KEYS: 't',
};
const defaults = (env: Readonly<Record<string, string>>) => apiDefaults(env, SECRETS, 4000);

describe('what sync-api is given without being configured', () => {
  it('A3 demo tokens are handed out only while nobody but this machine reaches the API', () => {
    expect(defaults({}).DEMO_TOKENS).toBe('demo');
    expect(defaults({ HOST: '127.0.0.1' }).DEMO_TOKENS).toBe('demo');
    for (const env of [
      { HOST: '0.0.0.0' },
      { HOST: '192.168.0.4' },
      { PUBLIC_URL: 'https://sync.example' },
      { JWT_SHARED_KEY: 'of the platform' },
      { JWKS_URL: 'https://platform.example/keys' },
    ])
      expect(defaults(env)).not.toHaveProperty('DEMO_TOKENS');
  });

  it('A3 no shared key stands beside the keys that the platform publishes', () => {
    expect(defaults({ JWKS_URL: 'https://platform.example/keys' })).not.toHaveProperty('JWT_SHARED_KEY');
    expect(defaults({}).JWT_SHARED_KEY).toBe('j');
  });

  it("the simulated BPro's token is not sent to another BPro", () => {
    expect(Object.values(defaults({ BPRO_BASE_URL: 'https://bpro.example' }))).not.toContain('b');
  });

  it('an empty value counts as none', () => {
    expect(givenIn({ DATABASE_URL: '', PORT: '5000', HOST: undefined })).toEqual({ PORT: '5000' });
  });

  it.each([
    [undefined, 'http://127.0.0.1:4000'],
    ['0.0.0.0', 'http://127.0.0.1:4000'],
    ['::1', 'http://[::1]:4000'],
    ['localhost', 'http://localhost:4000'],
  ])('an API that listens on %s is reached at %s', (host, url) => {
    expect(reachedAt(host, 4000)).toBe(url);
  });
});
