import { afterEach, describe, expect, it } from '@jest/globals';
import { startAppBench, type AppBench } from '../testing/app-bench.js';

describe('what stands at the root', () => {
  let api: AppBench | undefined;

  afterEach(async () => {
    await api?.close();
  });

  it('says what this is, and every link on it leads somewhere', async () => {
    api = await startAppBench({ DEMO_TOKENS: 'acme' });
    const { text } = await api
      .ask('get', '/')
      .expect(200)
      .expect('content-type', /text\/html/);
    expect(text).toContain('merges the books of a BPro system with those of its QuickBooks Online company');
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, path = '']) => path);
    expect(links).toContain('/api/demo-tokens/manager');
    for (const path of links) await api.ask('get', path).expect(200);
  });

  it('offers no tokens where none are handed out', async () => {
    api = await startAppBench();
    const { text } = await api.ask('get', '/').expect(200);
    expect(text).not.toContain('demo-tokens');
    await api.ask('get', '/api/demo-tokens/support').expect(404);
  });

  it('B1 tells the person who comes back from QuickBooks what it came to, and repeats nothing of the address', async () => {
    api = await startAppBench();
    const connected = await api.ask('get', '/?tenant=acme&connection=connected').expect(200);
    expect(connected.text).toContain('QuickBooks is connected.');
    const refused = await api.ask('get', '/?tenant=acme&connection=consent-refused').expect(200);
    expect(refused.text).toContain('QuickBooks is not connected: access was not granted.');
    const strange = await api.ask('get', '/?connection=%3Cscript%3E&connection=constructor').expect(200);
    expect(strange.text).not.toContain('script');
    expect(strange.text).not.toContain('role="status"');
    const inherited = await api.ask('get', '/?connection=constructor').expect(200);
    expect(inherited.text).not.toContain('role="status"');
  });
});
