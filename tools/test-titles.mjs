/** Reads what tests are called from their source, without running them. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** `it.skip` and `it.todo` prove nothing. */
const SUITE = /^(describe|it|test)(\.(only|concurrent))?$/;

/** The titles of all tests and suites in a spec file, those of tables row by row where their rows are literals. */
export const titlesIn = (file) => testsIn(file).map(({ title }) => title);

/** The same with the titles of the suites around each, from the outside in. */
export function testsIn(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const tests = [];
  const visit = (node, within) => {
    const titles = ts.isCallExpression(node) ? titlesOf(node, source) : [];
    tests.push(...titles.map((title) => ({ title, within })));
    const inner =
      titles.length > 0 && isSuite(node, source)
        ? [...within, titles.length > 2 ? `${titles[0]} …` : titles.join(' / ')]
        : within;
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(source, []);
  return tests;
}

const isSuite = (call, source) => call.expression.getText(source).startsWith('describe');

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
  if (ts.isCallExpression(table) && table.expression.getText(source) === 'Object.keys')
    return keysOf(table.arguments[0], source);
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

/** The names in an object of the file. */
function keysOf(identifier, source) {
  const found = [];
  const visit = (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText(source) === identifier.getText(source)) {
      const object = plain(node.initializer);
      if (object && ts.isObjectLiteralExpression(object))
        found.push(...object.properties.flatMap(({ name }) => name ?? []));
    }
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
  if (ts.isIdentifier(node) && node.parent.name === node) return node.text;
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
