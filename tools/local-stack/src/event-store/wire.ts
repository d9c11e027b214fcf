import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { AppendReq, BatchAppendReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { maxAppendBytes, type ProposedEvent, tombstoneRevision } from './event-log.js';
import type { StoredEvent } from './storage.js';

/** Milliseconds to .NET ticks of 100 ns, which is how the wire says when an event was created. */
const ticksPerMs = 10_000n;
const maxRevisionOnWire = '9223372036854775807';

export const empty = (): InstanceType<typeof sharedPb.Empty> => new sharedPb.Empty();

export const streamNameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

export const identifierOf = (stream: string): StreamIdentifier => {
  const identifier = new sharedPb.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream, 'utf8'));
  return identifier;
};

export const revisionOnWire = (revision: number): string =>
  revision === tombstoneRevision ? maxRevisionOnWire : String(revision);

/** A revision or position of the wire; what is beyond JavaScript's integers means "the end". */
export const numberOf = (value: string): number => Math.min(Number(value), Number.MAX_SAFE_INTEGER);

function uuidOf(id: UUID | undefined): string {
  const structured = id?.getStructured();
  if (!structured) return id?.getString() ?? '';
  const hex = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()]
    .map((bits) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The name of an append among those of one connection. */
export const correlationOf = (request: BatchAppendReq): string => uuidOf(request.getCorrelationId());

export const proposedEventOf = (
  message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage,
): ProposedEvent => ({
  id: uuidOf(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? 'application/octet-stream',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** One event as an answer to a read. */
export function eventOnWire(event: StoredEvent): ReadResp {
  const id = new sharedPb.UUID();
  id.setString(event.id);
  const recorded = new streamsPb.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(id);
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(revisionOnWire(event.revision));
  recorded.setPreparePosition(String(event.position));
  recorded.setCommitPosition(String(event.position));
  const map = recorded.getMetadataMap();
  map.set('type', event.type);
  map.set('content-type', event.contentType);
  map.set('created', String(BigInt(event.created) * ticksPerMs));
  recorded.setCustomMetadata(event.metadata);
  recorded.setData(event.data);
  const readEvent = new streamsPb.ReadResp.ReadEvent();
  readEvent.setEvent(recorded);
  readEvent.setCommitPosition(String(event.position));
  const response = new streamsPb.ReadResp();
  response.setEvent(readEvent);
  return response;
}

/** A refusal as the official client understands it: a status and, mostly, an `exception` trailer. */
export function refusal(
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export const streamDeleted = (stream: string): ServiceError =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': encodeURIComponent(stream),
  });

export const appendTooLarge = (): ServiceError =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${String(maxAppendBytes)} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maxAppendBytes),
  });

export const storeFull = (): ServiceError =>
  refusal(status.RESOURCE_EXHAUSTED, 'The event store has no space left; nothing was written.');

export const unavailable = (details: string): ServiceError => refusal(status.UNAVAILABLE, details);

export const wrongExpectedVersion = (stream: string, expected: string, current: number): ServiceError =>
  refusal(status.FAILED_PRECONDITION, 'Append failed due to WrongExpectedVersion.', {
    exception: 'wrong-expected-version',
    'stream-name': encodeURIComponent(stream),
    'expected-version': expected,
    'actual-version': String(current),
  });
