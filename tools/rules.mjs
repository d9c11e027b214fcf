/**
 * Which tests prove which rule: `npm run rules`. Reads the rules from docs/rules.md and the titles of all tests; exits
 * with 1 when a rule of sections A to H or J has no test, when a title cites a rule that does not exist, or when
 * docs/rules.md cannot be read. `--missing-only`: prints only what is wrong.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { titlesIn } from './test-titles.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const NEEDS_TESTS = /^[A-HJ]/;
const RULE = /^- \*\*([A-K]\d+)\*\*:? (.+)$/;
/** What a title cites: `F1`. */
const CITED = /\b[A-K]\d{1,2}\b/g;
/** Invariants are numbered too, I1 to I16 (docs/rules.md): in the simulation, and where a title says so. */
const INVARIANT = /\binvariant I\d+/g;
const OF_INVARIANTS = /^tools[\\/]simulation[\\/]/;

const rules = readRules();
const wrong = rules.length > 0 ? [] : ['docs/rules.md has no rules, or this program cannot read them.'];
for (const file of testFiles()) for (const title of titlesIn(join(root, file))) cite(file, title);
for (const { id, title, tests } of rules)
  if (NEEDS_TESTS.test(id) && tests.length === 0) wrong.push(`No test proves ${id}: ${title}`);

if (!process.argv.includes('--missing-only')) print(rules);
for (const line of wrong) console.log(line);
const proven = rules.filter(({ tests }) => tests.length > 0);
console.log(
  `${String(proven.length)} of ${String(rules.length)} rules are proven by tests; ${String(wrong.length)} wrong.`,
);
process.exitCode = wrong.length > 0 ? 1 : 0;

function readRules() {
  return readFileSync(join(root, 'docs', 'rules.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, id, title] = RULE.exec(line) ?? [];
      return id ? [{ id, title, tests: [] }] : [];
    });
}

/** Files a test under the rules that its title cites. */
function cite(file, title) {
  const ids = new Set(title.replaceAll(INVARIANT, '').match(CITED));
  for (const id of ids) {
    if (id.startsWith('I') && (OF_INVARIANTS.test(file) || Number(id.slice(1)) > 3)) continue;
    const rule = rules.find((each) => each.id === id);
    if (rule) rule.tests.push({ file, title });
    else wrong.push(`There is no rule ${id}: ${file}: ${title}`);
  }
}

/** Spec files, and the contract suites that spec files run. */
function testFiles() {
  return ['apps', 'libs', 'tools'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((path) => join(folder, path))
      .filter((path) => path.endsWith('.ts') && !/(^|[\\/])(node_modules|dist)[\\/]/.test(path))
      .filter((path) => path.endsWith('.spec.ts') || path.includes('contract'))
      .sort(),
  );
}

function print(all) {
  for (const { id, title, tests } of all) {
    const count = tests.length === 1 ? '1 test' : `${String(tests.length)} tests`;
    console.log(
      `${id.padEnd(4)} ${count.padStart(9)}  ${title.length > 100 ? `${title.slice(0, 99)}…` : title}`,
    );
    let last;
    for (const { file, title: test } of tests) {
      if (file !== last) console.log(`${' '.repeat(16)}${file}`);
      console.log(`${' '.repeat(18)}${test}`);
      last = file;
    }
  }
  console.log('');
}
