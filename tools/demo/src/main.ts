import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInput } from './input-files.js';
import { parseOptions, USAGE, UsageError, type DemoOptions } from './options.js';
import { Reporter } from './reporter.js';
import { runDemo } from './run-demo.js';
import { killsOf, printChaos, startWorld } from './world.js';

/** Milliseconds of the programs' clock from one change in BPro to the next. */
const CHANGE_EVERY_MS = 250;
const CHAOS_CHANGE_EVERY_MS = 7_500;

const WRONG_USE = 2;
const INTERRUPTED = 130;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    stop.abort(new Error('interrupted'));
  });

process.exitCode = await main(process.argv.slice(2));

/** Answers the exit code: 0 all rules hold, 1 one does not or something failed, 2 wrong use, 130 interrupted. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options !== 'help') return await demonstrate(options);
    process.stdout.write(`${USAGE}\n`);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return INTERRUPTED;
    const said = error instanceof UsageError ? `demo: ${error.message}` : whyOf(error);
    process.stderr.write(`${said}\n`);
    return error instanceof UsageError ? WRONG_USE : 1;
  }
}

async function demonstrate(options: DemoOptions): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bpro-qbo-sync-demo-'));
  // Root gives PostgreSQL to another user, who must get there: otherwise its data would be kept elsewhere.
  chmodSync(folder, 0o755);
  const now = (): number => performance.now();
  const reporter = new Reporter(options.json ? process.stderr : process.stdout, now);
  try {
    const input = readInput(options, folder);
    const started = now();
    reporter.progress('starting the local stack');
    const { killer, ...world } = await startWorld(options, folder, stop.signal);
    const { stack } = world;
    try {
      reporter.line(`The local stack runs (${((now() - started) / 1000).toFixed(1)} s).`);
      const result = await Promise.race([
        stack.died,
        runDemo({
          input,
          stack,
          reporter,
          signal: stop.signal,
          clockScale: options.clockScale,
          killer,
          kills: killsOf(options),
          replay: options.replay,
          changeEveryMs: options.chaos ? CHAOS_CHANGE_EVERY_MS : CHANGE_EVERY_MS,
          now,
        }),
      ]);
      const chaos = world.chaos();
      const ok = (chaos === undefined || printChaos(reporter, chaos)) && result.ok;
      const { connect, plan, sync, replay, secondSync } = result.seconds;
      reporter.line();
      reporter.line(
        `${ok ? 'All rules hold.' : 'A rule is broken: see ✗ above.'} Connecting took ${String(connect)} s, the plan ${String(plan)} s, the sync ${String(sync)} s, ${result.replay ? `the replay ${String(replay)} s, the last` : 'the second'} sync ${String(secondSync)} s; time ran ${String(options.clockScale)} times as fast.`,
      );
      if (options.json)
        process.stdout.write(`${JSON.stringify({ options, ...result, ok, chaos }, undefined, 2)}\n`);
      return ok ? 0 : 1;
    } finally {
      reporter.endProgress();
      await world.close();
    }
  } finally {
    if (options.keep) reporter.line(`The data is in ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `demo: ${error.message}${cause}`;
}
