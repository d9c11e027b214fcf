import type { QboRecord } from '@bpro-qbo-sync/qbo-simulator';
import { type SizedCompany, invoiceId, nameOf, storedRecord } from './company.js';

/** A call that writes, the `n`th of its kind. */
export interface Write {
  readonly name: string;
  readonly write: (company: SizedCompany, n: number) => Promise<unknown>;
}

const ITEM_LINE = {
  DetailType: 'SalesItemLineDetail',
  Amount: 20,
  SalesItemLineDetail: { ItemRef: { value: '1' }, Qty: 2, UnitPrice: 10 },
};

export const WRITES: readonly Write[] = [
  {
    name: 'create an invoice',
    write: ({ ask }, n) =>
      ask('POST', 'invoice', { CustomerRef: { value: String(2 + (n % 5)) }, Line: [ITEM_LINE] }),
  },
  { name: 'edit an invoice', write: editInvoice },
  { name: 'edit a customer', write: editCustomer },
  {
    name: 'receive a payment of an invoice',
    write: (company, n) => {
      const { CustomerRef } = storedRecord(company, 'Invoice', invoiceId(10 * n));
      const LinkedTxn = [{ TxnId: invoiceId(10 * n), TxnType: 'Invoice' }];
      return company.ask('POST', 'payment', {
        CustomerRef,
        TotalAmt: 1,
        Line: [{ Amount: 1, LinkedTxn }],
      });
    },
  },
  {
    name: 'delete an invoice',
    write: (company, n) =>
      company.ask('POST', 'invoice?operation=delete', keyOf(company, 'Invoice', invoiceId(10 * n + 1))),
  },
  {
    name: 'rename a customer with ten below it',
    write: (company, n) => edit(company, 'Customer', '1', { DisplayName: `${nameOf(0)} ${String(n)}` }),
  },
];

/** A change of an invoice and of a customer. */
export async function editBoth(company: SizedCompany, n: number): Promise<void> {
  await editInvoice(company, n);
  await editCustomer(company, n);
}

function editInvoice(company: SizedCompany, n: number): Promise<void> {
  const id = invoiceId((n * 7919) % company.invoices);
  const { CustomerRef, SyncToken } = storedRecord(company, 'Invoice', id);
  return edit(company, 'Invoice', id, { CustomerRef, PrivateNote: `After ${String(SyncToken)}` });
}

function editCustomer(company: SizedCompany, n: number): Promise<void> {
  const id = String(1 + ((n * 7919) % company.customers));
  const { SyncToken } = storedRecord(company, 'Customer', id);
  return edit(company, 'Customer', id, { Notes: `After ${String(SyncToken)}` });
}

/** An edit that changes nothing would leave everything as it is, and measure nothing. */
async function edit(
  company: SizedCompany,
  entity: 'Customer' | 'Invoice',
  id: string,
  changes: QboRecord,
): Promise<void> {
  const key = keyOf(company, entity, id);
  await company.ask('POST', entity.toLowerCase(), { ...key, sparse: true, ...changes });
  if (storedRecord(company, entity, id)['SyncToken'] === key['SyncToken'])
    throw new Error(`${entity} ${id} did not change`);
}

function keyOf(company: SizedCompany, entity: 'Customer' | 'Invoice', id: string): QboRecord {
  const { Id, SyncToken } = storedRecord(company, entity, id);
  return { Id, SyncToken };
}
