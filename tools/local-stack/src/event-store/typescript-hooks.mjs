/** Module hooks that let Node run this workspace's TypeScript sources in a thread or process that a test starts. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

export function resolve(specifier, context, next) {
  const fromSource = context.parentURL?.endsWith('.ts') ?? false;
  const name = fromSource && specifier.startsWith('.') ? specifier.replace(/\.js$/, '.ts') : specifier;
  return next(name, { ...context, conditions: [...context.conditions, '@bpro-qbo-sync/source'] });
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = await transform(await readFile(fileURLToPath(url), 'utf8'), {
    filename: fileURLToPath(url),
    sourceMaps: 'inline',
    jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
