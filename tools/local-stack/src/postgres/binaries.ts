import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type Account, ownFolder, runAs } from './account.js';
import { type Machine, UnsupportedPlatform, binariesPackage } from './platform.js';
import { sparePlaces } from './places.js';

/** The `native` folder of PostgreSQL's binaries, ready to be run by `account`. */
export async function preparedBinaries(
  machine: Machine,
  account: Account | undefined,
  home: string,
): Promise<string> {
  const carried = carriedBinaries(binariesPackage(machine));
  const refusals = [await readiness(carried.native, account)];
  for (const place of sparePlaces(account, home)) {
    if (refusals.at(-1) === undefined) break;
    const copy = join(place, `postgresql-${carried.version}-${machine.arch}`);
    refusals.push(copied(carried.native, copy) ?? (await readiness(copy, account)));
    if (refusals.at(-1) === undefined) return copy;
  }
  if (refusals.at(-1) === undefined) return carried.native;
  throw new UnsupportedPlatform(`PostgreSQL does not run on this machine: ${refusals.join('; ')}`);
}

function carriedBinaries(name: string): { readonly native: string; readonly version: string } {
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw new UnsupportedPlatform(`The package ${name} is not installed (npm ci installs it)`);
  }
}

/** Undefined when the binaries run for the account, otherwise why not. */
async function readiness(native: string, account: Account | undefined): Promise<string | undefined> {
  try {
    linkLibraries(native);
  } catch {
    // A checkout that cannot be written to may have its links already: running tells.
  }
  const { ok, said } = await runAs(account, join(native, 'bin', 'postgres'), ['--version']);
  return ok ? undefined : said;
}

/** Makes the links between library versions that the package's install script would have made. */
export function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    /** Both begin with `native/`, the folder's name in the package. */
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(native, target.replace(/^native\//, ''));
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

/** Copies the binaries to where others can read them. Undefined when they are there, otherwise why not. */
function copied(native: string, copy: string): string | undefined {
  const unfinished = `${copy}.${randomBytes(4).toString('hex')}`;
  try {
    ownFolder(dirname(copy));
    if (existsSync(copy)) return undefined;
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    makeReadable(unfinished);
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    return existsSync(copy) ? undefined : String(error);
  }
  return undefined;
}

function makeReadable(path: string): void {
  const { mode } = statSync(path);
  const folder = statSync(path).isDirectory();
  chmodSync(path, mode | (folder || (mode & 0o100) !== 0 ? 0o555 : 0o444));
  if (folder) for (const name of readdirSync(path)) makeReadable(join(path, name));
}
