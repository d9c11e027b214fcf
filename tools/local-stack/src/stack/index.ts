export type { Environment } from './host-environment.js';
export { type HostProcess, ready } from './host-process.js';
export { COMPANY, TENANT } from './names.js';
export { type RunningStack, type StackOptions, startStack } from './start-stack.js';
