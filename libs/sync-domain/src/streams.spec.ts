import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RECORD_TYPES } from './record-types.js';
import {
  companyStream,
  connectionStream,
  derivedRecordId,
  fullSyncStream,
  parseStream,
  recordStream,
  replayStream,
  settingsStream,
  STREAM_PREFIXES,
} from './streams.js';

/** What somebody may have called a tenant or a record: separators, percent signs, any script, stream names. */
const id = fc.oneof(
  fc.constantFrom(
    '_',
    '-',
    'a_b-c',
    '%5F',
    '%',
    '100%25',
    'record-a_1_customer_b',
    ' ',
    '\n',
    'Łódź',
    '株式会社',
    '🚲',
    '../..',
    '$$settings',
    'b.c-1_2',
  ),
  fc.string({ minLength: 1, unit: 'grapheme' }),
);
const key = fc.record({
  tenant: id,
  generation: fc.nat(),
  type: fc.constantFrom(...RECORD_TYPES),
  recordId: id,
});

describe('names of streams', () => {
  it('I1 whatever a tenant, a run or a record is called, its stream’s name gives it back', () => {
    fc.assert(
      fc.property(id, id, key, (a, b, record) => {
        expect(parseStream(settingsStream(a))).toEqual({ kind: 'settings', tenant: a });
        expect(parseStream(connectionStream(a))).toEqual({ kind: 'connection', tenant: a });
        expect(parseStream(replayStream(a))).toEqual({ kind: 'replay', tenant: a });
        expect(parseStream(companyStream(a))).toEqual({ kind: 'company', realmId: a });
        expect(parseStream(fullSyncStream(a, b))).toEqual({ kind: 'full-sync', tenant: a, run: b });
        expect(parseStream(recordStream(record))).toEqual({ kind: 'record', ...record });
      }),
    );
  });

  it('I2 no two tenants, runs or records share a stream', () => {
    const names = fc.oneof(
      id.map((a) => [['settings', a], settingsStream(a)] as const),
      fc.tuple(id, id).map(([a, b]) => [['run', a, b], fullSyncStream(a, b)] as const),
      key.map((k) => [['record', k.tenant, k.generation, k.type, k.recordId], recordStream(k)] as const),
    );
    fc.assert(
      fc.property(names, names, ([a, nameOfA], [b, nameOfB]) => {
        expect(nameOfA === nameOfB).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  it('I2 the prefix of a category selects its streams and no other category’s', () => {
    fc.assert(
      fc.property(id, id, key, (a, b, record) => {
        const names = [
          settingsStream(a),
          connectionStream(a),
          companyStream(a),
          fullSyncStream(a, b),
          replayStream(a),
          recordStream(record),
        ];
        const prefixes = names.map((name) => STREAM_PREFIXES.filter((prefix) => name.startsWith(prefix)));
        expect(prefixes).toEqual(STREAM_PREFIXES.map((prefix) => [prefix]));
      }),
    );
  });

  it('I1 names are for ever: these stand in stores already', () => {
    expect(settingsStream('shop-1')).toBe('settings-shop%2D1');
    expect(connectionStream('shop_1')).toBe('qboConnection-shop%5F1');
    expect(companyStream('4620816365')).toBe('qboCompany-4620816365');
    expect(fullSyncStream('shop', 'a1-b2')).toBe('fullSync-shop_a1%2Db2');
    expect(replayStream('shop')).toBe('replay-shop');
    expect(recordStream({ tenant: 'shop', generation: 2, type: 'payment-method', recordId: 'b.cash' })).toBe(
      'record-shop_2_payment-method_b.cash',
    );
  });

  it.each([
    ['a system stream', '$projections-$all'],
    ['the metadata of one of ours', '$$settings-shop'],
    ['another product’s', 'orders-shop'],
    ['a category without an id', 'settings'],
    ['a category whose last letter is the id', 'settingsX'],
    ['no tenant', 'settings-'],
    ['one part too many', 'settings-shop_2'],
    ['an id that we would have encoded otherwise', 'settings-a-b'],
    ['an encoding that is none', 'settings-%zz'],
    ['bytes that are no text', 'settings-%FF'],
    ['a run without tenant', 'fullSync-_a1'],
    ['a run without a name', 'fullSync-shop'],
    ['a run with one part too many', 'fullSync-shop_a_b'],
    ['a record of a type that we do not have', 'record-shop_1_vendor_b.1'],
    ['a record without an id', 'record-shop_1_customer'],
    ['a record with an empty id', 'record-shop_1_customer_'],
    ['a record with one part too many', 'record-shop_1_customer_b.1_c'],
    ['a generation that is no number', 'record-shop_NaN_customer_b.1'],
    ['a generation below zero', 'record-shop_-1_customer_b.1'],
    ['a generation that we would have written otherwise', 'record-shop_01_customer_b.1'],
    ['nothing', ''],
  ])('I2 a stream that is not ours is refused: %s', (_what, name) => {
    expect(parseStream(name)).toBeUndefined();
  });

  it('F1 a record found first in BPro and one found first in QuickBooks never share an id', () => {
    fc.assert(fc.property(id, id, (a, b) => derivedRecordId('bpro', a) !== derivedRecordId('qbo', b)));
    expect(derivedRecordId('bpro', 'c-1')).toBe('b.c-1');
    expect(derivedRecordId('qbo', '145')).toBe('q.145');
  });
});
