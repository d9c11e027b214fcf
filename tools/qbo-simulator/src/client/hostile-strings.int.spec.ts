import { describe, expect, it } from '@jest/globals';
import { QboFault, type BatchItem, type Condition, type QboRecord } from '@bpro-qbo-sync/qbo-client';
import { hostileStrings } from '../spec-support/hostile-strings.js';
import { REALM, salesLine } from '../spec-support/in-process.js';
import { bulk, CONNECTION, type ClientBench, clientBench, live } from './connected-client.js';

const FAST = { requestsPerMinute: 1e9, requestsPerSecond: 1e9, batchesPerMinute: 1e9 };
const BATCH = 30;

interface Kind {
  readonly entity: 'Customer' | 'Item' | 'PaymentMethod' | 'Term';
  readonly property: 'DisplayName' | 'Name';
  readonly max: number;
  readonly count: number;
  body(name: string): QboRecord;
}
const KINDS: readonly Kind[] = [
  {
    entity: 'Customer',
    property: 'DisplayName',
    max: 500,
    count: 4_000,
    body: (DisplayName) => ({ DisplayName }),
  },
  {
    entity: 'Item',
    property: 'Name',
    max: 100,
    count: 3_000,
    body: (Name) => ({ Name, Type: 'Service', IncomeAccountRef: { value: '79' } }),
  },
  { entity: 'PaymentMethod', property: 'Name', max: 31, count: 1_500, body: (Name) => ({ Name }) },
  { entity: 'Term', property: 'Name', max: 31, count: 1_500, body: (Name) => ({ Name, DueDays: 10 }) },
];

/** The books as this test keeps them: what was taken, by the name as QuickBooks compares it. */
class Expected {
  readonly stored = new Map<string, string>();

  constructor(
    private readonly max: number,
    existing: readonly string[],
  ) {
    for (const name of existing) this.stored.set(keyOf(name), name);
  }

  /** The code of the refusal; undefined: it is stored, without blanks at its ends. */
  create(name: string): string | undefined {
    const trimmed = name.trim();
    if (trimmed === '') return '2020';
    if (/[:\t\n\r]/.test(trimmed)) return '2040';
    if (trimmed.length > this.max) return '2050';
    if (this.stored.has(keyOf(trimmed))) return '6240';
    this.stored.set(keyOf(trimmed), trimmed);
    return undefined;
  }

  find(names: readonly string[]): string[] {
    return [...new Set(names.map(keyOf))].flatMap((key) => this.stored.get(key) ?? []).sort();
  }
}
const keyOf = (name: string): string => name.trim().toLowerCase();

/** What the client does not put into a query: no text of a query can hold it. */
const isUnsayable = (text: string): boolean => /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);

const namesIn = (rows: readonly QboRecord[], { property }: Kind): string[] =>
  rows.map((row) => String(row[property])).sort();

const existing = ({ bench }: ClientBench, { entity, property }: Kind): string[] =>
  bench.simulator.dump(REALM)[entity].map((record) => String(record[property]));

async function createAll(
  subject: ClientBench,
  kind: Kind,
  names: readonly string[],
): Promise<(string | undefined)[]> {
  const { api, run } = subject;
  const outcomes: (string | undefined)[] = [];
  for (let at = 0; at < names.length; at += BATCH) {
    const items = names.slice(at, at + BATCH).map((name, i): BatchItem => ({
      bId: String(i + 10),
      entity: kind.entity,
      operation: 'create',
      body: kind.body(name),
    }));
    const results = await run(api.batch(CONNECTION, items, bulk(`h-${kind.entity}-${String(at)}`)));
    for (const result of results)
      outcomes.push(result.ok === true ? undefined : result.ok === 'missing' ? 'missing' : result.fault.code);
  }
  return outcomes;
}

/** The names that a query finds, or `refused`: the client did not send it. */
async function found(
  { api, run }: ClientBench,
  kind: Kind,
  condition: Condition,
): Promise<string[] | 'refused'> {
  try {
    return namesIn(await run(api.query(CONNECTION, { entity: kind.entity, where: [condition] })), kind);
  } catch (error) {
    if (error instanceof QboFault && error.code === 'query') return 'refused';
    throw error;
  }
}

describe.each(KINDS)('$count hostile strings as names of a $entity and in its queries', (kind) => {
  const names = hostileStrings(kind.max, kind.count, kind.max);

  it('each is stored as it is or refused as documented, and found again by no other query than its own [documented]', async () => {
    const subject = await clientBench({}, { limits: FAST });
    const expected = new Expected(kind.max, existing(subject, kind));
    const outcomes = await createAll(subject, kind, names);
    expect(outcomes.map((outcome, i) => [names[i], outcome])).toEqual(
      names.map((name) => [name, expected.create(name)]),
    );
    expect(existing(subject, kind).sort()).toEqual([...expected.stored.values()].sort());

    const wrong: unknown[] = [];
    let refused = 0;
    const check = async (condition: Condition, asked: readonly string[]): Promise<void> => {
      const answer = await found(subject, kind, condition);
      const text = JSON.stringify(condition.value);
      if (answer === 'refused') {
        refused++;
        if (!asked.some(isUnsayable) && encodeURIComponent(text).length < 7_000) wrong.push({ text, answer });
      } else if (JSON.stringify(answer) !== JSON.stringify(expected.find(asked)))
        wrong.push({ text, answer });
    };
    for (const name of names) await check({ property: kind.property, operator: '=', value: name }, [name]);
    for (let at = 0; at < names.length; at += 5) {
      const some = names.slice(at, at + 5).filter((name) => name.length < 200 && !isUnsayable(name));
      if (some.length > 0) await check({ property: kind.property, operator: 'IN', value: some }, some);
    }
    expect(wrong).toEqual([]);
    // The test is worth something: most strings are sayable, and a good part can be stored.
    expect(refused).toBeLessThan(names.length / 2);
    expect(expected.stored.size).toBeGreaterThan(names.length / 4);
  }, 60_000);
});

describe('hostile strings elsewhere', () => {
  it('a document number is found by itself alone, and a text of the invoice comes back as it was [documented]', async () => {
    const subject = await clientBench({}, { limits: FAST });
    const { api, bench, run } = subject;
    const CustomerRef = { value: await bench.customer('Ann') };
    const byNumber = new Map<string, string[]>();
    for (const [i, text] of hostileStrings(11, 600, 21).entries()) {
      const DocNumber = text.slice(0, 21);
      const body = { CustomerRef, Line: [salesLine(1)], DocNumber, PrivateNote: text };
      const write = { entity: 'Invoice', operation: 'create', body, allowDuplicateDocNumber: true } as const;
      const { record } = await run(api.write(CONNECTION, write, live(`d-${String(i)}`)));
      expect([record['PrivateNote'], record['DocNumber']]).toEqual([text, DocNumber]);
      const key = keyOf(DocNumber);
      byNumber.set(key, [...(byNumber.get(key) ?? []), String(record['Id'])]);
      if (isUnsayable(DocNumber)) continue;
      const where = [{ property: 'DocNumber', operator: '=', value: DocNumber } as const];
      const rows = await run(api.query(CONNECTION, { entity: 'Invoice', where, orderBy: 'Id' }));
      expect([DocNumber, rows.map((row) => row['Id'])]).toEqual([DocNumber, byNumber.get(key)]);
      expect(await run(api.count(CONNECTION, 'Invoice', where))).toBe(byNumber.get(key)?.length);
    }
    expect(byNumber.size).toBeGreaterThan(150);
  });
});
