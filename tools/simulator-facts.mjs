/**
 * What the simulator holds QuickBooks to do: `npm run simulator:facts`. A fact is the title of one of its tests, and
 * ends with how it is known: documented by Intuit, recorded from real traffic, or assumed. Exits with 1 when a fact
 * stands twice. `--wrong-only`: prints only what is wrong.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { titlesIn } from './test-titles.mjs';

const source = fileURLToPath(new URL('qbo-simulator/src', import.meta.url));
const FACT = /^(.+) \[(documented|recorded|assumed)\]$/;

const facts = readdirSync(source, { recursive: true })
  .filter((file) => file.endsWith('.spec.ts'))
  .sort()
  .flatMap((file) => titlesIn(join(source, file)).map((title) => ({ file, title })))
  .flatMap(({ file, title }) => {
    const [, fact, mark] = FACT.exec(title) ?? [];
    return fact ? [{ file, fact, mark }] : [];
  });
const twice = facts.filter(({ fact }, i) => facts.findIndex((each) => each.fact === fact) !== i);

if (!process.argv.includes('--wrong-only'))
  for (const file of new Set(facts.map((each) => each.file))) {
    console.log(`\n${file}`);
    for (const { fact, mark } of facts.filter((each) => each.file === file))
      console.log(`  ${mark.padEnd(11)} ${fact}`);
  }
for (const { file, fact } of twice) console.log(`Stands twice: ${file}: ${fact}`);
const counts = ['documented', 'recorded', 'assumed'].map(
  (mark) => `${String(facts.filter((each) => each.mark === mark).length)} ${mark}`,
);
console.log(`\n${String(facts.length)} facts: ${counts.join(', ')}.`);
process.exitCode = facts.length === 0 || twice.length > 0 ? 1 : 0;
