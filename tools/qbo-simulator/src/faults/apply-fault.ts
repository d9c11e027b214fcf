import type { Clock } from '@bpro-qbo-sync/clock';
import {
  faultInOk,
  forbidden,
  gatewayPage,
  serverError,
  throttled,
  unauthorized,
} from '../api/gateway-faults.js';
import { ConnectionReset, json, type SimulatorResponse } from '../api/http.js';
import { pacificTimeMs } from '../model/time.js';
import type { FaultEffect } from './faults.js';

/** The faults that come before anything is done: an answer instead of the call, or a wait before it. */
export async function faultBefore(
  effect: FaultEffect | undefined,
  clock: Clock,
): Promise<SimulatorResponse | undefined> {
  if (!effect || ('afterCommit' in effect && effect.afterCommit)) return undefined;
  switch (effect.kind) {
    case 'latency':
      await clock.sleep(effect.ms);
      return undefined;
    case 'throttle':
      return throttled(clock.now(), { format: effect.format ?? 'xml', retryAfter: effect.retryAfter });
    case 'unauthorized':
      return unauthorized(clock.now(), 'Token expired: AccessToken has expired');
    case 'forbidden':
      return forbidden(clock.now());
    case 'invalid-grant':
      return json(400, { error: 'invalid_grant', error_description: 'Incorrect or invalid refresh token' });
    default:
      return falseReply(effect, clock);
  }
}

/** The faults that come after the work was done: the reply is late, lost, false or has items missing. */
export async function faultAfter(
  effect: FaultEffect | undefined,
  clock: Clock,
  answer: SimulatorResponse,
): Promise<SimulatorResponse> {
  if (effect?.kind === 'drop-batch-items') return withoutItems(answer, effect.items);
  if (!effect || !('afterCommit' in effect) || !effect.afterCommit) return answer;
  if (effect.kind === 'latency') {
    await clock.sleep(effect.ms);
    return answer;
  }
  return falseReply(effect, clock) ?? answer;
}

function falseReply(effect: FaultEffect, clock: Clock): SimulatorResponse | undefined {
  switch (effect.kind) {
    case 'server-error':
      return serverError(effect.status, effect.format ?? 'json', clock.now());
    case 'html':
      return gatewayPage(effect.status);
    case 'fault-in-ok':
      return faultInOk(clock.now());
    case 'service-fault':
      return json(400, {
        Fault: {
          Error: [{ Message: effect.message, Detail: effect.detail, code: effect.code }],
          type: 'ValidationFault',
        },
        time: pacificTimeMs(clock.now()),
      });
    case 'reset':
      throw new ConnectionReset();
    default:
      return undefined;
  }
}

/** A batch's answer without its last items. */
function withoutItems(answer: SimulatorResponse, items: number): SimulatorResponse {
  const body = JSON.parse(answer.body) as { BatchItemResponse?: unknown[] };
  if (!body.BatchItemResponse) return answer;
  const BatchItemResponse = body.BatchItemResponse.slice(
    0,
    Math.max(0, body.BatchItemResponse.length - items),
  );
  return { ...answer, body: JSON.stringify({ ...body, BatchItemResponse }) };
}
