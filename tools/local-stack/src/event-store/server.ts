import { Server, ServerCredentials } from '@grpc/grpc-js';
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import serverFeaturesGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type Clock, realClock } from '@bpro-qbo-sync/clock';
import { append, batchAppend, softDelete, tombstone } from './append-service.js';
import { clusterOfOne, supportedMethods } from './cluster-service.js';
import { EventLog } from './event-log.js';
import { OpenReads, read } from './read-service.js';
import { Storage } from './storage.js';

export interface ServeOptions {
  /** Holds `events.db`; made when missing. One server at a time: `FolderInUse` else. */
  readonly directory: string;
  /** On 127.0.0.1; default 0, any free one. */
  readonly port?: number;
  /** Size of `events.db` at which the disk counts as full: appends are refused, reads go on. */
  readonly maxBytes?: number;
  /** When events were created; default the wall's clock. */
  readonly clock?: Clock;
}

export interface RunningServer {
  readonly port: number;
  /** Ends subscriptions, finishes what was begun, closes the file. */
  close(): Promise<void>;
}

/** How long calls that were begun may take when the server stops, in milliseconds. */
const graceMs = 2000;

/**
 * Serves the part of EventStoreDB's gRPC protocol that the product uses, in this thread. What is missing
 * (persistent subscriptions, projections, users) is refused as UNIMPLEMENTED.
 */
export async function serveEventStore(options: ServeOptions): Promise<RunningServer> {
  const clock = options.clock ?? realClock;
  const storage = new Storage(options.directory, options.maxBytes);
  const log = new EventLog(storage, clock, (error) => {
    console.error('event store: the disk failed', error);
  });
  const reads = new OpenReads();
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  server.addService(streamsGrpc.StreamsService, {
    append: append.bind(undefined, log),
    batchAppend: batchAppend.bind(undefined, log),
    delete: softDelete.bind(undefined, log),
    tombstone: tombstone.bind(undefined, log),
    read: read.bind(undefined, log, reads),
  });
  server.addService(serverFeaturesGrpc.ServerFeaturesService, {
    getSupportedMethods: (_call: unknown, answer: (error: null, value: unknown) => void) => {
      answer(null, supportedMethods());
    },
  });
  server.addService(gossipGrpc.GossipService, {
    read: (_call: unknown, answer: (error: null, value: unknown) => void) => {
      answer(null, clusterOfOne(port, clock.now()));
    },
  });
  const port = await bind(server, options.port ?? 0).catch((error: unknown) => {
    storage.close();
    throw error;
  });
  return {
    port,
    close: async () => {
      reads.stop();
      await shutDown(server);
      log.flush();
      storage.close();
    },
  };
}

const bind = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${String(port)}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });

async function shutDown(server: Server): Promise<void> {
  const done = new AbortController();
  const finished = new Promise<void>((resolve) => {
    server.tryShutdown(() => {
      resolve();
    });
  });
  await Promise.race([finished, realClock.sleep(graceMs, done.signal).catch(() => undefined)]);
  done.abort();
  server.forceShutdown();
}
