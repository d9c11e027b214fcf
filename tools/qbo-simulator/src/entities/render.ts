import { child, compact, type Draft, isObject, list, omit, type QboRecord, text } from '../model/record.js';
import { cents } from '../model/money.js';
import type { EntityDefinition } from '../schema/definitions.js';
import type { EntityName } from '../schema/entity-names.js';
import { partyTypeNamed } from '../schema/field.js';
import type { Company } from '../store/company.js';
import { linksOf } from '../model/links.js';
import { currencyName } from './currency.js';
import { targetOf } from './reference-targets.js';

/** Where a record is shown: the shapes of the endpoints differ (recorded). */
export type View = 'write' | 'read' | 'query';

/** References that QuickBooks shows with their value only (recorded). */
const NAMELESS = new Set(['TaxCodeRef', 'TxnTaxCodeRef', 'TaxRateRef', 'DefaultTaxCodeRef', 'AgencyRef']);

/** The record as an endpoint shows it: references carry the current names, read-only extras are added. */
export function render(
  company: Company,
  definition: EntityDefinition,
  record: QboRecord,
  view: View,
): QboRecord {
  const named = withNames(company, definition.name, record) as Draft;
  switch (definition.name) {
    case 'Customer':
      if (view === 'query') Object.assign(named, { ClientEntityId: '0', V4IDPseudonym: pseudonym(record) });
      break;
    case 'Item':
      if (view === 'write' && record['Type'] !== 'Category') named['DeferredRevenue'] = false;
      break;
    case 'Invoice':
      if (view === 'read') named['InvoiceLink'] = `https://connect.intuit.com/t/scs-v1-${pseudonym(record)}`;
      break;
    case 'Payment':
      named['Line'] = list(named, 'Line').map((line) => withLineEx(company, line));
      break;
    case 'Account':
      if (view === 'write' && record['SyncToken'] === '0') withoutUpdateTime(named);
      break;
    default:
  }
  return named;
}

/** The answer to the creation of an account shows its CreateTime only (recorded). */
function withoutUpdateTime(account: Draft): void {
  const meta = account['MetaData'];
  if (isObject(meta)) account['MetaData'] = { CreateTime: meta['CreateTime'] };
}

const pseudonym = (record: QboRecord): string => `0020${String(record['Id']).padStart(28, '0')}`;

function withNames(company: Company, entity: EntityName, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withNames(company, entity, item));
  if (!isObject(value)) return value;
  const result: Draft = {};
  for (const [key, item] of Object.entries(value))
    result[key] = isReference(key, item)
      ? named(company, entity, key, item)
      : key === 'Entity' && isObject(item) && isObject(item['EntityRef'])
        ? journalName(company, entity, item)
        : withNames(company, entity, item);
  return result;
}

/** The name on a journal line: its type stands beside the reference, not in it. */
function journalName(company: Company, entity: EntityName, item: QboRecord): QboRecord {
  const reference = { ...child(item, 'EntityRef'), type: item['Type'] };
  return { ...item, EntityRef: omit(named(company, entity, 'EntityRef', reference), 'type') };
}

const isReference = (key: string, item: unknown): item is QboRecord =>
  (key.endsWith('Ref') || ['DefaultTerms', 'DefaultMarkupAccount', 'Entity'].includes(key)) &&
  isObject(item) &&
  typeof item['value'] === 'string';

function named(company: Company, entity: EntityName, key: string, reference: QboRecord): QboRecord {
  const id = text(reference, 'value') ?? '';
  if (key === 'CurrencyRef' || key === 'HomeCurrency') {
    const name = text(reference, 'name') ?? currencyName(id);
    return name === undefined ? reference : { value: id, name };
  }
  const target = targetOf(entity, key) ?? partyTypeNamed(reference['type']);
  if (target === undefined || NAMELESS.has(key)) return reference;
  const record = company.get(target, id);
  if (!record || record['AccountSubType'] === 'UndepositedFunds') return { value: id };
  const nested = target === 'Item' || target === 'Account' ? 'FullyQualifiedName' : 'DisplayName';
  const name = text(record, nested) ?? text(record, 'DisplayName') ?? text(record, 'Name');
  return compact({ value: id, name, type: reference['type'] });
}

/** A payment's lines show what they paid: the id, the open balance before it and the number. */
function withLineEx(company: Company, line: QboRecord): QboRecord {
  const [link] = linksOf(line);
  if (!link || (link.type !== 'Invoice' && link.type !== 'CreditMemo')) return line;
  const target = company.get(link.type, link.id);
  if (!target) return line;
  const open = (cents(Number(target['Balance'] ?? 0)) + cents(Number(line['Amount'] ?? 0))) / 100;
  const pair = (Name: string, Value: string): QboRecord => ({
    name: '{http://schema.intuit.com/finance/v3}NameValue',
    declaredType: 'com.intuit.schema.finance.v3.NameValue',
    scope: 'javax.xml.bind.JAXBElement$GlobalScope',
    value: { Name, Value },
    nil: false,
    globalScope: true,
    typeSubstituted: false,
  });
  const any = [pair('txnId', link.id), pair('txnOpenBalance', open.toFixed(2))];
  const number = text(target, 'DocNumber');
  if (number !== undefined) any.push(pair('txnReferenceNumber', number));
  return { ...line, LineEx: { any } };
}
