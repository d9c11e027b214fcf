import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import { BooksError, type BooksProblem, type BproBooks, BproSimulator, readBooks } from './index.js';
import { ANN, booksOf } from './fixtures.js';

type FileRecord = BproBooks['records'][number];

const AT = '2025-02-03T10:00:00.000Z';

const customer = (id: string): FileRecord => ({
  type: 'customer',
  id,
  createdAt: AT,
  data: { ...ANN, salesTermId: 'trm-1' },
});

const product: FileRecord = {
  type: 'product',
  id: 'prd-1',
  createdAt: AT,
  data: {
    name: 'Bell',
    number: null,
    description: null,
    kind: 'retail',
    tracksInventory: false,
    cost: null,
    price: '9.99',
    categoryId: null,
    taxable: true,
  },
};

const invoice = (id: string, more: object = {}): FileRecord => ({
  type: 'invoice',
  id,
  createdAt: AT,
  data: {
    number: id,
    customerId: 'cus-1',
    date: '2025-02-03',
    dueDate: '2025-02-03',
    salesTermId: null,
    taxGroupId: null,
    lines: [
      {
        id: '1',
        productId: 'prd-1',
        description: '',
        quantity: '3',
        unitPrice: '9.99',
        amount: '29.97',
        taxable: false,
      },
    ],
    discount: '0.00',
    taxTotal: '0.00',
    total: '29.97',
    memo: null,
    ...more,
  },
});

const payment = (more: object): FileRecord => ({
  type: 'payment',
  id: 'pay-1',
  createdAt: AT,
  data: {
    customerId: 'cus-1',
    invoiceId: 'inv-1',
    methodId: null,
    date: '2025-02-03',
    amount: '29.97',
    tip: '0.00',
    reference: null,
    note: null,
    ...more,
  },
});

/** Every place in a JSON value where something else can be put. */
const placesIn = (value: unknown): [Record<string, unknown>, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [
        [value as Record<string, unknown>, key] as [Record<string, unknown>, string],
        ...placesIn(inner),
      ])
    : [];

const problemsOf = (books: unknown): readonly BooksProblem[] => {
  try {
    readBooks(books);
    return [];
  } catch (error) {
    if (error instanceof BooksError) return error.problems;
    throw error;
  }
};

const rules = (...records: readonly FileRecord[]): string[] =>
  problemsOf(booksOf(...records)).map((p) => `${String(p.index)} ${p.id ?? ''} ${p.field}: ${p.rule}`);

describe('a file of books', () => {
  it('is taken when every rule of BPro holds, with defaults for what it leaves out', () => {
    const books = readBooks(booksOf(customer('cus-1'), product, invoice('inv-1'), payment({})));
    expect(books.find('invoice', 'inv-1')).toMatchObject({
      version: 1,
      state: 'active',
      origin: 'bpro',
      updatedAt: AT,
    });
  });

  it('references may stand before what they refer to', () => {
    expect(rules(payment({}), invoice('inv-1'), product, customer('cus-1'))).toEqual([]);
  });

  it.each([
    [
      'an unknown customer',
      [product, invoice('inv-1', { customerId: 'cus-9' })],
      '6 inv-1 data.customerId: unknown-reference',
    ],
    [
      'an unknown product',
      [customer('cus-1'), invoice('inv-1')],
      '6 inv-1 data.lines.0.productId: unknown-reference',
    ],
    [
      'a wrong total',
      [customer('cus-1'), product, invoice('inv-1', { total: '30.00' })],
      '7 inv-1 data.total: total-arithmetic',
    ],
    [
      'a discount beyond the lines',
      [customer('cus-1'), product, invoice('inv-1', { discount: '30.00', total: '0.00' })],
      '7 inv-1 data.discount: discount-too-large',
    ],
    [
      'a number used twice',
      [customer('cus-1'), product, invoice('inv-1'), invoice('inv-2', { number: 'inv-1' })],
      '8 inv-2 data.number: invoice-number-taken',
    ],
    ['an id used twice', [customer('cus-1'), customer('cus-1')], '6 cus-1 id: duplicate-id'],
    [
      "another customer's invoice",
      [customer('cus-1'), customer('cus-2'), product, invoice('inv-1'), payment({ customerId: 'cus-2' })],
      '9 pay-1 data.invoiceId: customer-mismatch',
    ],
    [
      'a tip above the amount',
      [customer('cus-1'), payment({ invoiceId: null, tip: '30.00' })],
      '6 pay-1 data.tip: tip-too-large',
    ],
    [
      'a field that BPro does not know',
      [{ ...product, data: { ...product.data, colour: 'red' } }],
      '5 prd-1 data.colour: invalid-field',
    ],
    [
      'an amount that is no money',
      [customer('cus-1'), payment({ invoiceId: null, amount: '29.9' })],
      '6 pay-1 data.amount: invalid-field',
    ],
    [
      'an unknown type',
      [{ ...product, type: 'estimate' } as unknown as FileRecord],
      '5 prd-1 type: invalid-record',
    ],
    ['a date that is none', [{ ...product, createdAt: 'yesterday' }], '5 prd-1 createdAt: invalid-record'],
  ])('names record, id, field and rule for %s', (_, records, expected) => {
    expect(rules(...records)).toEqual([expected]);
  });

  it('D2 needs exactly five sales terms', () => {
    const books = booksOf();
    expect(problemsOf({ ...books, records: books.records.slice(1) })).toMatchObject([
      { rule: 'sales-terms-fixed' },
    ]);
  });

  it('a category cannot lie in itself', () => {
    const category = (id: string, parentId: string): FileRecord => ({
      type: 'product-category',
      id,
      createdAt: AT,
      data: { name: id, parentId },
    });
    expect(rules(category('cat-1', 'cat-2'), category('cat-2', 'cat-1'))).toEqual([
      '5 cat-1 data.parentId: category-cycle',
      '6 cat-2 data.parentId: category-cycle',
    ]);
  });

  it('says that it is no such file', () => {
    expect(problemsOf({ format: 'csv' })).toContainEqual(
      expect.objectContaining({ field: 'format', rule: 'format' }),
    );
    expect(problemsOf('nonsense')).not.toEqual([]);
  });

  it('I3 the error carries no value of a record', () => {
    const secret = {
      ...customer('cus-1'),
      data: { ...customer('cus-1').data, displayName: 'Top Secret', taxExempt: 'Top Secret' },
    };
    const problems = problemsOf(booksOf(secret));
    expect(problems).toHaveLength(1);
    expect(new BooksError(problems).message).toContain('record 5 (customer cus-1): data.taxExempt');
    expect(JSON.stringify(problems)).not.toContain('Secret');
  });

  it('F9 whatever is broken in a file, the error names the record and the field, or the place in the frame', () => {
    const whole = booksOf(customer('cus-1'), product, invoice('inv-1'), payment({}));
    const junk = fc.oneof(
      fc.constantFrom(undefined, null, '', 'x', [], {}, -1, 1e300, true, '\u0000', 'cus-1'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.nat(), junk, (at, value) => {
        const broken: unknown = structuredClone(whole);
        const places = placesIn(broken);
        const [holder, key] = places[at % places.length]!;
        holder[key] = value;
        for (const problem of problemsOf(broken)) {
          expect(problem.field).not.toBe('');
          expect(problem.rule).toMatch(/^[a-z-]+$/);
          // What is broken may be the list itself, which then is another, or none.
          const { records } = broken as { records?: unknown };
          const count = Array.isArray(records) ? records.length : 0;
          if (problem.index !== undefined) expect(problem.index).toBeLessThan(count);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a file that is refused leaves the tenant as it was', () => {
    const simulator = new BproSimulator({ clock: new VirtualClock(), random: () => 0.5 });
    simulator.loadBooks('demo', booksOf(customer('cus-1')));
    expect(() => {
      simulator.loadBooks('demo', booksOf(customer('cus-2'), invoice('inv-1')));
    }).toThrow(BooksError);
    expect(simulator.dump('demo').map((r) => r.id)).toContain('cus-1');
    expect(() => {
      simulator.loadBooks('other', { format: 'csv' });
    }).toThrow(BooksError);
    expect(simulator.tenantNames()).toEqual(['demo']);
  });
});
