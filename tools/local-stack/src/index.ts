export * from './postgres/index.js';
export * from './event-store/index.js';
export * from './stack/index.js';
