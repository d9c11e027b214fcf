import { afterEach, describe, expect, it } from '@jest/globals';
import { startAppBench, type AppBench } from '../testing/app-bench.js';

describe('demo tokens', () => {
  let api: AppBench;

  afterEach(async () => {
    await api.close();
  });

  it('A2 one for each role, bare, so that a command line can use it', async () => {
    api = await startAppBench({ DEMO_TOKENS: 'acme,other' });
    const token = async (role: string): Promise<string> =>
      (await api.ask('get', `/api/demo-tokens/${role}`).expect(200)).text.trim();
    const [manager, support] = [await token('manager'), await token('support')];
    await api.ask('get', '/api/tenants/acme', manager).expect(200);
    await api.ask('get', '/api/tenants/other', manager).expect(403);
    await api.ask('post', '/api/tenants/other/enable', support).expect(204);
    const nobody = await api.ask('get', '/api/demo-tokens/owner').expect(404);
    expect(nobody.body).toMatchObject({ code: 'no-such-role' });
  });
});
