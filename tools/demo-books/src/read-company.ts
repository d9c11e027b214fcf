import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QboCompany, QboObject } from './qbo/frame.js';

const SUFFIX = '.json';

/** Reads a company folder: every `<Entity>.json` is an array of records in QuickBooks' own shape. */
export function readCompany(folder: string): QboCompany {
  const company: Record<string, readonly QboObject[]> = {};
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(SUFFIX)) continue;
    const records: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    if (!Array.isArray(records)) throw new TypeError(`${file} is not an array of records`);
    company[file.slice(0, -SUFFIX.length)] = records as QboObject[];
  }
  return company;
}
