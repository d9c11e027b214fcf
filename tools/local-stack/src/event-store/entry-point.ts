/** A module of this folder to start in a thread or process of its own, and the node options that it needs. */
export interface EntryPoint {
  readonly url: URL;
  readonly execArgv: string[];
}

/** Compiled code starts its compiled neighbour; code that a test runs from its sources starts the source. */
export function entryPoint(name: 'worker' | 'main'): EntryPoint {
  if (!import.meta.url.endsWith('.ts'))
    return { url: new URL(`./${name}.js`, import.meta.url), execArgv: [] };
  const hooks = new URL('./typescript-hooks.mjs', import.meta.url).href;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(hooks)});`;
  return {
    url: new URL(`./${name}.ts`, import.meta.url),
    execArgv: ['--no-warnings', '--import', `data:text/javascript,${encodeURIComponent(register)}`],
  };
}
