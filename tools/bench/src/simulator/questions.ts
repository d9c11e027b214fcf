import { changedAt, dayOf, nameOf, numberOf, type SizedCompany } from './company.js';

/** A call that reads, the `n`th of its kind. */
export interface Question {
  readonly name: string;
  readonly path: (company: SizedCompany, n: number) => string;
}

const query = (text: string): string => `query?query=${encodeURIComponent(text)}`;

/** Questions by query: `text` gets the company and a number that differs from call to call. */
const asked = (name: string, text: (company: SizedCompany, n: number) => string): Question => ({
  name,
  path: (company, n) => query(text(company, n)),
});

/** The first, the middle and the last page of a query over so many records. */
function pages(
  name: string,
  size: number,
  text: string,
  of: (company: SizedCompany) => number,
): readonly Question[] {
  const at = (place: string, position: (count: number) => number): Question =>
    asked(
      `${name}, ${place} page`,
      (company) => `${text} STARTPOSITION ${String(position(of(company)))} MAXRESULTS ${String(size)}`,
    );
  return [
    at('first', () => 1),
    at('middle', (count) => Math.max(1, Math.floor((count - size) / 2))),
    at('last', (count) => Math.max(1, count - size + 1)),
  ];
}

const invoices = (company: SizedCompany): number => company.invoices;
const customers = (company: SizedCompany): number => company.customers;
const active = (company: SizedCompany): number => Math.floor(company.customers * 0.9);
const middle = (company: SizedCompany): number => Math.floor(company.invoices / 2);
/** A place that is another one at each call. */
const wander = (count: number, n: number): number => (n * 7919) % count;

/** Every kind of page, count and look-up; pages of `size` records. */
export function questions(size: number): readonly Question[] {
  const page = `MAXRESULTS ${String(size)}`;
  const half = (company: SizedCompany): string => dayOf(middle(company));
  return [
    ...pages('invoices by Id', size, 'SELECT * FROM Invoice ORDERBY Id', invoices),
    ...pages('invoices by Id downwards', size, 'SELECT * FROM Invoice ORDERBY Id DESC', invoices),
    ...pages('invoices, newest change first', size, 'SELECT * FROM Invoice', invoices),
    ...pages('invoices by date', size, 'SELECT * FROM Invoice ORDERBY TxnDate', invoices),
    asked(
      'invoices with an Id above another',
      (company, n) =>
        `SELECT * FROM Invoice WHERE Id > '${String(middle(company) - (n % 50))}' ORDERBY Id ${page}`,
    ),
    asked(
      'invoices of a day',
      (company, n) => `SELECT * FROM Invoice WHERE TxnDate = '${dayOf(wander(company.invoices, n))}' ${page}`,
    ),
    asked('invoices from a day on by Id, first page', (company) => {
      return `SELECT * FROM Invoice WHERE TxnDate >= '${half(company)}' ORDERBY Id ${page}`;
    }),
    asked('invoices from a day on by Id, last page', (company) => {
      const last = Math.max(1, middle(company) - size);
      return `SELECT * FROM Invoice WHERE TxnDate >= '${half(company)}' ORDERBY Id STARTPOSITION ${String(last)} ${page}`;
    }),
    asked('invoices changed since a time by Id', (company, n) => {
      const since = changedAt(company.invoices - size + (n % 10), company.invoices);
      return `SELECT * FROM Invoice WHERE MetaData.LastUpdatedTime >= '${since}' ORDERBY Id ${page}`;
    }),
    asked(
      'invoice with a number',
      (company, n) => `SELECT * FROM Invoice WHERE DocNumber = '${numberOf(wander(company.invoices, n))}'`,
    ),
    asked(
      'invoices of a customer',
      (company, n) =>
        `SELECT * FROM Invoice WHERE CustomerRef = '${String(1 + wander(company.customers, n))}' ORDERBY TxnDate`,
    ),
    asked('count of invoices', () => 'SELECT COUNT(*) FROM Invoice'),
    asked(
      'count of invoices from a day on',
      (company, n) => `SELECT COUNT(*) FROM Invoice WHERE TxnDate >= '${dayOf(wander(company.invoices, n))}'`,
    ),
    asked(
      'count of invoices of a customer',
      (company, n) =>
        `SELECT COUNT(*) FROM Invoice WHERE CustomerRef = '${String(1 + wander(company.customers, n))}'`,
    ),
    ...pages('active customers by name', size, 'SELECT * FROM Customer', active),
    ...pages('active customers by Id', size, 'SELECT * FROM Customer ORDERBY Id', active),
    ...pages(
      'all customers by Id',
      size,
      'SELECT * FROM Customer WHERE Active IN (true, false) ORDERBY Id',
      customers,
    ),
    asked('count of active customers', () => 'SELECT COUNT(*) FROM Customer'),
    asked('count of all customers', () => 'SELECT COUNT(*) FROM Customer WHERE Active IN (true, false)'),
    asked('count of inactive customers', () => 'SELECT COUNT(*) FROM Customer WHERE Active = false'),
    asked(
      'customer with a name',
      (company, n) => `SELECT * FROM Customer WHERE DisplayName = '${nameOf(activePlace(company, n))}'`,
    ),
    asked(
      'customers with one of ten names',
      (company, n) => `SELECT * FROM Customer WHERE DisplayName IN (${tenNames(company, n)})`,
    ),
    asked('customers whose names begin alike', (company, n) => {
      const beginning = nameOf(activePlace(company, n)).slice(0, -1);
      return `SELECT * FROM Customer WHERE DisplayName LIKE '${beginning}%'`;
    }),
    {
      name: 'invoice by its Id',
      path: (company, n) => `invoice/${String(1 + wander(company.invoices, n))}`,
    },
    {
      name: 'change data capture of invoices',
      path: ({ invoices: count }) => `cdc?entities=Invoice&changedSince=${changedAt(count - size, count)}`,
    },
  ];
}

/** Questions that have to look at every record. */
export function searches(size: number): readonly Question[] {
  return [
    asked('customers with a text in their names', (company, n) => {
      const end = nameOf(activePlace(company, n)).slice(-6);
      return `SELECT * FROM Customer WHERE DisplayName LIKE '%${end}%'`;
    }),
    asked('invoices in an order not asked for before', (_, n) => {
      return `SELECT * FROM Invoice ORDERBY ${unusedOrder(n)} MAXRESULTS ${String(size)}`;
    }),
  ];
}

const ORDERED = [
  'TxnDate',
  'DocNumber',
  'TotalAmt',
  'Balance',
  'DueDate',
  'CustomerRef',
  'MetaData.CreateTime',
];

/** Another order for each of 196 numbers; the simulator keeps fewer of them. */
function unusedOrder(n: number): string {
  const pick = (at: number): string => `${ORDERED[at % 7] ?? 'Id'}${at % 14 < 7 ? '' : ' DESC'}`;
  return `${pick(n % 14)}, ${pick(Math.floor(n / 14) % 14)}`;
}

/** Not the place of an inactive customer. */
function activePlace(company: SizedCompany, n: number): number {
  const place = wander(company.customers, n);
  return place - (place % 10) + (place % 9);
}

const tenNames = (company: SizedCompany, n: number): string =>
  Array.from({ length: 10 }, (_, i) => `'${nameOf(activePlace(company, n * 10 + i))}'`).join(', ');
