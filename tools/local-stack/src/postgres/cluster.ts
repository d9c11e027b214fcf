import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Account, runAs } from './account.js';

/** A database cluster on disk: what a server needs to run it and a client to enter it. */
export interface Cluster {
  readonly home: string;
  readonly native: string;
  readonly data: string;
  readonly account: Account | undefined;
  readonly password: string;
}

export const SUPERUSER = 'bpro';

/** Makes the cluster where it does not exist yet, whole or not at all. */
export async function initialised(part: Omit<Cluster, 'password'>): Promise<Cluster> {
  const { home, data } = part;
  const exists = (): boolean => existsSync(join(data, 'PG_VERSION'));
  const passwordFile = join(home, 'password');
  if (exists() && !existsSync(passwordFile))
    throw new Error(`${passwordFile} is missing. Remove ${data} to begin with an empty database.`);
  const cluster = { ...part, password: rememberedPassword(passwordFile) };
  if (!exists()) await initialise(cluster, exists);
  return cluster;
}

function rememberedPassword(file: string): string {
  try {
    writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}

async function initialise(
  { native, data, account, password }: Cluster,
  exists: () => boolean,
): Promise<void> {
  const unfinished = `${data}.${randomBytes(4).toString('hex')}`;
  const passwordFile = `${unfinished}.password`;
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    for (const path of account ? [unfinished, passwordFile] : [])
      chownSync(path, account?.uid ?? 0, account?.gid ?? 0);
    const { ok, said } = await runAs(account, join(native, 'bin', 'initdb'), [
      `--pgdata=${unfinished}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
    if (!ok) throw new Error(`PostgreSQL's initdb failed: ${said}`);
    renameSync(unfinished, data);
  } catch (error) {
    if (!exists()) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
  }
}
