export * from './bpro-record.js';
export * from './entities/bpro-schemas.js';
export * from './record-types.js';
