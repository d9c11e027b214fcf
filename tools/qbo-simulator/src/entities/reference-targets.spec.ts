import { describe, expect, it } from '@jest/globals';
import { DEFINITIONS } from '../schema/definitions.js';
import type { EntityName } from '../schema/entity-names.js';
import type { Fields } from '../schema/field.js';
import { targetOf } from './reference-targets.js';

describe('references', () => {
  it('lead to the same type by their name as by the tables of the record types', () => {
    const wrong: string[] = [];
    const visit = (entity: EntityName, fields: Fields, path: string): void => {
      for (const [key, field] of Object.entries(fields)) {
        if (field.kind === 'ref' && field.to && targetOf(entity, key) !== field.to)
          wrong.push(`${path}.${key}`);
        if (field.kind === 'object') visit(entity, field.fields, `${path}.${key}`);
        if (field.kind === 'list') visit(entity, field.of, `${path}.${key}`);
      }
    };
    for (const { name, fields } of DEFINITIONS.values()) visit(name, fields, name);
    expect(wrong).toEqual([]);
  });
});
