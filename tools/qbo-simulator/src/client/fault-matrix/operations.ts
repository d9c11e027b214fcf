import type { BatchItem, QboApi, QboRecord } from '@bpro-qbo-sync/qbo-client';
import { REALM, salesLine } from '../../spec-support/in-process.js';
import { CONNECTION, type ClientBench, clientBench, live } from '../connected-client.js';

/** What nothing but QuickBooks and the caller may ever see. */
export const PLANTED = {
  name: 'Planted Person',
  email: 'planted@example.com',
  phone: '555-PLANTED',
  address: '1 Planted Lane',
  memo: 'planted memo',
  number: 'PLANTED-1',
  secret: 'planted-client-secret',
} as const;

export interface MatrixBench extends ClientBench {
  readonly customer: string;
  readonly invoice: string;
  /** What the client logged and told its observer. */
  readonly told: unknown[];
}

const customerBody = (name: string): QboRecord => ({
  DisplayName: name,
  PrimaryEmailAddr: { Address: PLANTED.email },
  PrimaryPhone: { FreeFormNumber: PLANTED.phone },
  BillAddr: { Line1: PLANTED.address },
  Notes: PLANTED.memo,
});

export async function matrixBench(): Promise<MatrixBench> {
  const told: unknown[] = [];
  const subject = await clientBench(
    { switches: { oauth: { clientSecret: PLANTED.secret } } },
    {
      log: (level, event, fields) => told.push({ level, event, fields }),
      onCall: (call) => told.push(call),
    },
  );
  const { bench } = subject;
  const customer = await bench.customer(PLANTED.name);
  const { Id: invoice } = await bench.invoice(customer, 40, {
    DocNumber: PLANTED.number,
    PrivateNote: PLANTED.memo,
  });
  return { ...subject, customer, invoice, told };
}

export interface Operation {
  /** The method of `QboApi` that it calls. */
  readonly method: keyof QboApi;
  /** As fault rules name it. */
  readonly seenAs: string;
  readonly run: (bench: MatrixBench) => Promise<unknown>;
  /** How often it was done, for a write: looked up in QuickBooks' own books. */
  readonly times?: (bench: MatrixBench) => number;
}

const named = ({ bench }: MatrixBench, name: string): number =>
  bench.simulator.dump(REALM).Customer.filter((record) => record['DisplayName'] === name).length;

/** The invoice's SyncToken counts what was done to it. */
const tokenOf = ({ bench, invoice }: MatrixBench): number =>
  Number(
    bench.simulator.dump(REALM).Invoice.find((record) => record['Id'] === invoice)?.['SyncToken'] ?? NaN,
  );

const key = ({ invoice }: MatrixBench): QboRecord => ({ Id: invoice, SyncToken: '0' });

const items: readonly BatchItem[] = [1, 2, 3].map((n) => ({
  bId: `0${String(n)}`,
  entity: 'Customer',
  operation: 'create',
  body: customerBody(`${PLANTED.name} ${String(n)}`),
}));

export const WRITES: Readonly<Record<string, Operation>> = {
  'create a customer': {
    method: 'write',
    seenAs: 'create',
    run: ({ api }) =>
      api.write(
        CONNECTION,
        { entity: 'Customer', operation: 'create', body: customerBody(`${PLANTED.name} 1`) },
        live('key'),
      ),
    times: (bench) => named(bench, `${PLANTED.name} 1`),
  },
  'create an invoice': {
    method: 'write',
    seenAs: 'create',
    run: ({ api, customer }) => {
      const body = { CustomerRef: { value: customer }, Line: [salesLine(10)], DocNumber: 'PLANTED-2' };
      return api.write(CONNECTION, { entity: 'Invoice', operation: 'create', body }, live('key'));
    },
    times: ({ bench }) =>
      bench.simulator.dump(REALM).Invoice.filter((record) => record['DocNumber'] === 'PLANTED-2').length,
  },
  'update an invoice': {
    method: 'write',
    seenAs: 'update',
    run: (bench) => {
      const body = { ...key(bench), sparse: true, PrivateNote: `${PLANTED.memo} 2` };
      return bench.api.write(CONNECTION, { entity: 'Invoice', operation: 'update', body }, live('key'));
    },
    times: tokenOf,
  },
  'void an invoice': {
    method: 'write',
    seenAs: 'void',
    run: (bench) =>
      bench.api.write(CONNECTION, { entity: 'Invoice', operation: 'void', body: key(bench) }, live('key')),
    times: tokenOf,
  },
  'delete an invoice': {
    method: 'write',
    seenAs: 'delete',
    run: (bench) =>
      bench.api.write(CONNECTION, { entity: 'Invoice', operation: 'delete', body: key(bench) }, live('key')),
    times: (bench) => (Number.isNaN(tokenOf(bench)) ? 1 : 0),
  },
  'a batch': {
    method: 'batch',
    seenAs: 'batch',
    run: ({ api }) => api.batch(CONNECTION, items, live('key')),
    times: (bench) => {
      const counts = items.map(({ body }) => named(bench, String(body['DisplayName'])));
      return new Set(counts).size === 1 ? (counts[0] ?? NaN) : NaN;
    },
  },
  'make a tax code': {
    method: 'createTaxCode',
    seenAs: 'create',
    run: ({ api }) => {
      const TaxRateDetails = [
        { TaxRateName: 'PLANTED rate', RateValue: '1', TaxAgencyId: '1', TaxApplicableOn: 'Sales' },
      ];
      return api.createTaxCode(CONNECTION, { TaxCode: 'PLANTED tax', TaxRateDetails }, live('key'));
    },
    times: ({ bench }) =>
      bench.simulator.dump(REALM).TaxCode.filter((record) => record['Name'] === 'PLANTED tax').length,
  },
};

async function all(pages: ReturnType<QboApi['pages']>): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const page of pages) rows.push(...page.rows);
  return rows;
}

export const READS: Readonly<Record<string, Operation>> = {
  'look up a name': {
    method: 'query',
    seenAs: 'query',
    run: ({ api }) =>
      api.query(CONNECTION, {
        entity: 'Customer',
        where: [{ property: 'DisplayName', operator: '=', value: PLANTED.name }],
      }),
  },
  'read all pages': {
    method: 'pages',
    seenAs: 'query',
    run: ({ api }) => all(api.pages(CONNECTION, 'Invoice')),
  },
  count: {
    method: 'count',
    seenAs: 'query',
    run: ({ api }) => api.count(CONNECTION, 'Invoice'),
  },
  'read one': {
    method: 'read',
    seenAs: 'read',
    run: ({ api, invoice }) => api.read(CONNECTION, 'Invoice', invoice),
  },
  'changes since': {
    method: 'changes',
    seenAs: 'cdc',
    // All but when it was answered, which is later after a fault.
    run: async ({ api }) => {
      const { time: _, ...told } = await api.changes(
        CONNECTION,
        ['Customer', 'Invoice'],
        '2026-05-01T00:00:00Z',
      );
      return told;
    },
  },
  'the company': { method: 'companyInfo', seenAs: 'read', run: ({ api }) => api.companyInfo(CONNECTION) },
  'its preferences': { method: 'preferences', seenAs: 'read', run: ({ api }) => api.preferences(CONNECTION) },
};
