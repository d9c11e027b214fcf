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
import { ServiceFault } from '../api/service-fault.js';
import { pacificTimeMs } from '../model/time.js';
import type { FaultEffect } from './faults.js';
import { ofAnotherType, truncated, withoutItems } from './false-replies.js';

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
  if (effect?.kind === 'truncated') return truncated(answer);
  if (effect?.kind === 'wrong-entity') return ofAnotherType(answer);
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
      return json(effect.status ?? 400, {
        ...serviceFault(effect).body,
        time: pacificTimeMs(clock.now()),
      });
    case 'reset':
      throw new ConnectionReset();
    default:
      return undefined;
  }
}

/** The refusal that a rule asks for. */
export const serviceFault = (effect: FaultEffect & { readonly kind: 'service-fault' }): ServiceFault =>
  new ServiceFault([
    {
      Message: effect.message,
      Detail: effect.detail,
      code: effect.code,
      ...(effect.element === undefined ? {} : { element: effect.element }),
    },
  ]);
