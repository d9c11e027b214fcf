import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, canWriteIn, ownFolder } from './account.js';

/** Folders for what `home` cannot hold because the server's account does not get there. */
export const sparePlaces = (account: Account | undefined, home: string): readonly string[] =>
  account ? ['/var/lib/bpro-qbo-sync', join(tmpdir(), 'bpro-qbo-sync')] : [join(home, 'binaries')];

const memoryOf = (home: string): string => join(home, 'place.json');

/** Where the data of `home` is, or would be if the server's account gets there. */
export function knownDataFolder(home: string): string {
  if (!existsSync(memoryOf(home))) return join(home, 'data');
  return (JSON.parse(readFileSync(memoryOf(home), 'utf8')) as { readonly data: string }).data;
}

/** Whose the data of `home` is, once there is some. */
export function dataOwner(home: string): Account | undefined {
  const known = knownDataFolder(home);
  return existsSync(known) ? statSync(known) : undefined;
}

/**
 * The data folder that belongs to `home`: inside it where the server's account gets there, otherwise in a spare
 * place under a name made from `home`. A spare place is remembered in `home`: a second start finds the data again.
 */
export async function dataFolder(home: string, account: Account | undefined): Promise<string> {
  const known = knownDataFolder(home);
  if (await usable(known, account)) return known;
  if (existsSync(known))
    throw new Error(`${known} belongs to another user. Start as that user, or remove it to begin anew.`);
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  for (const place of account ? sparePlaces(account, home) : []) {
    const data = join(place, name);
    if (!ours(place) || !(await usable(data, account))) continue;
    writeFileSync(memoryOf(home), `${JSON.stringify({ data }, undefined, 2)}\n`);
    return data;
  }
  throw new Error(
    `PostgreSQL's user can write neither in ${home} nor in ${sparePlaces(account, home).join(' or ')}. ` +
      'Set DATABASE_URL to the URL of a PostgreSQL server instead.',
  );
}

function ours(folder: string): boolean {
  try {
    ownFolder(folder);
    return true;
  } catch {
    return false;
  }
}

/** Makes the folder when it is not there. Leaves nothing behind where the account cannot write. */
async function usable(data: string, account: Account | undefined): Promise<boolean> {
  try {
    const made = mkdirSync(data, { recursive: true, mode: 0o700 }) !== undefined;
    if (made && account) chownSync(data, account.uid, account.gid);
    if (await canWriteIn(account, data)) return true;
    if (made) rmdirSync(data);
  } catch {
    return false;
  }
  return false;
}
