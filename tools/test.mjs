/**
 * Everything that must hold before a change is merged: `npm test`. Ends with one line, `N passed, N failed`: the
 * tests of Jest, and each other step as one test.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError, root, runMain, setup } from './setup.mjs';

const node = process.execPath;
const bin = (...path) => join(root, 'node_modules', ...path);
const jest = ['--experimental-vm-modules', '--no-warnings', bin('jest', 'bin', 'jest.js'), '--ci'];
const END_TO_END = '\\.e2e\\.spec\\.ts$';

/** In order. `budget`: seconds that a step may take on 2 cores; one that takes three times that is ended as hanging. */
const STEPS = [
  { name: 'setup', budget: 60, work: () => setup({ build: false }) },
  { name: 'format', budget: 30, command: [bin('prettier', 'bin', 'prettier.cjs'), '--check', '.'] },
  {
    name: 'lint',
    budget: 55,
    command: [
      bin('nx', 'dist', 'bin', 'nx.js'),
      'run-many',
      '-t',
      'lint',
      '--outputStyle=static',
      '--parallel=2',
    ],
  },
  // Also builds the programs that the end-to-end tests start.
  { name: 'types', budget: 40, command: [bin('typescript', 'bin', 'tsc'), '-b'] },
  { name: 'settings page', budget: 15, command: [join(root, 'tools', 'build-page.mjs')] },
  {
    name: 'unit and integration tests',
    budget: 360,
    results: 'tests.json',
    command: [...jest, '--maxWorkers=2', '--testPathIgnorePatterns', '/node_modules/', '/dist/', END_TO_END],
  },
  {
    name: 'end-to-end tests',
    budget: 400,
    results: 'end-to-end-tests.json',
    command: [...jest, '--runInBand', '--testPathPatterns', END_TO_END],
  },
  { name: 'rules', budget: 10, command: [join(root, 'tools', 'rules.mjs'), '--missing-only'] },
  { name: 'facts', budget: 10, command: [join(root, 'tools', 'simulator-facts.mjs'), '--wrong-only'] },
];

await runMain(async () => {
  const done = [];
  for (const step of STEPS) {
    console.log(`\n── ${step.name}`);
    const started = Date.now();
    const tally = await carryOut(step);
    done.push({ ...step, ...tally, seconds: (Date.now() - started) / 1000 });
    if (step.name === 'setup' && tally.failed > 0) break;
  }
  report(done);
});

/** How many tests the step counts as, passed and failed. */
async function carryOut({ work, command, results, budget }) {
  if (work) return oneTest(await succeeds(work));
  if (!results) return oneTest((await run(command, budget)) === 0);
  const file = join(root, '.tmp', results);
  rmSync(file, { force: true });
  const code = await run([...command, '--json', '--outputFile', file], budget);
  return tallyOf(file, code);
}

function oneTest(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1 };
}

async function succeeds(work) {
  try {
    await work();
    return true;
  } catch (error) {
    console.error(error instanceof PlainError ? error.message : error);
    return false;
  }
}

/** A suite that could not run is one failure; so is a Jest that failed without saying what. */
function tallyOf(file, code) {
  let result;
  try {
    result = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error('Jest ended without results.');
    return { passed: 0, failed: 1 };
  }
  const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = result;
  if (numPendingTests > 0) console.log(`${String(numPendingTests)} skipped`);
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** Runs a Node program in a process group of its own, so that a hanging one ends with all that it started. */
function run(args, budget) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    const end = (signal) => () => {
      try {
        process.kill(-child.pid, signal);
      } catch {
        // It has ended already.
      }
    };
    const hung = setTimeout(() => {
      console.error(`It takes longer than ${String(3 * budget)} s and is ended.`);
      end('SIGKILL')();
    }, 3000 * budget);
    const onExit = end('SIGTERM');
    process.once('exit', onExit);
    child.once('error', (error) => console.error(error.message));
    child.once('close', (code) => {
      clearTimeout(hung);
      process.off('exit', onExit);
      resolve(code ?? 1);
    });
  });
}

function report(done) {
  const sum = (key) => done.reduce((total, step) => total + step[key], 0);
  const row = (name, verdict, time, budget) =>
    console.log(`${name.padEnd(28)}${verdict.padEnd(24)}${time.padStart(8)}${budget.padStart(10)}`);
  console.log('');
  row('step', '', 'seconds', 'budget');
  for (const { name, passed, failed, seconds, budget } of done)
    row(
      name,
      failed > 0
        ? `FAILED (${String(failed)} of ${String(passed + failed)})`
        : passed === 1
          ? 'ok'
          : `ok (${String(passed)})`,
      seconds.toFixed(1),
      `${String(budget)}${seconds > budget ? ' over' : ''}`,
    );
  const left = STEPS.slice(done.length);
  for (const { name } of left) row(name, 'not run', '', '');
  row('total', '', sum('seconds').toFixed(1), String(STEPS.reduce((total, step) => total + step.budget, 0)));
  const failed = sum('failed');
  if (failed > 0) process.exitCode = 1;
  console.log(`\n${String(sum('passed'))} passed, ${String(failed)} failed`);
}
