import { VirtualClock } from '@bpro-qbo-sync/clock';
import { describe, expect, it } from '@jest/globals';
import { splitConnectionString } from './connection-string.js';
import { connectEventStore } from './index.js';

describe('a connection string', () => {
  it('is split, so that the client never sees the password', () => {
    expect(splitConnectionString('esdb+discover://sync:p%40ss@a.example:2113,b.example?tls=true')).toEqual({
      address: 'esdb+discover://a.example:2113,b.example?tls=true',
      credentials: { username: 'sync', password: 'p@ss' },
    });
  });

  it('needs no credentials where TLS is off, since none are sent there', () => {
    const local = 'esdb://127.0.0.1:2113?tls=false';
    expect(splitConnectionString(local).address).toBe(local);
  });

  it('needs credentials where TLS is on', () => {
    expect(() => connectEventStore('esdb://db.example:2113', { clock: new VirtualClock() })).toThrow(
      'an event store with TLS needs user:password@ in its connection string',
    );
  });

  it('that is malformed is refused without its password', () => {
    let said = '';
    try {
      connectEventStore('esdb://sync:secret@db.example:port', { clock: new VirtualClock() });
    } catch (error) {
      said = String(error);
    }
    expect(said).toContain('port');
    expect(said).not.toContain('secret');
  });
});
