import { describe, it } from '@jest/globals';
import type { Bench } from '../spec-support/in-process.js';
import { expectRefused, type Refused } from '../spec-support/refusals.js';

const query = (text: string) => (bench: Bench) =>
  bench.call('GET', `query?query=${encodeURIComponent(text)}`);

const QUERIES: Readonly<Record<string, Refused>> = {
  "a query for Id = '' [recorded]": {
    answer: ['2030', 'Invalid ID', 'Id should be a valid number. Supplied value:'],
    call: query("select * from Customer where Id = ''"),
  },
  'a query that cannot be parsed [recorded]': {
    answer: [
      '4000',
      'Error parsing query',
      /^QueryParserError: Encountered " ">" "> "" at line 1, column \d+\./,
    ],
    call: query('select * from Customer where > 1'),
  },
  'a query of nothing [recorded]': {
    answer: ['4000', 'Error parsing query', '\nQueryParserError: The query provided was empty'],
    call: query(''),
  },
  'a property that the type does not have [recorded]': {
    answer: [
      '4001',
      'Invalid query',
      'QueryValidationError: Property EmailAddress not found for Entity Customer',
    ],
    call: query("select * from Customer where EmailAddress = 'a@b.c'"),
  },
  'a property that cannot be asked for [recorded]': {
    answer: ['4001', 'Invalid query', "QueryValidationError: property 'PrimaryEmailAddr' is not queryable"],
    call: query("select * from Vendor where PrimaryEmailAddr = 'a@b.c'"),
  },
  'more than 1000 rows at once [recorded]': {
    answer: [
      '4001',
      'Invalid query',
      'QueryValidationError: value 1500 is too large. Max allowed value is 1000',
    ],
    call: query('select * from Customer maxresults 1500'),
  },
  'a page that begins at 0 [recorded]': {
    answer: ['4001', 'Invalid query', 'QueryValidationError: value 0 is too small. Min allowed value is 1'],
    call: query('select * from Customer startposition 0'),
  },
};

describe('what QuickBooks answers to a query for', () => {
  it.each(Object.keys(QUERIES))('%s', (name) => expectRefused(QUERIES[name]!));
});
