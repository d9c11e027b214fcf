import { execFileSync, spawn } from 'node:child_process';
import { lstatSync, mkdirSync } from 'node:fs';

/** Whom the server runs as; undefined: whoever runs this process. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const idOf = (flag: '-u' | '-g', user: string): number | undefined => {
  try {
    return Number(
      execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return undefined;
  }
};

/** PostgreSQL refuses to run as root: root gives it to the data's owner, at first `postgres`, or else `nobody`. */
export function serverAccount(dataOwner?: Account): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (dataOwner && dataOwner.uid !== 0) return { uid: dataOwner.uid, gid: dataOwner.gid };
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', user), idOf('-g', user)];
    if (uid !== undefined && gid !== undefined && uid !== 0) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL cannot run as root, and neither the user "postgres" nor "nobody" exists. ' +
      'Start as another user, or set DATABASE_URL to the URL of a PostgreSQL server.',
  );
}

/** What a program of PostgreSQL needs of the environment: its own settings come from us alone. */
export const plainEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
});

export interface Ended {
  readonly ok: boolean;
  /** What it wrote on stderr, or why it could not be started. */
  readonly said: string;
}

/** Runs a program to its end as an account. */
export function runAs(
  account: Account | undefined,
  program: string,
  args: readonly string[],
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...account,
      cwd: '/',
      env: plainEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', (error) => {
      resolve({ ok: false, said: error.message });
    });
    child.on('close', (code) => {
      resolve({ ok: code === 0, said: said.trim() });
    });
  });
}

/** Whether an account gets to a folder and may write there. */
export async function canWriteIn(account: Account | undefined, folder: string): Promise<boolean> {
  return (await runAs(account, '/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', folder])).ok;
}

/** Makes a folder in a place that others may write to as well; throws when it is not ours alone. */
export function ownFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0)
    throw new Error(`${folder} belongs to someone else: remove it and start again`);
}
