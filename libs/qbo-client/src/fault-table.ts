import type { QboFaultKind } from './port.js';

/** `outage`: QuickBooks failed, and nothing is known about the request: `unavailable` for a read. */
export type CodeKind =
  Exclude<QboFaultKind, 'unavailable' | 'unknown-outcome' | 'connection-lost'> | 'outage';

interface CodeEntry {
  readonly kind: CodeKind;
  readonly message: string;
  /** Our own earlier attempt, done without our knowing, would bring this refusal about. */
  readonly selfInflicted?: true;
}

/**
 * Intuit's codes with their fixed texts; the answer's own `Message` may be localised or quote data.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes
 */
export const CODES: Readonly<Record<string, CodeEntry>> = {
  '100': { kind: 'auth', message: 'General authentication error' },
  '120': { kind: 'auth', message: 'Authorization failure' },
  '500': { kind: 'validation', message: 'Unsupported operation' },
  '600': { kind: 'outage', message: 'Duplicate request ID', selfInflicted: true },
  '610': { kind: 'not-found', message: 'Object not found', selfInflicted: true },
  '620': { kind: 'validation', message: 'Transaction cannot be linked', selfInflicted: true },
  '1040': { kind: 'validation', message: 'Batch too large' },
  '2010': { kind: 'validation', message: 'Request has invalid or unsupported property' },
  '2020': { kind: 'validation', message: 'Required parameter missing' },
  '2030': { kind: 'validation', message: 'Invalid ID' },
  '2040': { kind: 'validation', message: 'Invalid string: unsupported or illegal characters' },
  '2050': { kind: 'validation', message: 'Invalid string length' },
  '2120': { kind: 'validation', message: 'Invalid type' },
  '2130': { kind: 'validation', message: 'Invalid request ID format' },
  '2210': { kind: 'validation', message: 'E-mail address does not conform to RFC 822' },
  '2500': { kind: 'validation', message: 'Invalid reference ID' },
  '3001': { kind: 'throttled', message: 'Throttle exceeded' },
  '3100': { kind: 'auth', message: 'Application authorization failed' },
  '3200': { kind: 'auth', message: 'Authentication failed' },
  '3202': { kind: 'auth', message: 'Application not authorized' },
  '4000': { kind: 'validation', message: 'Error parsing query' },
  '4001': { kind: 'validation', message: 'Invalid query' },
  '5010': { kind: 'stale', message: 'Stale object error', selfInflicted: true },
  '5030': { kind: 'validation', message: 'Feature not supported' },
  '6000': { kind: 'validation', message: 'Business validation error', selfInflicted: true },
  '6070': { kind: 'validation', message: 'Amount calculation incorrect in the request' },
  '6100': { kind: 'validation', message: 'Invalid tax code' },
  '6140': { kind: 'validation', message: 'Duplicate document number error', selfInflicted: true },
  '6180': { kind: 'validation', message: 'Hierarchy deeper than allowed' },
  '6190': { kind: 'subscription', message: 'Subscription period has ended or was canceled' },
  '6210': { kind: 'validation', message: 'Account period closed' },
  '6220': { kind: 'validation', message: 'The entity has an open balance' },
  '6240': { kind: 'validation', message: 'Duplicate name exists error', selfInflicted: true },
  '6270': { kind: 'validation', message: 'Transaction date is prior to start date for inventory item' },
  '6430': { kind: 'validation', message: 'Invalid account type' },
  '6540': { kind: 'validation', message: 'Deposited transaction cannot be changed', selfInflicted: true },
  '10000': { kind: 'outage', message: 'System failure error' },
};

/** Codes that a server in trouble also uses for what is not a refusal (`Unexpected Internal Error. (-30000)`). */
export const ALSO_OUTAGE: ReadonlySet<string> = new Set(['6000', '10000']);
