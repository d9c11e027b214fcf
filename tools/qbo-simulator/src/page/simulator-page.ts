import { escapeHtml } from '../api/http.js';
import type { LoggedCall } from '../call-log.js';
import { pacificTime } from '../model/time.js';
import type { QboSimulator } from '../qbo-simulator.js';
import { ENTITY_NAMES } from '../schema/entity-names.js';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem;color:#393a3d}table{border-collapse:collapse;margin:.5rem 0 2rem}
th,td{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #e3e5e8}h1{color:#2ca01c}code{font-size:.85em}`;

const cells = (values: readonly string[], tag: 'td' | 'th' = 'td'): string =>
  `<tr>${values.map((value) => `<${tag}>${escapeHtml(value)}</${tag}>`).join('')}</tr>`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row)).join('')}</tbody></table>`;

function companySection(simulator: QboSimulator, realmId: string): string {
  const company = simulator.company(realmId);
  const records = ENTITY_NAMES.filter((entity) => company.store(entity).size > 0);
  const counters = simulator.counters(realmId);
  return `<h2>${escapeHtml(company.name)}</h2><p><code>${escapeHtml(realmId)}</code>, ${company.profile};
metered calls ${String(counters.metered)}, unmetered ${String(counters.unmetered)}, throttled ${String(counters.throttled)}</p>
${table(
  ['Records', 'Number'],
  records.map((entity) => [entity, String(company.store(entity).size)]),
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
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>QuickBooks Online simulator</title><style>${STYLE}</style></head>
<body><h1>QuickBooks Online simulator</h1><p>Now: ${pacificTime(simulator.clock.now())}</p>
${companies.length > 0 ? companies.join('') : '<p>No company yet: POST /_control/companies.</p>'}
<h2>Last calls</h2>${table(['Time', 'Company', 'Call', 'Status', 'requestid', 'intuit_tid'], calls)}</body></html>`;
}
