import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readConfiguration } from './configuration.js';
import { ENVIRONMENT } from './testing/app-bench.js';

const problemsOf = (env: Readonly<Record<string, string | undefined>>): readonly string[] => {
  try {
    readConfiguration({ ...ENVIRONMENT, ...env });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems;
  }
};

describe('the configuration', () => {
  it('is read from the environment alone', () => {
    const configuration = readConfiguration(ENVIRONMENT);
    expect(configuration).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      qbo: {
        redirectUri: 'http://127.0.0.1:4000/api/oauth/callback',
        urls: { api: 'https://sandbox-quickbooks.api.intuit.com' },
        app: 'https://app.sandbox.qbo.intuit.com/app',
      },
      tokenKeys: [{ id: 'k1' }],
      platform: { keys: { kind: 'shared' } },
      clock: { scale: 1, origin: undefined },
      demoTenants: [],
      engine: true,
    });
    expect(configuration.tenantHashKey).toHaveLength(32);
  });

  it.each(Object.keys(ENVIRONMENT).filter((name) => name !== 'LOG_LEVEL'))(
    'names %s when it is missing, and nothing else',
    (name) => {
      const problems = problemsOf({ [name]: undefined });
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) expect(problem).toContain(name);
    },
  );

  it.each([
    ['PORT', '70000'],
    ['PUBLIC_URL', 'sync.example'],
    ['EVENTSTORE_URL', 'http://127.0.0.1'],
    ['DATABASE_URL', 'mysql://127.0.0.1'],
    ['QBO_ENVIRONMENT', 'prod'],
    ['TOKEN_KEYS', 'k1:too-short'],
    ['TENANT_HASH_KEY', 'short'],
    ['SESSION_KEY', 'short'],
    ['JWT_SHARED_KEY', 'short'],
    ['LOG_LEVEL', 'loud'],
    ['CLOCK_SCALE', 'fast'],
    ['DEMO_TOKENS', 'a b'],
    ['ENGINE', 'maybe'],
    ['FRAME_ANCESTORS', "'none'; script-src *"],
  ])('refuses %s=%s by name and does not repeat the value of a secret', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems.join('\n')).toContain(name);
    if (/KEY/.test(name)) expect(problems.join('\n')).not.toContain(value);
  });

  it('takes one kind of platform keys, not both', () => {
    expect(problemsOf({ JWKS_URL: 'https://bpro.example/jwks' }).join()).toContain('not both');
    const published = { JWT_SHARED_KEY: undefined, JWKS_URL: 'https://bpro.example/jwks' };
    expect(readConfiguration({ ...ENVIRONMENT, ...published }).platform.keys).toEqual({
      kind: 'published',
      url: 'https://bpro.example/jwks',
    });
    expect(problemsOf({ ...published, DEMO_TOKENS: 'demo' }).join()).toContain('DEMO_TOKENS');
  });

  it('asks for the origin of a scaled clock', () => {
    expect(problemsOf({ CLOCK_SCALE: '60' }).join()).toContain('CLOCK_ORIGIN');
    const { clock } = readConfiguration({ ...ENVIRONMENT, CLOCK_SCALE: '60', CLOCK_ORIGIN: '1700000000000' });
    expect(clock).toEqual({ scale: 60, origin: 1_700_000_000_000 });
  });

  it('an empty value counts as none', () => {
    expect(readConfiguration({ ...ENVIRONMENT, QBO_REDIRECT_URI: '', PORT: '' }).port).toBe(4000);
  });
});
