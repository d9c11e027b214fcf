export { UnsupportedPlatform } from './platform.js';
export { type LocalPostgres, startPostgres, type StartPostgresOptions } from './start-postgres.js';
export { startThrowawayPostgres, type ThrowawayPostgres } from './throwaway-postgres.js';
