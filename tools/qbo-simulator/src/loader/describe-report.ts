import type { LoadReport } from './load-company.js';

const SHOWN = 10;

/** The report as lines for a person: what was loaded, then what is odd about it. */
export function describeReport(report: LoadReport): string[] {
  const counts = Object.entries(report.loaded).map(([entity, count]) => `${String(count)} ${entity}`);
  const dangling = report.danglingReferences.map(
    ({ entity, id, field, to, value }) =>
      `${entity} ${id}: ${field} names ${to} ${value}, which is not there`,
  );
  const unknown = report.unknownFields.map(
    ({ entity, field, records }) => `${entity}.${field} is not known (in ${String(records)}); it is kept`,
  );
  const ignored = report.ignoredFiles.map(
    (file) => `${file} holds no record type that is known; it is ignored`,
  );
  return [
    `Company "${report.name}" (${report.realmId}, ${report.profile}): ${counts.join(', ')}`,
    ...(report.stock.length > 0 ? [`Stock records for: ${report.stock.join(', ')}`] : []),
    ...shortened(ignored),
    ...shortened(dangling),
    ...shortened(unknown),
  ];
}

const shortened = (lines: readonly string[]): string[] =>
  lines.length <= SHOWN
    ? [...lines]
    : [...lines.slice(0, SHOWN), `… and ${String(lines.length - SHOWN)} more like these`];
