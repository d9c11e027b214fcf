import {
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  status,
} from '@grpc/grpc-js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
  DeleteResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { batchAnswer } from './batch-answer.js';
import { type AppendOutcome, type EventLog, type Expected, type ProposedEvent } from './event-log.js';
import {
  appendTooLarge,
  correlationOf,
  empty,
  numberOf,
  proposedEventOf,
  refusal,
  revisionOnWire,
  storeFull,
  streamDeleted,
  streamNameOf,
  unavailable,
  wrongExpectedVersion,
} from './wire.js';

/** `Streams/Append`: one append per call, its header first. */
export function append(
  log: EventLog,
  call: ServerReadableStream<AppendReq, AppendResp>,
  answer: sendUnaryData<AppendResp>,
): void {
  let options: AppendReq.Options | undefined;
  const events: ProposedEvent[] = [];
  call.on('data', (request: AppendReq) => {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message) events.push(proposedEventOf(message));
  });
  call.on('error', () => undefined);
  call.on('end', () => {
    if (call.cancelled) return;
    if (!options) {
      answer(refusal(status.INVALID_ARGUMENT, 'The append has no header.'));
      return;
    }
    const stream = streamNameOf(options.getStreamIdentifier());
    const expected = expectedOf(options);
    void log.append(stream, expected, events).then((outcome) => {
      if (outcome.kind === 'appended') answer(null, appended(outcome.revision, outcome.position));
      else if (outcome.kind === 'conflict') answer(null, conflicted(expected, outcome.current));
      else answer(errorOf(outcome, stream, expected));
    });
  });
}

/** `Streams/BatchAppend`: many appends over one call, each in chunks under its correlation id. */
export function batchAppend(log: EventLog, call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
  const open = new Map<string, { options: BatchAppendReq.Options | undefined; events: ProposedEvent[] }>();
  let running = 0;
  let ended = false;
  const endWhenDone = (): void => {
    if (ended && running === 0) call.end();
  };
  call.on('data', (request: BatchAppendReq) => {
    const key = correlationOf(request);
    const one = open.get(key) ?? { options: request.getOptions(), events: [] };
    open.set(key, one);
    one.events.push(...request.getProposedMessagesList().map(proposedEventOf));
    if (!request.getIsFinal()) return;
    open.delete(key);
    running++;
    const stream = streamNameOf(one.options?.getStreamIdentifier());
    const expected = one.options ? batchExpectedOf(one.options) : 'any';
    void log.append(stream, expected, one.events).then((outcome) => {
      running--;
      if (!call.cancelled) call.write(batchAnswer(request.getCorrelationId(), stream, expected, outcome));
      endWhenDone();
    });
  });
  call.on('error', () => undefined);
  call.on('end', () => {
    ended = true;
    endWhenDone();
  });
}

/** `Streams/Delete`: hides all events so far; the stream may be written again. */
export function softDelete(
  log: EventLog,
  call: ServerUnaryCall<DeleteReq, DeleteResp>,
  answer: sendUnaryData<DeleteResp>,
): void {
  const { stream, expected } = targetOf(call.request.getOptions());
  void log.softDelete(stream, expected).then((outcome) => {
    if (outcome.kind !== 'appended') {
      answer(errorOf(outcome, stream, expected));
      return;
    }
    const response = new streamsPb.DeleteResp();
    response.setPosition(placed(new streamsPb.DeleteResp.Position(), outcome.position));
    answer(null, response);
  });
}

/** `Streams/Tombstone`: ends the stream for ever. */
export function tombstone(
  log: EventLog,
  call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
  answer: sendUnaryData<TombstoneResp>,
): void {
  const { stream, expected } = targetOf(call.request.getOptions());
  void log.tombstone(stream, expected).then((outcome) => {
    if (outcome.kind !== 'appended') {
      answer(errorOf(outcome, stream, expected));
      return;
    }
    const response = new streamsPb.TombstoneResp();
    response.setPosition(placed(new streamsPb.TombstoneResp.Position(), outcome.position));
    answer(null, response);
  });
}

function appended(revision: number, position: number): AppendResp {
  const success = new streamsPb.AppendResp.Success();
  success.setCurrentRevision(revisionOnWire(revision));
  success.setPosition(placed(new streamsPb.AppendResp.Position(), position));
  const response = new streamsPb.AppendResp();
  response.setSuccess(success);
  return response;
}

function conflicted(expected: Expected, current: number): AppendResp {
  const conflict = new streamsPb.AppendResp.WrongExpectedVersion();
  if (current < 0) conflict.setCurrentNoStream(empty());
  else conflict.setCurrentRevision(String(current));
  if (expected === 'any') conflict.setExpectedAny(empty());
  else if (expected === 'stream_exists') conflict.setExpectedStreamExists(empty());
  else if (expected < 0) conflict.setExpectedNoStream(empty());
  else conflict.setExpectedRevision(String(expected));
  const response = new streamsPb.AppendResp();
  response.setWrongExpectedVersion(conflict);
  return response;
}

function errorOf(
  outcome: Exclude<AppendOutcome, { kind: 'appended' }>,
  stream: string,
  expected: Expected,
): ReturnType<typeof unavailable> {
  if (outcome.kind === 'conflict') return wrongExpectedVersion(stream, String(expected), outcome.current);
  if (outcome.kind === 'deleted') return streamDeleted(stream);
  if (outcome.kind === 'too-large') return appendTooLarge();
  if (outcome.kind === 'full') return storeFull();
  return unavailable('The event store could not write to its disk.');
}

/** A position on the wire: commit and prepare are the same place here. */
function placed<
  Position extends { setCommitPosition(at: string): void; setPreparePosition(at: string): void },
>(place: Position, position: number): Position {
  place.setCommitPosition(String(position));
  place.setPreparePosition(String(position));
  return place;
}

const targetOf = (
  options: DeleteReq.Options | TombstoneReq.Options | undefined,
): { readonly stream: string; readonly expected: Expected } => ({
  stream: streamNameOf(options?.getStreamIdentifier()),
  expected: options ? expectedOf(options) : 'any',
});

function expectedOf(options: AppendReq.Options | DeleteReq.Options | TombstoneReq.Options): Expected {
  if (options.hasRevision()) return numberOf(options.getRevision());
  if (options.hasNoStream()) return -1;
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}

function batchExpectedOf(options: BatchAppendReq.Options): Expected {
  if (options.hasStreamPosition()) return numberOf(options.getStreamPosition());
  if (options.hasNoStream()) return -1;
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}
