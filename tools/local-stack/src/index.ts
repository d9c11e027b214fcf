export * from './postgres/index.js';
export * from './event-store/index.js';
