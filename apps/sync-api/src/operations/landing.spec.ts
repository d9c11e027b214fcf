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

  it('serves the settings page by a policy under which only its own code runs', async () => {
    api = await startAppBench({ FRAME_ANCESTORS: 'https://app.bpro.example' });
    const page = await api.ask('get', '/quickbooks-settings/').expect(200);
    expect(page.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';" +
        "form-action 'self';base-uri 'none';frame-ancestors 'self' https://app.bpro.example",
    );
    expect(page.get('cache-control')).toBe('no-cache');
    const [, script = ''] = /src="\.\/(assets\/[^"]+)"/.exec(page.text) ?? [];
    const code = await api.ask('get', `/quickbooks-settings/${script}`).expect(200);
    expect(code.get('cache-control')).toContain('immutable');
    expect(code.get('content-type')).toContain('javascript');
    await api.ask('get', '/quickbooks-settings/settings-page.js').expect(200);
    await api.ask('get', '/quickbooks-settings/nothing').expect(404);
    await api.ask('get', '/quickbooks-settings/..%2f..%2fpackage.json').expect(404);
  });
});
