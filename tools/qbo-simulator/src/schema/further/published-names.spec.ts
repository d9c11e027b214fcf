import { expect, it } from '@jest/globals';
import { definitionOf } from '../definitions.js';
import type { EntityName } from '../entity-names.js';
import { PUBLISHED_NAMES } from './published-names.js';

it.each(Object.entries(PUBLISHED_NAMES) as [EntityName, readonly string[]][])(
  'the table of %s has every property of the published schema [documented]',
  (entity, names) => {
    const { fields } = definitionOf(entity);
    expect(names.filter((name) => !(name in fields))).toEqual([]);
  },
);
