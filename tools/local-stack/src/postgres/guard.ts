import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { plainEnvironment } from './account.js';
import type { Cluster } from './cluster.js';

/** Waits for the end of its input, then asks the server to shut down if it still runs on the data folder. */
const SCRIPT = 'read -r _; read -r pid <"$2" && [ "$pid" = "$1" ] && kill -INT "$1"';

/**
 * Ends a server when this process goes away, kill -9 included: a shell waits at a pipe that the system closes then. It
 * has a session of its own, so that Ctrl-C does not reach it. Answers how to send it home.
 */
export function guard({ data, account }: Cluster, pid: number): () => void {
  const file = join(data, 'postmaster.pid');
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'guard of PostgreSQL', String(pid), file], {
    ...account,
    cwd: '/',
    env: plainEnvironment(),
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  for (const part of [shell, shell.stdin]) part.on('error', () => undefined);
  shell.unref();
  (shell.stdin as typeof shell.stdin & { unref(): void }).unref();
  return () => shell.stdin.end();
}
