import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from './logging.js';
import { managerOf, startAppBench, type AppBench } from '../testing/app-bench.js';

describe('the log', () => {
  let api: AppBench;

  beforeAll(async () => {
    api = await startAppBench();
  });
  afterAll(async () => {
    await api.close();
  });

  it('B2 has no token, cookie, code, state or body of a request', async () => {
    const token = await managerOf('acme');
    const begun = await api.ask('post', '/api/session', token).expect(201);
    const cookie = begun.get('Set-Cookie')?.[0]?.split(';', 1)[0] ?? '';
    await api
      .ask('get', '/api/oauth/callback?code=planted-code&state=planted-state&realmId=1')
      .set('cookie', cookie);
    await api.ask('get', '/api/tenants/acme/notes?text=planted-name', token);
    await api
      .ask('post', '/api/tenants/acme/matches', token)
      .send({ type: 'customer', bproId: 'planted-body' });
    const text = api.logged.join('\n');
    expect(text).toContain('"path":"/api/oauth/callback"');
    expect(text).toContain('"tenant":"acme"');
    expect(text).not.toContain('planted');
    expect(text).not.toContain(token);
    expect(text).not.toContain(cookie);
    expect(text).not.toContain((begun.body as { csrfToken: string }).csrfToken);
  });

  it('B2 covers secrets even where somebody logs a whole object', () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line) => void lines.push(line) });
    logger.info(
      { accessToken: 'planted', headers: { authorization: 'planted' }, a: { b: { cookie: 'planted' } } },
      'x',
    );
    expect(lines.join('')).not.toContain('planted');
  });
});
