import { list, type QboRecord } from '../model/record.js';

/** Gives lines their Ids: a line that the stored record has keeps its own, others get the next one. */
export function lineIds(stored: QboRecord | undefined): (line: QboRecord) => string {
  const known = new Set(stored ? list(stored, 'Line').map((line) => line['Id']) : []);
  let last = Math.max(0, ...[...known].map((id) => Number(id ?? 0)));
  return (line) => (known.has(line['Id']) && line['Id'] !== undefined ? String(line['Id']) : String(++last));
}
