import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readConfiguration } from './configuration.js';

const ENVIRONMENT = {
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
  DATABASE_URL: 'postgresql://planted-user:planted-password@127.0.0.1:5432/none',
};

const problemsOf = (env: Readonly<Record<string, string | undefined>>): readonly string[] => {
  try {
    readConfiguration({ ...ENVIRONMENT, ...env });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems;
  }
};

describe("the projector's configuration", () => {
  it('needs the event store and the database, and serves health only where a port is given', () => {
    expect(readConfiguration(ENVIRONMENT)).toMatchObject({
      http: undefined,
      clock: { scale: 1, origin: undefined },
      logLevel: 'info',
    });
    const served = readConfiguration({ ...ENVIRONMENT, PORT: '4001', HOST: '0.0.0.0' });
    expect(served.http).toEqual({ port: 4001, host: '0.0.0.0' });
  });

  it.each([
    ['EVENTSTORE_URL', undefined],
    ['EVENTSTORE_URL', 'http://planted-host'],
    ['DATABASE_URL', undefined],
    ['DATABASE_URL', 'mysql://planted-user:planted-password@127.0.0.1'],
    ['PORT', '70000'],
    ['CLOCK_SCALE', 'fast'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s by name and does not repeat a value', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems[0]).toContain(name);
    expect(problems.join('\n')).not.toContain('planted');
  });

  it('a scaled clock needs its origin', () => {
    expect(problemsOf({ CLOCK_SCALE: '30' })).toEqual([expect.stringContaining('CLOCK_ORIGIN')]);
    expect(problemsOf({ CLOCK_SCALE: '30', CLOCK_ORIGIN: '1764000000000' })).toEqual([]);
  });
});
