import { describe, expect, it } from '@jest/globals';
import { companyOwner, foldConnection, type CompanyEvent, type ConnectionEvent } from './connection.js';

const asked: ConnectionEvent = {
  type: 'ConsentRequested',
  data: { stateHash: 'a1', expiresAt: '2026-01-01T12:10:00Z', startOver: false },
};
const connected = (realmId = '145', generation = 1): ConnectionEvent => ({
  type: 'QuickBooksConnected',
  data: { realmId, generation },
});
const lost: ConnectionEvent = { type: 'ConnectionLost', data: { reason: 'invalid_grant', intuitTid: '1-a' } };
const disconnected: ConnectionEvent = { type: 'QuickBooksDisconnected', data: {} };

describe('the connection to QuickBooks', () => {
  it('B1 at first there is none', () => {
    expect(foldConnection([])).toEqual({
      status: 'never',
      realmId: undefined,
      generation: 0,
      consent: undefined,
    });
  });

  it('B1 a consent that was asked for is remembered by its hash until it is answered', () => {
    const waiting = foldConnection([asked]);
    expect(waiting).toMatchObject({ status: 'never', consent: { stateHash: 'a1', startOver: false } });
    expect(foldConnection([asked, connected()]).consent).toBeUndefined();
    expect(foldConnection([asked, { type: 'ConsentRefused', data: { reason: 'access_denied' } }])).toEqual(
      foldConnection([]),
    );
  });

  it('B1 the last consent that was asked for is the one that counts', () => {
    const again: ConnectionEvent = {
      type: 'ConsentRequested',
      data: { stateHash: 'b2', expiresAt: '2026-01-01T12:20:00Z', startOver: true },
    };
    expect(foldConnection([asked, again]).consent).toEqual(again.data);
  });

  it('B1 a refusal while connected changes nothing', () => {
    const refused: ConnectionEvent = { type: 'ConsentRefused', data: { reason: 'access_denied' } };
    expect(foldConnection([connected(), asked, refused])).toEqual(foldConnection([connected()]));
  });

  it('B3 a lost connection is lost, not deleted: company and generation stay', () => {
    expect(foldConnection([connected(), lost])).toMatchObject({
      status: 'lost',
      realmId: '145',
      generation: 1,
    });
  });

  it('B3 reconnecting the same company goes on in the same generation', () => {
    expect(foldConnection([connected(), lost, asked, connected()])).toEqual(foldConnection([connected()]));
  });

  it('B4 starting over with another company begins another generation', () => {
    expect(foldConnection([connected(), connected('999', 2)])).toMatchObject({
      status: 'connected',
      realmId: '999',
      generation: 2,
    });
  });

  it('B5 after a disconnect it is still known which company the links belong to', () => {
    expect(foldConnection([connected(), disconnected])).toMatchObject({
      status: 'disconnected',
      realmId: '145',
      generation: 1,
    });
  });
});

describe('who owns a company', () => {
  const claimed = (tenant: string): CompanyEvent => ({ type: 'CompanyClaimed', data: { tenant } });
  const released = (tenant: string): CompanyEvent => ({ type: 'CompanyReleased', data: { tenant } });

  it.each<[string, CompanyEvent[], string | undefined]>([
    ['B4 a company that nobody connected is free', [], undefined],
    ['B4 a company belongs to the tenant that connected it', [claimed('a')], 'a'],
    ['B4 a released company is free', [claimed('a'), released('a')], undefined],
    ['B4 a released company can be another’s', [claimed('a'), released('a'), claimed('b')], 'b'],
  ])('%s', (_title, events, owner) => {
    expect(companyOwner(events)).toBe(owner);
  });
});
