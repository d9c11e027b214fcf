import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type EntityName, entityNamed } from '../schema/entity-names.js';

/** A file of a company folder that cannot be used. The message names file, index and field, and the reason. */
export class CompanyFileError extends Error {
  override readonly name = 'CompanyFileError';
}

/** What a file holds, not yet checked. `label` names it in errors. */
export interface RecordFile {
  readonly label: string;
  readonly content: unknown;
}

export interface CompanyFolder {
  readonly files: ReadonlyMap<EntityName, RecordFile>;
  /** JSON files that hold no record type of QuickBooks that the simulator knows. */
  readonly ignored: readonly string[];
}

/** The files of a folder by type: `Customer.json`, `Invoice.json`, … in any case. Throws `CompanyFileError`. */
export function readCompanyFolder(folder: string): CompanyFolder {
  const files = new Map<EntityName, RecordFile>();
  const ignored: string[] = [];
  for (const label of jsonFiles(folder)) {
    const entity = entityNamed(label.slice(0, -'.json'.length));
    const other = entity && files.get(entity);
    if (other) throw new CompanyFileError(`${label}: ${other.label} holds the same record type`);
    if (entity) files.set(entity, { label, content: parseFile(join(folder, label), label) });
    else ignored.push(label);
  }
  if (files.size === 0)
    throw new CompanyFileError(`${folder}: no file of a record type, such as Customer.json`);
  return { files, ignored };
}

function jsonFiles(folder: string): string[] {
  let names: string[];
  try {
    if (!statSync(folder).isDirectory()) throw new CompanyFileError(`${folder}: is a file, not a folder`);
    names = readdirSync(folder);
  } catch (error) {
    if (error instanceof CompanyFileError) throw error;
    const code = codeOf(error);
    throw new CompanyFileError(
      code === 'ENOENT' ? `${folder}: there is no such folder` : `${folder}: cannot be read (${code})`,
    );
  }
  return names.filter((name) => /\.json$/i.test(name)).sort();
}

function parseFile(path: string, label: string): unknown {
  let content: string;
  try {
    content = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new CompanyFileError(`${label}: cannot be read (${codeOf(error)})`);
  }
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new CompanyFileError(`${label}: not JSON (${reasonOf(error)})`);
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

/** The parser's reason without the piece of the file that it quotes: that is somebody's data. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split(/, (?:\.\.\.)?"/, 1)[0] ?? '';
