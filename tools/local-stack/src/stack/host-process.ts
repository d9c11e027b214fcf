import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** One of the product's hosts, running as it would in production: a process of its own, configured by its environment. */
export interface HostProcess {
  /** Rejects when the process ends by itself before `keep`; never resolves. */
  readonly died: Promise<never>;
  /** From now on a process that ends by itself is started again: after a second, after twice as long each next time. */
  keep(say: (text: string) => void): void;
  /** Ends it as `kill -9` does and starts it again at once: for trials. Resolves when the old process is gone. */
  crash(): Promise<void>;
  /** Ends it in order; hard after ten seconds. */
  stop(): Promise<void>;
}

export interface HostOptions {
  /** Path of the built program. */
  readonly program: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where its log goes: it is added at the end. */
  readonly log: string;
}

const STOP_MS = 10_000;
const LAST_WORDS = 2_000;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A process that ran so long begins with the shortest pause again. */
const SOUND_MS = 60_000;

/** Starts a host. It ends by itself when this process goes away, however that happens. */
export function startHost(options: HostOptions): HostProcess {
  const log = createWriteStream(options.log, { flags: 'a' });
  // A full disk costs the log, not the process.
  log.on('error', () => undefined);
  const over = new AbortController();
  let running = start(options, log);
  let say: ((text: string) => void) | undefined;
  let crashes = false;
  const died = new Promise<never>((_resolve, reject) => {
    const follow = async (): Promise<void> => {
      for (let inARow = 0; ;) {
        const started = performance.now();
        const text = `${basename(options.log, '.log')} ended by itself ${await running.ended}`;
        if (over.signal.aborted) break;
        if (crashes) {
          crashes = false;
          running = start(options, log);
          continue;
        }
        if (!say) {
          reject(new Error(text));
          break;
        }
        inARow = performance.now() - started > SOUND_MS ? 0 : inARow + 1;
        const wait = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** Math.max(0, inARow - 1));
        say(`${text}. It is started again in ${String(wait / 1000)} s.`);
        await pause(wait, undefined, { signal: over.signal }).catch(() => undefined);
        if (over.signal.aborted) break;
        running = start(options, log);
      }
      log.end();
    };
    void follow();
  });
  died.catch(() => undefined);
  return {
    died,
    keep: (tell) => {
      say = tell;
    },
    crash: async () => {
      crashes = true;
      running.child.kill('SIGKILL');
      await running.ended;
    },
    stop: async () => {
      over.abort();
      const { child, ended } = running;
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(hard);
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  /** Resolves to how it ended and what it said last: `(1): …`. */
  readonly ended: Promise<string>;
}

/** In a session of its own, so that Ctrl-C reaches it only through its launcher. */
function start({ program, args = [], env }: HostOptions, log: WriteStream): Running {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    log.write(chunk);
    output = (output + chunk.toString('utf8')).slice(-LAST_WORDS);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    log.write(chunk);
    errors = (errors + chunk.toString('utf8')).slice(-LAST_WORDS);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(`(${error.message})`);
    });
    child.once('close', (code, signal) => {
      const words = lastWords(errors, output);
      resolve(`(${String(code ?? signal)})${words === '' ? '' : `: ${words}`}`);
    });
  });
  return { child, ended };
}

/** A message for people is repeated whole, of a stack the error alone, of a log the last error. */
function lastWords(errors: string, output: string): string {
  const words = errors.replace(/^\((node:|Use ).*\n?/gm, '').trim();
  const isStack = /^\s+at /m.test(words);
  if (words !== '' && !isStack) return words;
  const lines = (isStack ? words : output.trim()).split('\n');
  return (lines.findLast((line) => /error/i.test(line)) ?? '').trim();
}

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;
const ANSWER_SHOWN = 300;

/** Waits until an address answers with success. Rejects after a minute, when `died` does, or when aborted. */
export async function ready(address: string, died: Promise<never>, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  let said = 'nothing answers';
  const looking = async (): Promise<void> => {
    for (const end = performance.now() + READY_WITHIN_MS; performance.now() < end;) {
      const answer = await fetch(address, { signal: either }).catch(() => undefined);
      const text = await answer?.text().catch(() => undefined);
      either.throwIfAborted();
      if (answer?.ok === true) return;
      said = text?.slice(0, ANSWER_SHOWN) ?? said;
      await pause(LOOK_EVERY_MS, undefined, { signal: either });
    }
    throw new Error(`${address} is not ready after ${String(READY_WITHIN_MS / 1000)} s: ${said}`);
  };
  try {
    await Promise.race([looking(), died]);
  } finally {
    over.abort();
  }
}
