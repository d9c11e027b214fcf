import { VirtualClock } from '@bpro-qbo-sync/clock';
import { type ChangeStore, QboSimulator, type QboRecord } from '@bpro-qbo-sync/qbo-simulator';

export const REALM = '9130000000000001';
const NOW = Date.UTC(2026, 4, 5, 9);
const INVOICES_PER_CUSTOMER = 5;
const INVOICES_PER_DAY = 50;
/** Each tenth customer is inactive. */
const INACTIVE = 10;
/** The first customer's own customers. */
const CHILDREN = 10;

/** A simulated company of a size; `ask` answers the body. Companies differ in the number of records alone. */
export interface SizedCompany {
  readonly simulator: QboSimulator;
  readonly clock: VirtualClock;
  readonly invoices: number;
  readonly customers: number;
  readonly ask: (method: string, path: string, body?: QboRecord) => Promise<string>;
}

export type Records = Readonly<Record<'Customer' | 'Invoice', readonly QboRecord[]>>;

const customersOf = (invoices: number): number => Math.max(2 * CHILDREN, invoices / INVOICES_PER_CUSTOMER);

/** The day of the invoice at a place (from 0), as TxnDate has it. */
export const dayOf = (place: number): string =>
  new Date(Date.UTC(2019, 0, 1) + Math.floor(place / INVOICES_PER_DAY) * 86_400_000)
    .toISOString()
    .slice(0, 10);

/** When the invoice at a place changed last: the last one now, each other a minute before the next. */
export const changedAt = (place: number, invoices: number): string =>
  new Date(NOW - (invoices - 1 - place) * 60_000).toISOString().replace('.000', '');

export const numberOf = (place: number): string => `N-${String(place)}`;
export const nameOf = (place: number): string => `Customer ${String(place).padStart(6, '0')}`;
/** Ids of invoices stand above those of customers. */
export const invoiceId = (place: number): string => String(place + 1);

/** Records of an export: invoices and customers as QuickBooks writes them, copied in numbers. */
export function records(invoices: number): Records {
  const { customer, invoice } = patterns();
  const customers = customersOf(invoices);
  return {
    Customer: Array.from({ length: customers }, (_, i) => ({
      ...customer,
      Id: String(i + 1),
      DisplayName: nameOf(i),
      FullyQualifiedName: i > 0 && i <= CHILDREN ? `${nameOf(0)}:${nameOf(i)}` : nameOf(i),
      PrimaryEmailAddr: { Address: `${String(i)}@example.com` },
      Active: i % INACTIVE !== INACTIVE - 1,
      ...(i > 0 && i <= CHILDREN ? { ParentRef: { value: '1' }, Job: true } : {}),
      MetaData: { CreateTime: changedAt(i, customers), LastUpdatedTime: changedAt(i, customers) },
    })),
    Invoice: Array.from({ length: invoices }, (_, i) => ({
      ...invoice,
      Id: invoiceId(i),
      DocNumber: numberOf(i),
      TxnDate: dayOf(i),
      CustomerRef: { value: String(1 + (i % customers)) },
      MetaData: { CreateTime: changedAt(i, invoices), LastUpdatedTime: changedAt(i, invoices) },
    })),
  };
}

/** One customer and one invoice of two lines, as the simulator stores them. */
function patterns(): { readonly customer: QboRecord; readonly invoice: QboRecord } {
  const simulator = new QboSimulator({ clock: new VirtualClock(NOW), random: () => 0.5 });
  simulator.createCompany({ realmId: REALM, name: 'Pattern', profile: 'us-manual' });
  const user = simulator.user(REALM);
  user.create('Customer', {
    DisplayName: 'Pattern',
    BillAddr: { Line1: '1 Main Street', City: 'Tucson', CountrySubDivisionCode: 'AZ', PostalCode: '85701' },
  });
  const line = (Description: string): QboRecord => ({
    DetailType: 'SalesItemLineDetail',
    Amount: 20,
    Description,
    SalesItemLineDetail: { ItemRef: { value: '1' }, Qty: 2, UnitPrice: 10, TaxCodeRef: { value: 'TAX' } },
  });
  user.create('Invoice', {
    CustomerRef: { value: '1' },
    Line: [line('Tune-up'), line('Wheel truing')],
    TxnTaxDetail: { TxnTaxCodeRef: { value: '2' } },
  });
  const { Customer, Invoice } = simulator.dump(REALM);
  return { customer: Customer[0] ?? {}, invoice: Invoice[0] ?? {} };
}

export function emptySimulator(clock: VirtualClock, journal?: ChangeStore): QboSimulator {
  const parts = {
    clock,
    random: () => 0.5,
    switches: { limits: 'none', oauth: { accessMs: 86_400_000 } },
  } as const;
  return new QboSimulator(journal ? { ...parts, journal } : parts);
}

export function loadCompany(given: Records, journal?: ChangeStore): SizedCompany {
  const clock = new VirtualClock(NOW);
  const simulator = emptySimulator(clock, journal);
  simulator.loadRecords({ realmId: REALM, name: 'Company', profile: 'us-manual', records: given });
  const headers = {
    authorization: `Bearer ${simulator.connect(REALM).access_token}`,
    accept: 'application/json',
  };
  const ask = async (method: string, path: string, body?: QboRecord): Promise<string> => {
    const url = `/v3/company/${REALM}/${path}`;
    const answer = await simulator.handle({ method, url, headers, body: body ? JSON.stringify(body) : '' });
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${String(answer.status)} ${answer.body}`);
    return answer.body;
  };
  return { simulator, clock, invoices: given.Invoice.length, customers: given.Customer.length, ask };
}

/** A record as it is stored, without a call. */
export function storedRecord(
  { simulator }: SizedCompany,
  entity: 'Customer' | 'Invoice',
  id: string,
): QboRecord {
  const record = simulator.company(REALM).get(entity, id);
  if (!record) throw new Error(`No ${entity} ${id}`);
  return record;
}
