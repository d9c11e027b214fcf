import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BooksError, type BproBooks, readBooks } from '@bpro-qbo-sync/bpro-simulator';
import { realClock } from '@bpro-qbo-sync/clock';
import { generateBooks, type QboCompany } from '@bpro-qbo-sync/demo-books';
import { CompanyFileError, QboSimulator } from '@bpro-qbo-sync/qbo-simulator';
import type { KnownPairs } from '@bpro-qbo-sync/simulation';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '@bpro-qbo-sync/sync-domain';
import { type DemoOptions, UsageError } from './options.js';

/** What the demonstration starts from: checked, so that no process is started for a broken file. */
export interface DemoInput {
  readonly bpro: BproBooks;
  /** A folder that the QuickBooks simulator loads. */
  readonly qboFolder: string;
  /** Which records are the same, where both sides were generated. */
  readonly pairs: KnownPairs | undefined;
  /** Undefined refund account: the first that QuickBooks offers. */
  readonly settings: Settings & { readonly chooseRefundAccount: boolean };
}

/** Reads what is given and generates the rest into `folder`. Throws `UsageError`. */
export function readInput(options: DemoOptions, folder: string): DemoInput {
  const { qboCompany, bproData, settings } = options;
  const chosen = settingsOf(settings);
  const given = bproData === undefined ? undefined : bproBooks(bproData);
  const qboGiven = qboCompany === undefined ? undefined : checkedCompany(qboCompany);
  if (given && qboGiven !== undefined)
    return { bpro: given, qboFolder: qboGiven, pairs: undefined, settings: chosen };
  const { seed, records: size, profile } = options;
  const books = generateBooks({ seed, size, profile });
  return {
    bpro: given ?? books.bpro,
    pairs: given || qboGiven !== undefined ? undefined : books.pairs,
    qboFolder: qboGiven ?? writeCompany(books.qbo, join(folder, 'quickbooks-company')),
    settings: chosen,
  };
}

function writeCompany(company: QboCompany, folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const [entity, records] of Object.entries(company))
    writeFileSync(join(folder, `${entity}.json`), JSON.stringify(records));
  return folder;
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';

function json(option: string, file: string): unknown {
  let content: string;
  try {
    if (statSync(file).isDirectory()) throw new Error('it is a folder');
    content = readFileSync(file, 'utf8');
  } catch (error) {
    const missing = !existsSync(file);
    throw new UsageError(`--${option} ${file}: ${missing ? 'there is no such file' : messageOf(error)}`);
  }
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`--${option} ${file}: not JSON (${messageOf(error)})`);
  }
}

function bproBooks(file: string): BproBooks {
  const raw = json('bpro-data', file);
  try {
    readBooks(raw);
  } catch (error) {
    if (!(error instanceof BooksError)) throw error;
    throw new UsageError(`--bpro-data ${file}: ${messageOf(error)}`);
  }
  return raw as BproBooks;
}

/** Loads the company on trial; answers the folder. */
function checkedCompany(folder: string): string {
  const trial = new QboSimulator({ clock: realClock, random: () => 0.5 });
  try {
    trial.loadCompany(folder, { realmId: '1' });
  } catch (error) {
    if (!(error instanceof CompanyFileError)) throw error;
    const said = messageOf(error);
    throw new UsageError(`--qbo-company ${said.startsWith(folder) ? said : `${folder}: ${said}`}`);
  }
  return folder;
}

const settingsFile = settingsSchema.partial().strict();

function settingsOf(file: string | undefined): DemoInput['settings'] {
  if (file === undefined) return { ...DEFAULT_SETTINGS, chooseRefundAccount: true };
  const raw = json('settings', file);
  const parsed = settingsFile.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = (issue?.path ?? []).map(String).join('.') || '(file)';
    throw new UsageError(`--settings ${file}: ${field}: ${issue?.message ?? 'not understood'}`);
  }
  const given = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  return {
    ...DEFAULT_SETTINGS,
    ...given,
    chooseRefundAccount: parsed.data.refundAccountId === undefined,
  };
}
