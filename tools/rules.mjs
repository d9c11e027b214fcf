/**
 * Which tests prove which rule: `npm run rules`. Reads the rules from docs/rules.md and the titles of all tests; exits
 * with 1 when a rule of sections A to F, H or J has no test, when a title cites a rule that does not exist, or when
 * docs/rules.md cannot be read. `--missing-only`: prints only what is wrong.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const NEEDS_TESTS = /^[A-FHJ]/;
const RULE = /^- \*\*([A-K]\d+)\*\*:? (.+)$/;
/** What a title cites: `F1`. */
const CITED = /\b[A-K]\d{1,2}\b/g;
/** Invariants are numbered too, I1 to I16 (docs/rules.md): in the simulation, and where a title says so. */
const INVARIANT = /\binvariant I\d+/g;
const OF_INVARIANTS = /^tools[\\/]simulation[\\/]/;
/** `it.skip` and `it.todo` prove nothing. */
const SUITE = /^(describe|it|test)(\.(only|concurrent))?$/;

const rules = readRules();
const wrong = rules.length > 0 ? [] : ['docs/rules.md has no rules, or this program cannot read them.'];
for (const file of testFiles()) for (const title of titlesIn(file)) cite(file, title);
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
  if (!ts.isCallExpression(callee)) return SUITE.test(callee.getText(source)) ? [text] : [];
  if (!/^(describe|it|test)\.((only|concurrent)\.)?each$/.test(callee.expression.getText(source))) return [];
  const rows = tableOf(callee.arguments[0], source);
  return rows.length > 0 ? rows.map((row) => filledIn(text, row, source)) : [text];
}

/** The rows of a table that stands in the call, in a constant of the file, or in the calls of the function around it. */
function tableOf(expression, source) {
  const table = plain(expression);
  if (!table) return [];
  if (ts.isArrayLiteralExpression(table)) return [...table.elements];
  if (!ts.isIdentifier(table)) return [];
  const caller = functionWith(table);
  const found = [];
  const visit = (node) => {
    if (caller && ts.isCallExpression(node) && node.expression.getText(source) === caller.name)
      found.push(...tableOf(node.arguments[caller.parameter], source));
    else if (!caller && ts.isVariableDeclaration(node) && node.name.getText(source) === table.text)
      found.push(
        ...(ts.isArrayLiteralExpression(plain(node.initializer)) ? tableOf(node.initializer, source) : []),
      );
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The function of the file that has this name as a parameter, as `const rows = (table) => { it.each(table)(…); }`. */
function functionWith(identifier) {
  for (let node = identifier.parent; node; node = node.parent) {
    if (!ts.isArrowFunction(node) || !ts.isVariableDeclaration(node.parent)) continue;
    const parameter = node.parameters.findIndex(({ name }) => name.getText() === identifier.text);
    if (parameter >= 0) return { name: node.parent.name.getText(), parameter };
  }
  return undefined;
}

/** The title of one row: `%s` by position, `$name` by property; what is no literal is left as it stands. */
function filledIn(title, rowExpression, source) {
  const row = plain(rowExpression);
  const cells = ts.isArrayLiteralExpression(row) ? [...row.elements] : [row];
  const named = title.replaceAll(/\$(\w+)/g, (whole, name) => {
    const property =
      ts.isObjectLiteralExpression(row) &&
      row.properties.find((each) => ts.isPropertyAssignment(each) && each.name.getText(source) === name);
    return (property && textOf(property.initializer)) ?? whole;
  });
  return named.replaceAll(/%[sdifjop]/g, (whole) => {
    const cell = cells.shift();
    return (cell && textOf(cell)) ?? whole;
  });
}

/** A literal's text; of a template, with `…` for what it computes. */
function textOf(expression) {
  const node = plain(expression);
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text;
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
