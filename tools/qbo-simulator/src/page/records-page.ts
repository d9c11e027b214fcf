import { escapeHtml } from '../api/http.js';
import { child, idOf, type QboRecord, text } from '../model/record.js';
import type { QboSimulator } from '../qbo-simulator.js';
import { ENTITY_NAMES, type EntityName } from '../schema/entity-names.js';
import { document, table } from './html-table.js';

const PAGE = 100;

/**
 * `/companies/{realm}/{Entity}?from=101`: the records of a type by Id, a hundred at a time;
 * `/companies/{realm}/{Entity}/{id}`: one as it is stored. Undefined: there is no such page.
 */
export function recordsPage(simulator: QboSimulator, url: string): string | undefined {
  const { pathname, searchParams } = new URL(url, 'http://simulator');
  const [, realmId = '', type, id] = /^\/companies\/(\d+)\/(\w+)(?:\/(\w+))?$/.exec(pathname) ?? [];
  const entity = ENTITY_NAMES.find((name) => name === type);
  const company = simulator.companyList().find((each) => each.realmId === realmId);
  if (!entity || !company) return undefined;
  const title = `<h2>${escapeHtml(company.name)}: ${entity}`;
  const store = simulator.company(realmId).store(entity);
  if (id === undefined) {
    const from = Math.max(1, Number(searchParams.get('from')) || 1);
    const rows = store.byId().slice(from - 1, from - 1 + PAGE);
    const records = rows.map(({ record }) => rowOf(realmId, entity, record));
    return document(
      `${title}</h2>${table(['Id', 'Name or number', 'Date', 'Amount', 'State', 'SyncToken', 'Last changed'], records)}
${pager(`/companies/${realmId}/${entity}`, from, store.size)}`,
    );
  }
  const record = store.get(id);
  if (!record) return undefined;
  const back = `/companies/${realmId}/${entity}`;
  return document(
    `${title} ${escapeHtml(id)}</h2><p><a href="${back}">All of ${entity}</a></p><pre>${escapeHtml(JSON.stringify(record, undefined, 2))}</pre>`,
  );
}

function rowOf(realmId: string, entity: EntityName, record: QboRecord): Parameters<typeof table>[1][number] {
  const id = idOf(record);
  const named = ['DisplayName', 'FullyQualifiedName', 'Name', 'DocNumber', 'PaymentRefNum', 'CompanyName'];
  const name = named.map((property) => text(record, property)).find((value) => value !== undefined);
  const amount = record['TotalAmt'] ?? record['Balance'] ?? record['UnitPrice'] ?? record['CurrentBalance'];
  return [
    { text: id, href: `/companies/${realmId}/${entity}/${id}` },
    name ?? '',
    text(record, 'TxnDate') ?? '',
    typeof amount === 'number' ? amount.toFixed(2) : '',
    record['Active'] === false ? 'inactive' : '',
    text(record, 'SyncToken') ?? '',
    text(child(record, 'MetaData'), 'LastUpdatedTime') ?? '',
  ];
}

function pager(path: string, from: number, size: number): string {
  const link = (text: string, to: number): string => `<a href="${path}?from=${String(to)}">${text}</a>`;
  const parts = [
    ...(from > 1 ? [link('Earlier', Math.max(1, from - PAGE))] : []),
    `${String(Math.min(from, size))} to ${String(Math.min(size, from + PAGE - 1))} of ${String(size)}`,
    ...(from + PAGE <= size ? [link('Later', from + PAGE)] : []),
  ];
  return `<p>${parts.join(' · ')}</p>`;
}
