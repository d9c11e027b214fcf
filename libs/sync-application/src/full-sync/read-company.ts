import type { Connection, QboRecord } from '@bpro-qbo-sync/qbo-client';
import type { Scope } from '@bpro-qbo-sync/record-store';
import { companyProfile } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { orNotNow } from '../reconcile/send.js';
import { COMPANY_FACTS, type CompanyFacts } from './run-context.js';

const EVERY = [{ property: 'Active', operator: 'IN' as const, value: [true, false] }];

/** Reads what matters about the company itself: seven metered calls, before anything else (rules C9, F12). */
export async function readCompany(ports: Ports, scope: Scope, connection: Connection): Promise<CompanyFacts> {
  const all = (entity: string): Promise<QboRecord[]> =>
    orNotNow(ports.qbo.query(connection, { entity, where: EVERY, orderBy: 'Id' }));
  const companyInfo = await orNotNow(ports.qbo.companyInfo(connection));
  const preferences = await orNotNow(ports.qbo.preferences(connection));
  const [accounts, taxCodes, taxRates] = [await all('Account'), await all('TaxCode'), await all('TaxRate')];
  const taxAgencies = await orNotNow(ports.qbo.query(connection, { entity: 'TaxAgency', orderBy: 'Id' }));
  const { timeZone } = await orNotNow(ports.bpro.capabilities(scope.tenant));
  const auxiliary = (await ports.records.facts.get(scope, 'auxiliary')) ?? {};
  const company = companyProfile({
    companyInfo,
    preferences,
    accounts,
    taxCodes,
    taxRates,
    taxAgencies,
    ...auxiliary,
  });
  const facts = { company, timeZone, taxRates, taxAgencies };
  await ports.records.facts.put(scope, COMPANY_FACTS, { ...facts });
  return facts;
}
