/**
 * What the simulator holds QuickBooks to do: `npm run simulator:facts`. A fact is the title of one of its tests, read
 * after the title of the suite around it, and ends with how it is known: documented by Intuit, recorded from real traffic, or assumed. Exits with 1 when a fact
 * stands twice. `--wrong-only`: prints only what is wrong.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testsIn } from './test-titles.mjs';

const source = fileURLToPath(new URL('qbo-simulator/src', import.meta.url));
const FACT = /^(.+) \[(documented|recorded|assumed)\]$/;

const facts = readdirSync(source, { recursive: true })
  .filter((file) => file.endsWith('.spec.ts'))
  .sort()
  .flatMap((file) => testsIn(join(source, file)).map((test) => ({ file, ...test })))
  .flatMap(({ file, title, within }) => {
    const [, fact, mark] = FACT.exec(title) ?? [];
    return fact ? [{ file, mark, about: within.join(', '), fact }] : [];
  });
const same = (one, other) => one.fact === other.fact && one.about === other.about;
const twice = facts.filter((fact, i) => facts.findIndex((each) => same(each, fact)) !== i);

if (!process.argv.includes('--wrong-only'))
  for (const about of new Set(facts.map((each) => each.about))) {
    console.log(`\n${about}`);
    for (const { fact, mark } of facts.filter((each) => each.about === about))
      console.log(`  ${mark.padEnd(11)} … ${fact}`);
  }
for (const { file, fact } of twice) console.log(`Stands twice: ${file}: ${fact}`);
const counts = ['documented', 'recorded', 'assumed'].map(
  (mark) => `${String(facts.filter((each) => each.mark === mark).length)} ${mark}`,
);
console.log(`\n${String(facts.length)} facts: ${counts.join(', ')}.`);
process.exitCode = facts.length === 0 || twice.length > 0 ? 1 : 0;
