import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** One of the product's hosts, running as it would in production: a process of its own, configured by its environment. */
export interface HostProcess {
  /** Rejects when the process ends by itself; never resolves. */
  readonly died: Promise<never>;
  /** Ends it in order; hard after ten seconds. */
  stop(): Promise<void>;
}

export interface HostOptions {
  /** Path of the built program. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where its log goes. */
  readonly log: string;
}

const STOP_MS = 10_000;
const LAST_WORDS = 2_000;

/** Starts a host. It ends by itself when this process goes away, however that happens. */
export function startHost({ program, env, log }: HostOptions): HostProcess {
  const file = createWriteStream(log);
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      file.write(chunk);
      said = (said + chunk.toString('utf8')).slice(-LAST_WORDS);
    });
  const exited = once(child, 'exit');
  let stopping = false;
  const died = exited.then(([code, signal]) => {
    file.end();
    if (stopping) return new Promise<never>(() => undefined);
    throw new Error(
      `${basename(log, '.log')} ended by itself (${String(code ?? signal)}): ${lastError(said)}`,
    );
  });
  died.catch(() => undefined);
  return {
    died,
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(hard);
    },
  };
}

const lastError = (text: string): string => {
  const lines = text.trim().split('\n');
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? '').trim();
};

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Waits until an address answers with success. Rejects after a minute, when `died` does, or when aborted. */
export async function ready(address: string, died: Promise<never>, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const looking = async (): Promise<void> => {
    for (let waited = 0; waited < READY_WITHIN_MS; waited += LOOK_EVERY_MS) {
      const answer = await fetch(address, { signal: either }).catch(() => undefined);
      await answer?.body?.cancel();
      either.throwIfAborted();
      if (answer?.ok === true) return;
      await pause(LOOK_EVERY_MS, undefined, { signal: either });
    }
    throw new Error(`${address} is not ready after ${String(READY_WITHIN_MS / 1000)} s`);
  };
  try {
    await Promise.race([looking(), died]);
  } finally {
    over.abort();
  }
}
