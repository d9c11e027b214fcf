import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a running server writes about itself into its data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

const pidFile = (data: string): string => join(data, 'postmaster.pid');

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** The server that runs on a data folder, or seems to: undefined when there is none. */
export function postmasterOf(data: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(pidFile(data), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return Number.isInteger(pid) && pid > 0 && alive(pid) ? { pid, port } : undefined;
}

/**
 * After a restart of the machine or container another program can have a dead server's process id, and PostgreSQL
 * would refuse to start: the file it left is removed then.
 */
export function clearDeadPostmaster(data: string): void {
  const postmaster = postmasterOf(data);
  if (postmaster && !commandOf(postmaster.pid).includes('postgres')) rmSync(pidFile(data), { force: true });
}
