import type { Connection, QboRecord } from '@bpro-qbo-sync/qbo-client';
import type { Scope } from '@bpro-qbo-sync/record-store';
import { companyProfile } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { orNotNow } from '../reconcile/send.js';
import { COMPANY_FACTS, type CompanyFacts, type NamedMethod } from './run-context.js';

const EVERY = [{ property: 'Active', operator: 'IN' as const, value: [true, false] }];

/** Reads what matters about the company itself: eight metered calls, before anything else (rules C9, F12). */
export async function readCompany(ports: Ports, scope: Scope, connection: Connection): Promise<CompanyFacts> {
  const all = (entity: string): Promise<QboRecord[]> =>
    orNotNow(ports.qbo.query(connection, { entity, where: EVERY, orderBy: 'Id' }));
  const companyInfo = await orNotNow(ports.qbo.companyInfo(connection));
  const preferences = await orNotNow(ports.qbo.preferences(connection));
  const [accounts, taxCodes, taxRates] = [await all('Account'), await all('TaxCode'), await all('TaxRate')];
  const taxAgencies = await orNotNow(ports.qbo.query(connection, { entity: 'TaxAgency', orderBy: 'Id' }));
  const { timeZone, currency } = await orNotNow(ports.bpro.capabilities(scope.tenant));
  const methods = {
    qbo: (await all('PaymentMethod')).map(named),
    bpro: await bproMethods(ports, scope.tenant),
  };
  const otherNames = [
    ...(await names(ports, connection, 'Vendor')),
    ...(await names(ports, connection, 'Employee')),
  ];
  const auxiliary = await auxiliaryItems(ports, scope);
  const profile = companyProfile({
    companyInfo,
    preferences,
    accounts,
    taxCodes,
    taxRates,
    taxAgencies,
  });
  const company = { ...profile, ...auxiliary };
  const readAt = new Date(ports.clock.now()).toISOString();
  const facts = { company, timeZone, currency, taxRates, taxAgencies, otherNames, methods, readAt };
  await ports.records.facts.put(scope, COMPANY_FACTS, { ...facts });
  return facts;
}

async function names(ports: Ports, connection: Connection, entity: string): Promise<string[]> {
  const found: string[] = [];
  const pages = ports.qbo.pages(connection, entity)[Symbol.asyncIterator]();
  for (;;) {
    const next = await orNotNow(pages.next());
    if (next.done) return found;
    found.push(...next.value.rows.map((row) => String(row['DisplayName'])));
  }
}

const named = (record: QboRecord): NamedMethod => ({
  id: String(record['Id']),
  name: String(record['Name']),
  active: record['Active'] !== false,
});

async function bproMethods(ports: Ports, tenant: string): Promise<NamedMethod[]> {
  const methods: NamedMethod[] = [];
  let cursor: string | undefined;
  do {
    const page = await orNotNow(ports.bpro.page(tenant, 'payment-method', cursor, 500));
    for (const { id, data, state } of page.records)
      methods.push({ id, name: String(data['name']), active: state === 'active' });
    cursor = page.next;
  } while (cursor !== undefined);
  return methods;
}

/** The items that the sync made for refunds: known from their own record streams. */
async function auxiliaryItems(
  ports: Ports,
  scope: Scope,
): Promise<{ refundItemId?: string; depositRefundItemId?: string }> {
  const rows = await ports.records.links.get(scope, 'product', ['x.refund-item', 'x.deposit-refund-item']);
  const idOf = (recordId: string): string | undefined => rows.find((row) => row.recordId === recordId)?.qboId;
  const [refundItemId, depositRefundItemId] = [idOf('x.refund-item'), idOf('x.deposit-refund-item')];
  return {
    ...(refundItemId === undefined ? {} : { refundItemId }),
    ...(depositRefundItemId === undefined ? {} : { depositRefundItemId }),
  };
}
