import { createHash } from 'node:crypto';
import { NOTES } from '@bpro-qbo-sync/sync-domain';
import { anyProjection, type AnyProjection } from './projection.js';
import { history } from './projections/history.js';
import { notes } from './projections/notes.js';
import { records } from './projections/records.js';
import { runTypes } from './projections/run-types.js';
import { runs } from './projections/runs.js';
import { tenants } from './projections/tenants.js';

/** Every read model, shown together and so moved together: one position, one transaction. */
export const PROJECTIONS: readonly AnyProjection[] = [
  anyProjection(tenants),
  anyProjection(runs),
  anyProjection(runTypes),
  anyProjection(records),
  anyProjection(notes),
  anyProjection(history),
];

/** Goes up when a fold changes in a way that the tables' shape does not show. */
const REVISION = 1;

const severities = Object.entries(NOTES).map(([code, { severity }]) => [code, severity]);

/** What rows were made by: rows of another fingerprint are rebuilt from event 0 (rule J1). */
export const FINGERPRINT = createHash('sha256')
  .update(JSON.stringify([REVISION, PROJECTIONS.map(({ table }) => table), severities]))
  .digest('hex')
  .slice(0, 16);
