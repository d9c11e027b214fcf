import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadedDemo, type LoadedDemo, SyncApi } from '@bpro-qbo-sync/demo';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './browser.js';

/** A page of the platform's own: it declares no colour scheme, so it is light. */
const HOST_PAGE = `<!doctype html>
<html lang="en"><head><title>BPro</title>
<link rel="stylesheet" href="/quickbooks-settings/settings-page.css"></head>
<body><h1>Our own heading</h1><p id="menu">no entry</p><div id="quickbooks"></div>
<script type="module">
  import { isEnabled, mount } from '/quickbooks-settings/settings-page.js';
  const options = { getToken: async () => (await fetch('/token')).text() };
  if (await isEnabled(options)) {
    document.querySelector('#menu').textContent = 'QuickBooks Settings in our menu';
    globalThis.mounted = mount(document.querySelector('#quickbooks'), options);
  } else document.querySelector('#menu').textContent = 'not in our menu';
</script></body></html>`;

/** The platform: its page, its token, and everything of the sync passed on, as docs/settings-page.md asks. */
function platform(apiUrl: string): Server {
  const passOn = (from: IncomingMessage, to: ServerResponse, path: string): void => {
    const { method, headers } = from;
    const asked = request(new URL(path, apiUrl), { method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    asked.on('error', () => to.destroy());
    from.pipe(asked);
  };
  return createServer((asked, answer) => {
    const { url = '/' } = asked;
    if (url === '/') answer.setHeader('content-type', 'text/html').end(HOST_PAGE);
    else passOn(asked, answer, url === '/token' ? '/api/demo-tokens/manager' : url);
  });
}

describe('the settings page in a page of the platform', () => {
  const stop = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'page-embedded-'));
  let demo: LoadedDemo;
  let browser: Browser;
  let host: Server;
  let page: Page;

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    demo = await loadedDemo({ folder, records: 10, clockScale: 20, signal: stop.signal });
    host = platform(demo.stack.apiUrl).listen(0, '127.0.0.1');
    browser = await launchChromium();
    page = await browser.newPage({ colorScheme: 'dark' });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    host.closeAllConnections();
    host.close();
    await demo.stack.close();
    stop.abort();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const open = async (): Promise<void> => {
    await page.goto(`http://127.0.0.1:${String((host.address() as AddressInfo).port)}/`);
  };

  it('A1 the menu has no entry until support enables the feature, then the page stands in the host’s', async () => {
    await open();
    await page.getByText('not in our menu').waitFor();
    expect(await page.locator('.bqs').count()).toBe(0);

    const { apiUrl, tenant } = demo.stack;
    const token = await (await fetch(`${apiUrl}/api/demo-tokens/support`)).text();
    await SyncApi.withToken(apiUrl, tenant, token, stop.signal).enable();
    await open();
    await page.getByText('QuickBooks Settings in our menu').waitFor();
    await page.getByRole('button', { name: 'Connect to QuickBooks' }).waitFor();
  }, 60_000);

  it('leaves the host’s own page as it is, follows its colour scheme, and goes when it is taken out', async () => {
    const looks = (selector: string, property: string): Promise<string> =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`,
      );
    expect(await looks('body', 'margin-top')).toBe('8px');
    expect(await looks('body', 'background-color')).toBe('rgba(0, 0, 0, 0)');
    expect(await looks('.bqs-page', 'background-color')).toBe('rgb(244, 246, 248)');
    await page.evaluate(`document.documentElement.style.colorScheme = 'dark'`);
    expect(await looks('.bqs-page', 'background-color')).toBe('rgb(17, 22, 28)');
    await page.evaluate('globalThis.mounted.unmount()');
    expect(await page.locator('#quickbooks > *').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Our own heading' }).count()).toBe(1);
  }, 60_000);
});
