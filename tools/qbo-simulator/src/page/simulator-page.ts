import { escapeHtml } from '../api/http.js';
import type { LoggedCall } from '../call-log.js';
import { pacificTime } from '../model/time.js';
import type { QboSimulator } from '../qbo-simulator.js';
import { ENTITY_NAMES } from '../schema/entity-names.js';
import { document, table } from './html-table.js';

function companySection(simulator: QboSimulator, realmId: string): string {
  const company = simulator.company(realmId);
  const records = ENTITY_NAMES.filter((entity) => company.store(entity).size > 0);
  const counters = simulator.counters(realmId);
  return `<h2>${escapeHtml(company.name)}</h2><p><code>${escapeHtml(realmId)}</code>, ${company.profile};
metered calls ${String(counters.metered)}, unmetered ${String(counters.unmetered)}, throttled ${String(counters.throttled)}</p>
${table(
  ['Records', 'Number'],
  records.map((entity) => [
    { text: entity, href: `/companies/${realmId}/${entity}` },
    String(company.store(entity).size),
  ]),
)}`;
}

const callRow = (call: LoggedCall): readonly string[] => [
  pacificTime(call.at),
  call.realmId,
  call.entity === undefined ? call.operation : `${call.entity} ${call.operation}`,
  call.status === undefined ? 'reset' : String(call.status),
  call.requestId ?? '',
  call.tid,
];

/** The simulator at a glance: companies, their records, the last calls. */
export function simulatorPage(simulator: QboSimulator): string {
  const companies = simulator.companyList().map(({ realmId }) => companySection(simulator, realmId));
  const calls = simulator.calls.recent().map(callRow);
  return document(`<p>Now: ${pacificTime(simulator.clock.now())}</p>
${companies.length > 0 ? companies.join('') : '<p>No company yet: POST /_control/companies.</p>'}
<h2>Last calls</h2>${table(['Time', 'Company', 'Call', 'Status', 'requestid', 'intuit_tid'], calls)}`);
}
