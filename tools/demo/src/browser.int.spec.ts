import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { realClock } from '@bpro-qbo-sync/clock';
import { startQboSimulator, type SimulatorServer } from '@bpro-qbo-sync/qbo-simulator';
import { Browser } from './browser.js';

describe('a browser without a window', () => {
  let qbo: SimulatorServer;
  let app: Server;
  let origin = '';
  const seen: string[] = [];

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '', origin);
    seen.push(`${url.pathname} ${request.headers.cookie ?? '-'}`);
    const to = (location: string, cookies: readonly string[] = []): void => {
      response.writeHead(302, { location, 'set-cookie': [...cookies] }).end();
    };
    if (url.pathname === '/begin') to(consentUrl(), ['flow=1; Path=/callback; HttpOnly', 'old=x; Path=/']);
    else if (url.pathname === '/callback')
      to(`/?code=${url.searchParams.get('code') ?? ''}`, ['old=; Max-Age=0']);
    else if (url.pathname === '/loop') to('/loop');
    else response.end('<p>no form</p>');
  };
  const consentUrl = (): string => {
    const ask = new URL('/connect/oauth2', qbo.baseUrl);
    ask.search = new URLSearchParams({
      client_id: 'simulator-client-id',
      redirect_uri: `${origin}/callback`,
      response_type: 'code',
      scope: 'com.intuit.quickbooks.accounting',
      state: 'a&b"c',
    }).toString();
    return ask.toString();
  };

  beforeAll(async () => {
    qbo = await startQboSimulator({ clock: realClock });
    qbo.simulator.createCompany({ realmId: '1', name: 'One', profile: 'us-manual' });
    qbo.simulator.createCompany({ realmId: '2', name: 'Two', profile: 'us-manual' });
    app = createServer(answer);
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((app.address() as AddressInfo).port)}`;
  });
  afterAll(async () => {
    await qbo.close();
    await new Promise((resolve) => app.close(resolve));
  });

  it('B1 goes through the consent page and comes back with a code, sending cookies where they belong', async () => {
    const browser = new Browser();
    const consent = await browser.open(`${origin}/begin`);
    expect(consent.text).toContain('Which company');
    const landed = await browser.submit(consent, { realmId: '2', action: 'connect' });
    expect(landed.url.searchParams.get('code')).toMatch(/\S{10}/);
    expect(seen.slice(-3)).toEqual(['/begin -', '/callback flow=1; old=x', '/ -']);
  });

  it('says so when a page has no form, and when it redirects for ever', async () => {
    const browser = new Browser();
    await expect(browser.submit(await browser.open(origin), {})).rejects.toThrow('shows no form');
    await expect(browser.open(`${origin}/loop`)).rejects.toThrow('redirects for ever');
  });
});
