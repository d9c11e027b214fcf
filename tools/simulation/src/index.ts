export * from './invariants/index.js';
export { seeded } from './random.js';
