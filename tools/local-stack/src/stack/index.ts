export type { Environment } from './host-environment.js';
export { type HostProcess, ready, startHost } from './host-process.js';
export { COMPANY, TENANT } from './names.js';
export { freePort } from './ports.js';
export { type RunningStack, type StackOptions, startStack } from './start-stack.js';
