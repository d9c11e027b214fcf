import { randomUUID } from 'node:crypto';
import type { ProposedEvent } from './event-log.js';
import type { Storage } from './storage.js';

/** Which events of a stream its readers still see. */
export interface StreamMetadata {
  readonly maxCount?: number;
  readonly maxAgeSeconds?: number;
  /** Events before this revision are hidden. */
  readonly truncateBefore: number;
  /** Soft-deleted: all events so far are hidden, new ones may come. */
  readonly deleted: boolean;
  /** The metadata as it stands, to be written again with a change. */
  readonly raw: Readonly<Record<string, unknown>>;
}

export const metadataStream = (stream: string): string => `$$${stream}`;

/** The stream that a metadata stream is about; any other stream itself. */
export const ownerOf = (stream: string): string => (stream.startsWith('$$') ? stream.slice(2) : stream);

const none: StreamMetadata = { truncateBefore: 0, deleted: false, raw: {} };

/** The last event of `$$stream`, or nothing set. */
export function readMetadata(storage: Storage, stream: string): StreamMetadata {
  if (stream.startsWith('$$')) return none;
  const [last] = storage.readBackwards(metadataStream(stream), Number.MAX_SAFE_INTEGER, 1);
  if (!last) return none;
  const raw = parse(last.data);
  const { $maxCount: maxCount, $maxAge: maxAge, $tb: truncate } = raw;
  const truncateBefore = typeof truncate === 'number' ? truncate : 0;
  return {
    ...(isLimit(maxCount) && { maxCount }),
    ...(isLimit(maxAge) && { maxAgeSeconds: maxAge }),
    truncateBefore,
    deleted: truncateBefore > Number.MAX_SAFE_INTEGER,
    raw,
  };
}

/** A limit that would hide everything is none. */
const isLimit = (value: unknown): value is number => typeof value === 'number' && value > 0;

function parse(data: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The metadata of a stream that lives again from `revision` on. */
export const undeleted = ({ raw }: StreamMetadata, revision: number): ProposedEvent =>
  metadataEvent(JSON.stringify({ ...raw, $tb: revision }));

/** The metadata of a soft-deleted stream: `$tb` is 2^63-1, which JavaScript cannot write as a number. */
export function deletedMetadata({ raw }: StreamMetadata): ProposedEvent {
  const rest = Object.fromEntries(Object.entries(raw).filter(([key]) => key !== '$tb'));
  const json = JSON.stringify(rest).slice(0, -1);
  return metadataEvent(`${json}${json === '{' ? '' : ','}"$tb":9223372036854775807}`);
}

const metadataEvent = (json: string): ProposedEvent => ({
  id: randomUUID(),
  type: '$metadata',
  contentType: 'application/json',
  data: Buffer.from(json, 'utf8'),
  metadata: Buffer.alloc(0),
});
