/**
 * Which tests prove which rule: `npm run rules`. Reads the rules from docs/rules.md and the titles of all tests; exits
 * with 1 when a rule of sections A to F, H or J has no test. `--missing-only`: prints only those.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const NEEDS_TESTS = /^[A-FHJ]/;
const RULE = /^- \*\*([A-K]\d+)\*\* – (.+)$/;
const SUITE = /^(describe|it|test)$/;

const rules = readFileSync(join(root, 'docs', 'rules.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, id, title] = RULE.exec(line) ?? [];
    return id ? [{ id, title, tests: [] }] : [];
  });

for (const file of testFiles())
  for (const title of titlesIn(file))
    for (const rule of rules)
      if (new RegExp(`\\b${rule.id}\\b`).test(title)) rule.tests.push({ file, title });

const missing = rules.filter(({ id, tests }) => NEEDS_TESTS.test(id) && tests.length === 0);
if (!process.argv.includes('--missing-only')) print(rules);
for (const { id, title } of missing) console.log(`No test proves ${id}: ${title}`);
const proven = rules.filter(({ tests }) => tests.length > 0);
console.log(
  `${String(proven.length)} of ${String(rules.length)} rules are proven by tests; ${String(missing.length)} that must be are not.`,
);
process.exitCode = missing.length > 0 ? 1 : 0;

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

function titlesIn(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const titles = [];
  const visit = (node) => {
    if (ts.isCallExpression(node)) titles.push(...titlesOf(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

/** The titles of one `it(…)`, `describe(…)` or `it.each(table)(…)`; none when the call is something else. */
function titlesOf(call, source) {
  const [title] = call.arguments;
  const text = title && textOf(title);
  if (text === undefined) return [];
  const callee = call.expression;
  if (!ts.isCallExpression(callee)) return SUITE.test(callee.getText(source).split('.')[0]) ? [text] : [];
  if (!/^(describe|it|test)\.(\w+\.)*each$/.test(callee.expression.getText(source))) return [];
  const rows = tableOf(callee.arguments[0], source);
  return rows.length > 0 ? rows.map((row) => filledIn(text, row, source)) : [text];
}

/** The rows of a table that stands in the call or in a constant of the file. */
function tableOf(expression, source) {
  const table = plain(expression);
  if (!table) return [];
  if (ts.isArrayLiteralExpression(table)) return [...table.elements];
  if (!ts.isIdentifier(table)) return [];
  let found = [];
  const visit = (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText(source) === table.text && node.initializer)
      found = ts.isIdentifier(plain(node.initializer)) ? [] : tableOf(node.initializer, source);
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The title of one row: `%s` by position, `$name` by property; what is not a text is left as it stands. */
function filledIn(title, rowExpression, source) {
  const row = plain(rowExpression);
  const cells = ts.isArrayLiteralExpression(row) ? [...row.elements] : [row];
  const named = title.replaceAll(/\$(\w+)/g, (whole, name) => {
    const property =
      ts.isObjectLiteralExpression(row) &&
      row.properties.find((each) => ts.isPropertyAssignment(each) && each.name.getText(source) === name);
    return (property && textOf(property.initializer)) ?? whole;
  });
  return named.replaceAll(/%[sp]/g, (whole) => {
    const cell = cells.shift();
    return (cell && textOf(cell)) ?? whole;
  });
}

/** A literal's text; of a template, with `…` for what it computes. */
function textOf(expression) {
  const node = plain(expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('…');
}

/** Without `as const`, `satisfies` and parentheses. */
function plain(expression) {
  let node = expression;
  while (
    node &&
    (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node))
  )
    node = node.expression;
  return node;
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
