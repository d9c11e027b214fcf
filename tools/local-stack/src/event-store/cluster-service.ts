import { randomUUID } from 'node:crypto';
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import serverFeaturesPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';

const methods = {
  'event_store.client.streams.streams': ['append', 'batchappend', 'delete', 'read', 'tombstone'],
  'event_store.client.gossip.gossip': ['read'],
} as const;

/** `ServerFeatures/GetSupportedMethods`: what this server can do, in the lower case that the client expects. */
export function supportedMethods(): SupportedMethods {
  const answer = new serverFeaturesPb.SupportedMethods();
  answer.setEventStoreServerVersion('24.10.0');
  for (const [service, names] of Object.entries(methods))
    for (const name of names) {
      const method = new serverFeaturesPb.SupportedMethod();
      method.setServiceName(service);
      method.setMethodName(name);
      answer.addMethods(method);
    }
  return answer;
}

/** `Gossip/Read`: a cluster of one, which leads. */
export function clusterOfOne(port: number, now: number): ClusterInfo {
  const endPoint = new gossipPb.EndPoint();
  endPoint.setAddress('127.0.0.1');
  endPoint.setPort(port);
  const id = new sharedPb.UUID();
  id.setString(randomUUID());
  const member = new gossipPb.MemberInfo();
  member.setInstanceId(id);
  member.setTimeStamp(String(now));
  member.setState(gossipPb.MemberInfo.VNodeState.LEADER);
  member.setIsAlive(true);
  member.setHttpEndPoint(endPoint);
  const answer = new gossipPb.ClusterInfo();
  answer.addMembers(member);
  return answer;
}
