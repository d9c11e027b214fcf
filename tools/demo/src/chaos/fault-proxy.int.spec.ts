import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';

const ANSWER = JSON.stringify({ QueryResponse: { Customer: ['x'.repeat(2_000)] } });

describe('the proxy that does harm before QuickBooks', () => {
  let quickBooks: Server;
  let proxy: FaultProxy;
  let heard: string[];
  let answered: number;
  const start = async (share: number): Promise<void> => {
    const target = `http://127.0.0.1:${String((quickBooks.address() as AddressInfo).port)}`;
    proxy = await startFaultProxy({ target, random: () => 0.5, share, answered: () => answered++ });
  };
  /** The status and whether the whole answer came; undefined: the connection was reset. */
  const ask = async (path = '/v3/company/1/query'): Promise<string> => {
    const reply = await fetch(`${proxy.url}${path}`, { method: 'POST', body: 'a body' }).catch(
      () => undefined,
    );
    const text = await reply?.text().catch(() => 'cut off');
    return reply === undefined
      ? 'reset'
      : `${String(reply.status)} ${text === ANSWER ? 'whole' : String(text).slice(0, 9)}`;
  };

  beforeEach(async () => {
    heard = [];
    answered = 0;
    quickBooks = createServer((asked, reply) => {
      let body = '';
      asked.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      asked.on('end', () => {
        heard.push(`${String(asked.method)} ${String(asked.url)} ${body}`);
        reply.end(ANSWER);
      });
    }).listen(0, '127.0.0.1');
    await once(quickBooks, 'listening');
  });
  afterEach(async () => {
    await proxy.close();
    quickBooks.close();
  });

  it('G5 does each harm in turn, and QuickBooks has heard of a call whose answer was lost', async () => {
    await start(1);
    const came: string[] = [];
    const reached: number[] = [];
    while (came.length < Object.keys(proxy.fired()).length) {
      const before = heard.length;
      came.push(await ask());
      reached.push(heard.length - before);
    }
    expect(came).toEqual([
      '200 whole',
      'reset',
      'reset',
      'reset',
      '200 cut off',
      '503 Service U',
      '429 {"fault":',
      '502 <!DOCTYPE',
    ]);
    expect(reached[1]).toBe(0);
    expect(reached.slice(5)).toEqual([0, 0, 0]);
    expect(heard).toHaveLength(4);
    expect(Object.values(proxy.fired())).toEqual(came.map(() => 1));
  });

  it('lets everything else through as it is', async () => {
    await start(0);
    expect(await ask()).toBe('200 whole');
    expect(heard).toEqual(['POST /v3/company/1/query a body']);
    expect(answered).toBe(1);
    expect(Object.values(proxy.fired())).not.toContain(1);
  });

  it('B1 does no harm to sign-in and to the simulator’s controls', async () => {
    await start(1);
    expect(await ask('/oauth2/v1/tokens/bearer')).toBe('200 whole');
    expect(await ask('/_control/companies')).toBe('200 whole');
    expect(Object.values(proxy.fired())).not.toContain(1);
  });
});
