import { BPRO_SCHEMAS, bproEnvelope, type BproRecord, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { z } from 'zod';
import type { BproMalformedRecord } from './port.js';

export type ParsedRecord =
  | { readonly ok: true; readonly record: BproRecord }
  | { readonly ok: false; readonly malformed: BproMalformedRecord };

/**
 * Checks one record as BPro sent it: the envelope, its type, then `data` by the type's schema. Fields that the
 * schema does not know are left out; what is missing and has a default is filled in.
 */
export function parseBproRecord(type: RecordType, raw: unknown): ParsedRecord {
  const malformed = (issue: z.core.$ZodIssue | undefined, at: readonly PropertyKey[]): ParsedRecord => ({
    ok: false,
    malformed: {
      type,
      id: usableId(raw),
      path: [...at, ...(issue?.path ?? [])].map(String).join('.') || '(record)',
      problem: issue?.message ?? 'not understood',
    },
  });
  const envelope = bproEnvelope.safeParse(raw);
  if (!envelope.success) return malformed(envelope.error.issues[0], []);
  if (envelope.data.type !== type)
    return {
      ok: false,
      malformed: { type, id: envelope.data.id, path: 'type', problem: `expected a ${type}` },
    };
  const data = BPRO_SCHEMAS[type].safeParse(envelope.data.data);
  if (!data.success) return malformed(data.error.issues[0], ['data']);
  return { ok: true, record: { ...envelope.data, data: data.data } };
}

const ID = bproEnvelope.shape.id;

const usableId = (raw: unknown): string => {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? ID.safeParse(raw.id) : undefined;
  return id?.success ? id.data : '?';
};
