import { describe, expect, it } from '@jest/globals';
import { isAskedFor } from '../qbo-record.js';
import { RECORD_TYPES } from '../record-types.js';
import { BPRO_SCHEMAS, MAPPINGS } from './registry.js';

describe('the registry', () => {
  it('E2 holds one mapping per record type, in dependency order', () => {
    expect(Object.keys(MAPPINGS)).toEqual([...RECORD_TYPES]);
  });

  it.each(RECORD_TYPES)('%s stands under its own name, with the schema that BPro is read by', (type) => {
    expect(MAPPINGS[type].type).toBe(type);
    expect(MAPPINGS[type].bproSchema).toBe(BPRO_SCHEMAS[type]);
  });

  it('F15 products and categories share the entity Item, and no item is both', () => {
    expect(MAPPINGS.product.qboEntity).toBe(MAPPINGS['product-category'].qboEntity);
    for (const Type of ['Category', 'Inventory', 'NonInventory', 'Service', 'Group']) {
      const raw = {
        Id: '1',
        SyncToken: '0',
        Type,
        Name: 'x',
        MetaData: { CreateTime: '2026-01-05T09:00:00-08:00' },
      };
      const units = MAPPINGS.product.units(raw).length + MAPPINGS['product-category'].units(raw).length;
      expect(units).toBe(Type === 'Group' ? 0 : 1);
      expect(isAskedFor(MAPPINGS.product, raw)).toBe(!['Group', 'Category'].includes(Type));
      expect(isAskedFor(MAPPINGS['product-category'], { ...raw, Active: false })).toBe(Type === 'Category');
    }
  });
});
