import type { RecordName } from '@bpro-qbo-sync/sync-application';
import { isRecordType } from '@bpro-qbo-sync/sync-domain';
import { Injectable, type PipeTransform } from '@nestjs/common';
import { refuse } from '../problems/problem.js';

const RUN = /^[\w-]{1,64}$/;
const RECORD_ID = /^[A-Za-z0-9._:/-]{1,140}$/;

/** `:run` of a path. */
@Injectable()
export class RunPipe implements PipeTransform<string, string> {
  transform(run: string): string {
    if (!RUN.test(run)) throw refuse(404, 'no-such-run', 'There is no such sync.', 'E3');
    return run;
  }
}

/** `:type/:recordId` of a path. */
@Injectable()
export class RecordPipe implements PipeTransform<Readonly<Record<string, unknown>>, RecordName> {
  transform({ type, recordId }: Readonly<Record<string, unknown>>): RecordName {
    const isRecord =
      typeof type === 'string' &&
      isRecordType(type) &&
      typeof recordId === 'string' &&
      RECORD_ID.test(recordId);
    if (!isRecord) throw refuse(404, 'no-such-record', 'There is no such record.', 'H3');
    return { type, recordId };
  }
}

/** `type/recordId`, the `next` of a page of records. */
export function recordAfter(after: string | undefined): RecordName | undefined {
  if (after === undefined) return undefined;
  const slash = after.indexOf('/');
  return new RecordPipe().transform({ type: after.slice(0, slash), recordId: after.slice(slash + 1) });
}
