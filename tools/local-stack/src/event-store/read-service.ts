import { randomUUID } from 'node:crypto';
import { type ServerWritableStream, status } from '@grpc/grpc-js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog } from './event-log.js';
import { ReadCursor, type Source } from './read-cursor.js';
import { eventFilter } from './event-filter.js';
import {
  eventOnWire,
  identifierOf,
  numberOf,
  refusal,
  streamDeleted,
  streamNameOf,
  unavailable,
} from './wire.js';

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** Events considered between two checkpoints of a filtered subscription, times the client's multiplier. */
const checkpointInterval = 32;

const stopped = Symbol('the server is stopping');

/** The reads and subscriptions that are open, so that a stopping server can end them. */
export class OpenReads {
  private readonly reads = new Set<AbortController>();

  open(): AbortController {
    const read = new AbortController();
    this.reads.add(read);
    return read;
  }

  done(read: AbortController): void {
    this.reads.delete(read);
  }

  stop(): void {
    for (const read of this.reads) read.abort(stopped);
  }
}

/** `Streams/Read`: a stream or everything, to the present or as a subscription. */
export async function read(log: EventLog, reads: OpenReads, call: ReadCall): Promise<void> {
  const open = reads.open();
  const gone = (): void => {
    open.abort();
  };
  call.on('cancelled', gone);
  call.on('error', gone);
  const answer = new Answer(call, open.signal);
  try {
    const options = call.request.getOptions();
    if (!options) throw refusal(status.INVALID_ARGUMENT, 'The read has no options.');
    if (options.hasSubscription()) await subscribe(log, options, answer);
    else await readOnce(log, options, answer);
    if (answer.stopped) throw unavailable('The event store is shutting down.');
    if (!answer.over) call.end();
  } catch (error) {
    // Only this reaches the client: `call.destroy(error)` sends nothing and the client waits for ever.
    if (!answer.over || answer.stopped) call.emit('error', error);
  } finally {
    reads.done(open);
  }
}

async function readOnce(log: EventLog, options: ReadReq.Options, answer: Answer): Promise<void> {
  const source = sourceOf(options, 'read');
  const { stream } = source;
  if (stream !== undefined) {
    const state = ReadCursor.stateOf(log, stream);
    if (state === 'deleted') throw streamDeleted(stream);
    if (state === 'missing') {
      await answer.write(streamNotFound(stream));
      return;
    }
  }
  const cursor = new ReadCursor(log, source);
  const wanted = eventFilter(options);
  let left = options.hasCount() ? numberOf(options.getCount()) : Number.MAX_SAFE_INTEGER;
  while (left > 0 && !answer.over) {
    const page = cursor.nextPage(left);
    if (page.length === 0) return;
    for (const event of page) {
      if (!cursor.shows(event) || !wanted(event)) continue;
      await answer.write(eventOnWire(event));
      left--;
      if (left === 0) return;
    }
    await answer.breathe();
  }
}

async function subscribe(log: EventLog, options: ReadReq.Options, answer: Answer): Promise<void> {
  const source = sourceOf(options, 'subscription');
  if (source.stream !== undefined && ReadCursor.stateOf(log, source.stream) === 'deleted')
    throw streamDeleted(source.stream);
  const cursor = new ReadCursor(log, source);
  const wanted = eventFilter(options);
  const interval =
    checkpointInterval * Math.max(1, options.getFilter()?.getCheckpointintervalmultiplier() ?? 1);
  let considered = 0;
  let live = false;
  await answer.write(confirmation());
  while (!answer.over) {
    const page = cursor.nextPage(Number.MAX_SAFE_INTEGER);
    for (const event of page) {
      if (answer.over) return;
      if (cursor.shows(event) && wanted(event)) await answer.write(eventOnWire(event));
      if (options.hasFilter() && ++considered % interval === 0)
        await answer.write(checkpoint(event.position));
    }
    if (page.length > 0) await answer.breathe();
    else {
      if (!live) await answer.write(caughtUp());
      live = true;
      if (!cursor.hasMore()) await log.changed(answer.signal);
    }
  }
}

/** The answering side of a call: waits where the client reads slowly, and knows when nobody listens any more. */
class Answer {
  constructor(
    private readonly call: ReadCall,
    readonly signal: AbortSignal,
  ) {}

  get over(): boolean {
    return this.signal.aborted;
  }

  get stopped(): boolean {
    return this.signal.reason === stopped;
  }

  async write(response: ReadResp): Promise<void> {
    if (this.over || this.call.write(response)) return;
    await new Promise<void>((resolve) => {
      const proceed = (): void => {
        this.call.off('drain', proceed);
        this.signal.removeEventListener('abort', proceed);
        resolve();
      };
      this.call.on('drain', proceed);
      this.signal.addEventListener('abort', proceed);
    });
  }

  /** Lets other calls have their turn. */
  breathe(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

/** Where to begin: reads include their starting point (backwards over everything excepted), subscriptions do not. */
function sourceOf(options: ReadReq.Options, use: 'read' | 'subscription'): Source {
  const backwards = options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS;
  const end = Number.MAX_SAFE_INTEGER;
  const streamOptions = options.getStream();
  if (streamOptions) {
    const stream = streamNameOf(streamOptions.getStreamIdentifier());
    if (streamOptions.hasEnd()) return { stream, backwards, from: end };
    if (!streamOptions.hasRevision()) return { stream, backwards, from: 0 };
    const revision = numberOf(streamOptions.getRevision());
    return { stream, backwards, from: use === 'subscription' ? revision + 1 : revision };
  }
  const all = options.getAll();
  const position = all?.getPosition();
  if (position) {
    const from = numberOf(position.getCommitPosition());
    return { backwards, from: use === 'subscription' ? from + 1 : from };
  }
  return { backwards, from: all?.hasEnd() ? end : 0 };
}

function streamNotFound(stream: string): ReadResp {
  const notFound = new streamsPb.ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifierOf(stream));
  const response = new streamsPb.ReadResp();
  response.setStreamNotFound(notFound);
  return response;
}

function confirmation(): ReadResp {
  const confirmed = new streamsPb.ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId(randomUUID());
  const response = new streamsPb.ReadResp();
  response.setConfirmation(confirmed);
  return response;
}

function checkpoint(position: number): ReadResp {
  const reached = new streamsPb.ReadResp.Checkpoint();
  reached.setCommitPosition(String(position));
  reached.setPreparePosition(String(position));
  const response = new streamsPb.ReadResp();
  response.setCheckpoint(reached);
  return response;
}

function caughtUp(): ReadResp {
  const response = new streamsPb.ReadResp();
  response.setCaughtUp(new streamsPb.ReadResp.CaughtUp());
  return response;
}
