import { status } from '@grpc/grpc-js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type AppendOutcome, type Expected, maxAppendBytes } from './event-log.js';
import { identifierOf, revisionOnWire } from './wire.js';

/** The answer to one append of a batch: its outcome, or a `google.rpc.Status` with the details in an `Any`. */
export function batchAnswer(
  correlation: UUID | undefined,
  stream: string,
  expected: Expected,
  outcome: AppendOutcome,
): BatchAppendResp {
  const response = new streamsPb.BatchAppendResp();
  response.setCorrelationId(correlation);
  response.setStreamIdentifier(identifierOf(stream));
  if (outcome.kind === 'appended') {
    const position = new sharedPb.AllStreamPosition();
    position.setCommitPosition(String(outcome.position));
    position.setPreparePosition(String(outcome.position));
    const success = new streamsPb.BatchAppendResp.Success();
    success.setCurrentRevision(revisionOnWire(outcome.revision));
    success.setPosition(position);
    response.setSuccess(success);
  } else response.setError(refusalOf(stream, expected, outcome));
  return response;
}

function refusalOf(
  stream: string,
  expected: Expected,
  outcome: AppendOutcome,
): InstanceType<typeof statusPb.Status> {
  switch (outcome.kind) {
    case 'conflict':
      return details(status.FAILED_PRECONDITION, 'WrongExpectedVersion', conflict(expected, outcome.current));
    case 'deleted': {
      const deleted = new sharedPb.StreamDeleted();
      deleted.setStreamIdentifier(identifierOf(stream));
      return details(status.FAILED_PRECONDITION, 'StreamDeleted', deleted);
    }
    case 'too-large': {
      const tooLarge = new sharedPb.MaximumAppendSizeExceeded();
      tooLarge.setMaxappendsize(maxAppendBytes);
      return details(status.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', tooLarge);
    }
    case 'full':
      return details(status.RESOURCE_EXHAUSTED, 'Unknown', new sharedPb.Unknown());
    default:
      return details(status.UNAVAILABLE, 'Unknown', new sharedPb.Unknown());
  }
}

function conflict(expected: Expected, current: number): InstanceType<typeof sharedPb.WrongExpectedVersion> {
  const wrong = new sharedPb.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new emptyPb.Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === 'any') wrong.setExpectedAny(new emptyPb.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new emptyPb.Empty());
  else if (expected < 0) wrong.setExpectedNoStream(new emptyPb.Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return wrong;
}

function details(
  code: status,
  name: string,
  message: { serializeBinary(): Uint8Array },
): InstanceType<typeof statusPb.Status> {
  const any = new anyPb.Any();
  any.pack(message.serializeBinary(), `event_store.client.${name}`);
  const answer = new statusPb.Status();
  // The generated enum of google.rpc codes is number for number that of gRPC.
  answer.setCode(code as number);
  answer.setMessage(name);
  answer.setDetails(any);
  return answer;
}
