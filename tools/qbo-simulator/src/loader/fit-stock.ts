import { amount, child, isObject, omit, type QboRecord, refId } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import type { Company } from '../store/company.js';
import type { CompanySpec } from '../store/create-company.js';
import { stockRecords } from '../store/stock-records.js';
import { accountOfType } from '../store/find-account.js';

type Given = ReadonlyMap<EntityName, readonly QboRecord[]>;

/** What a CompanyInfo must say so that the company works; the rest of it is the owner's own. */
const NEEDED = ['CompanyName', 'Country', 'NameValue'];

/** Loaded preferences get the groups that they do not have, a loaded CompanyInfo its name, country and features. */
export function fitSingles(given: Given, spec: CompanySpec, now: number): Given {
  const stock = new Map(stockRecords(spec.profile, { name: spec.name, now, options: {} }));
  const fitted = new Map(given);
  const fill = (entity: EntityName, keep: (key: string) => boolean): void => {
    const own = given.get(entity)?.[0];
    if (!own) {
      fitted.delete(entity);
      return;
    }
    const missing = Object.entries(stock.get(entity) ?? {}).filter(([key]) => keep(key) && !(key in own));
    fitted.set(entity, [{ ...own, ...Object.fromEntries(missing) }]);
  };
  fill('Preferences', (key) => key.endsWith('Prefs'));
  fill('CompanyInfo', (key) => NEEDED.includes(key));
  return fitted;
}

/** Stock records that refer to records of a type that was loaded get references that exist. */
export function fitStock(company: Company, given: Given): void {
  const puts: (readonly [EntityName, QboRecord])[] = [];
  const income = accountOfType(company, 'Income');
  if (given.has('Account') && !given.has('Item') && income !== undefined)
    for (const { record } of company.store('Item').byId())
      puts.push(['Item', { ...record, IncomeAccountRef: { value: income } }]);
  const preferences = fittedPreferences(company, given);
  if (preferences) puts.push(['Preferences', preferences]);
  if ((given.has('TaxAgency') || given.has('TaxRate')) && !given.has('TaxCode'))
    for (const { record } of company.store('TaxCode').byId())
      if (isObject(record['SalesTaxRateList']))
        puts.push(['TaxCode', { ...record, SalesTaxRateList: { TaxRateDetail: [] }, Active: false }]);
  company.apply({ puts, removed: [], counters: {} });
}

/** Stock preferences name a term and a tax code that loaded lists may not have; undefined when they fit. */
function fittedPreferences(company: Company, given: Given): QboRecord | undefined {
  const preferences = company.single('Preferences');
  const sales = child(preferences, 'SalesFormsPrefs');
  const taxes = child(preferences, 'TaxPrefs');
  const own = given.get('Preferences')?.[0] ?? {};
  let fitted = preferences;
  if (!('SalesFormsPrefs' in own) && !company.get('Term', refId(sales, 'DefaultTerms') ?? '')) {
    const net30 = (given.get('Term') ?? []).find((term) => amount(term, 'DueDays') === 30);
    const DefaultTerms = net30 ? { DefaultTerms: { value: String(net30['Id']) } } : {};
    fitted = { ...fitted, SalesFormsPrefs: { ...omit(sales, 'DefaultTerms'), ...DefaultTerms } };
  }
  if (!('TaxPrefs' in own) && !company.get('TaxCode', refId(taxes, 'TaxGroupCodeRef') ?? ''))
    fitted = { ...fitted, TaxPrefs: omit(taxes, 'TaxGroupCodeRef') };
  return fitted === preferences ? undefined : fitted;
}
