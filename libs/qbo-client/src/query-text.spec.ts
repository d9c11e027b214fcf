import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QboFault, type Query } from './port.js';
import { criteria } from './query-text.js';
import { CONNECTION, connectedClient } from './testing/connected-client.js';

type Token = { readonly text: string } | { readonly word: string };

/** QuickBooks' lexer for what stands between the words: a string in quotes, where a backslash takes the next character. */
function lex(query: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /'((?:\\.|[^'\\])*)'|([^\s'(),]+|[(),])/gsu;
  let end = 0;
  for (const match of query.matchAll(pattern)) {
    if (query.slice(end, match.index).trim() !== '') throw new Error('not a query');
    end = match.index + match[0].length;
    if (match[1] === undefined) tokens.push({ word: match[2] ?? '' });
    else tokens.push({ text: match[1].replace(/\\(.)/gsu, '$1') });
  }
  if (query.slice(end).trim() !== '') throw new Error('not a query');
  return tokens;
}

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom("'", '\\', '%', '&', '#', '+', '=', '@', '<', '>', '"', '`', ' ', 'a', '’', '😀'),
  }),
  fc.constantFrom(
    "x' or Id > '0",
    "\\' or 1=1 --",
    '@@',
    '%27',
    '\\',
    "O'Neil\\",
    "') startposition 1 maxresults 1",
  ),
);
const sendable = hostile.filter((text) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text));

describe('a query', () => {
  it('is conditions, order and page', () => {
    const query: Query = {
      entity: 'Customer',
      where: [
        { property: 'MetaData.LastUpdatedTime', operator: '>=', value: '2026-01-01T00:00:00Z' },
        { property: 'Active', operator: 'IN', value: [true, false] },
        { property: 'Balance', operator: '>', value: 0 },
      ],
      orderBy: 'Id ASC',
      startPosition: 1000,
      maxResults: 1000,
    };
    expect(criteria(query)).toBe(
      " where MetaData.LastUpdatedTime >= '2026-01-01T00:00:00Z' and Active IN (true,false) and Balance > 0 orderby Id ASC startposition 1000 maxresults 1000",
    );
  });

  it('means the same whatever a value holds, up to the wire', async () => {
    const { api, clock, server } = await connectedClient({
      limits: { requestsPerMinute: 1e6, requestsPerSecond: 1e6 },
    });
    await fc.assert(
      fc.asyncProperty(sendable, sendable, async (one, two) => {
        const where = [
          { property: 'DisplayName', operator: '=' as const, value: one },
          { property: 'GivenName', operator: 'IN' as const, value: [two, one] },
        ];
        await clock.runUntil(api.query(CONNECTION, { entity: 'Customer', where }));
        const page = ['startposition', '1', 'maxresults', '1000'].map((word) => ({ word }));
        const select = ['select', '*', 'from', 'customer'].map((word) => ({ word }));
        const conditions = (eq: string, and: string): Token[] => [
          ...['where', 'DisplayName', eq].map((word) => ({ word })),
          { text: one },
          ...[and, 'GivenName', 'IN', '('].map((word) => ({ word })),
          { text: two },
          { word: ',' },
          { text: one },
          { word: ')' },
        ];
        expect(lex(server.apiCalls().at(-1)?.query.get('query') ?? '')).toEqual([
          ...select,
          ...conditions('=', 'and'),
          ...page,
        ]);
        await clock.runUntil(api.count(CONNECTION, 'Customer', where));
        expect(lex(server.apiCalls().at(-1)?.query.get('query') ?? '')).toEqual([
          ...['select', 'count(', '*', ')', 'from', 'customer'].flatMap((w) => lex(w)),
          ...conditions('=', 'and'),
          ...page,
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what it cannot say, before anything is sent', () => {
    const refused: Partial<Query>[] = [
      { where: [{ property: 'DisplayName', operator: '=', value: 'a\nb' }] },
      { where: [{ property: 'DisplayName', operator: '=', value: 'a\u0000' }] },
      { where: [{ property: 'DisplayName', operator: '=', value: '\ud800' }] },
      { where: [{ property: "Id = '1' and DisplayName", operator: '=', value: 'a' }] },
      { where: [{ property: 'Id', operator: 'IN', value: [] }] },
      { where: [{ property: 'Id', operator: '=', value: ['1'] }] },
      { where: [{ property: 'Id', operator: 'IN', value: '1' }] },
      { where: [{ property: 'Balance', operator: '>', value: Number.NaN }] },
      { where: [{ property: 'Id', operator: 'IN', value: Array.from({ length: 3000 }, String) }] },
      { orderBy: 'Id; drop' },
      { startPosition: 0 },
      { maxResults: 1001 },
    ];
    for (const part of refused) {
      const build = (): string => criteria({ entity: 'Customer', ...part });
      expect(build).toThrow(QboFault);
      expect(build).toThrow('The query was not sent');
    }
  });

  it('an entity that QuickBooks does not have is refused', async () => {
    const { api, server } = await connectedClient();
    const failed = api.query(CONNECTION, { entity: 'customer where 1=1' });
    await expect(failed).rejects.toMatchObject({ kind: 'validation', code: 'unsupported-operation' });
    expect(server.seen).toHaveLength(0);
  });
});
