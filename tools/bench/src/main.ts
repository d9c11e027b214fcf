import { parseArgs } from 'node:util';
import { describeReport, runSuites } from './report.js';
import { SUITES } from './suites.js';

const USAGE = `npm run bench -- [SUITE …] [--json]
Measures the suites that are named, or all of them, and prints each figure with its bound and their ratio. The ratios
are what counts: both numbers come from the same run. --json: one JSON object, for programs.`;

process.exitCode = await main();

/** Answers the exit code: 0 measured, whatever the figures say; 2 wrong use. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (values.help || unknown.length > 0) {
    if (unknown.length > 0) console.error(`No suite ${unknown.join(', ')}`);
    console.error(`${USAGE}\nSuites: ${SUITES.map(({ name }) => name).join(', ')}`);
    return values.help ? 0 : 2;
  }
  const chosen = SUITES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const report = await runSuites(chosen, (name) => {
    console.error(`measuring ${name} …`);
  });
  console.log(values.json ? JSON.stringify(report, undefined, 2) : describeReport(report));
  return 0;
}
