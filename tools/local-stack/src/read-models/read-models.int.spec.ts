import { readModelsContract } from '@bpro-qbo-sync/read-models/contract';
import { afterAll, beforeAll } from '@jest/globals';
import { startThrowawayPostgres, type ThrowawayPostgres } from '../postgres/throwaway-postgres.js';
import { readModelsOn } from './read-models-on.js';

let server: ThrowawayPostgres | undefined;
beforeAll(async () => {
  server = await startThrowawayPostgres();
});
afterAll(() => server?.stop());

readModelsContract(
  'PostgreSQL, as npm carries it',
  () => Promise.resolve(readModelsOn(server?.url ?? '')),
  4,
);
