import type { FaultKind } from '@bpro-qbo-sync/bpro-simulator';
import type { CallInfo, FaultEffect } from '@bpro-qbo-sync/qbo-simulator';
import type { FaultDraws } from './fault-draws.js';
import type { World } from './world.js';

type Fault = readonly [kind: string, effect: FaultEffect];

/** Past the client's time-out of 120 seconds. */
const SLOW_MS = 130_000;

/** What any call of QuickBooks may meet. */
const ANY_CALL: readonly Fault[] = [
  ['429-xml', { kind: 'throttle', format: 'xml' }],
  ['429-json', { kind: 'throttle', format: 'json' }],
  ['503-before-commit', { kind: 'server-error', status: 503, format: 'html' }],
  ['500-after-commit', { kind: 'server-error', status: 500, format: 'json', afterCommit: true }],
  ['reset-before-commit', { kind: 'reset' }],
  ['reset-after-commit', { kind: 'reset', afterCommit: true }],
  ['html-instead-of-json', { kind: 'html', status: 200 }],
  ['html-after-commit', { kind: 'html', status: 502, afterCommit: true }],
  ['truncated-after-commit', { kind: 'truncated' }],
  ['fault-in-200', { kind: 'fault-in-ok' }],
  ['401-mid-run', { kind: 'unauthorized' }],
  ['slow-then-commits', { kind: 'latency', ms: SLOW_MS }],
  ['commits-then-slow', { kind: 'latency', ms: SLOW_MS, afterCommit: true }],
];
const BATCH: readonly Fault[] = [
  ...ANY_CALL,
  ['batch-items-missing', { kind: 'drop-batch-items', items: 1 }],
];
const REFRESH: readonly Fault[] = [
  ['refresh-reply-lost', { kind: 'reset', afterCommit: true }],
  ['invalid-grant', { kind: 'invalid-grant' }],
];
/** Long enough for another process to want the same meanwhile. */
const REFRESH_TAKES: FaultEffect = { kind: 'latency', ms: 2_000 };
/** One item of a batch is refused, the others are done. */
const PARTIAL: FaultEffect = {
  kind: 'service-fault',
  code: '6000',
  message: 'A business validation error has occurred while processing your request',
  detail: 'Business Validation Error: injected',
};

const WEIGHT = { call: 3, batch: 12, refresh: 60, item: 0.5, stuck: 0.5 } as const;

/** A write that QuickBooks answers with an error for so long (milliseconds), whether it did it or not. */
const NOT_SETTLED_MS = 15 * 60_000;

const BPRO_FAULTS: readonly FaultKind[] = [
  'unavailable',
  'error-before-commit',
  'error-after-commit',
  'reset-before-commit',
  'reset-after-commit',
];

/** Lets both systems fail as is drawn. */
export function failInside(world: World, draws: FaultDraws): void {
  const stuck = stuckWrites(world, draws);
  world.qbo.faults.decideWith((info) => {
    const { operation, entity, inBatch } = info;
    const call = `qbo ${entity ?? ''}.${operation}`;
    if (inBatch)
      return draws.strikes(`${call} in batch`, 'batch-partial-fault', WEIGHT.item) ? PARTIAL : undefined;
    const stays = stuck(info);
    if (stays) return stays;
    const [faults, weight] = faultsOf(operation);
    const drawn = draws.draws(call, weight);
    const otherwise = operation === 'refresh' ? REFRESH_TAKES : undefined;
    if (!drawn) return otherwise;
    const [kind, effect] = pick(faults, drawn.which);
    return draws.fire(kind, drawn.id) ? effect : otherwise;
  });
  world.bpro.setFaultHook(({ type, operation }) => {
    const drawn = draws.draws(`bpro ${type ?? ''}.${operation}`, WEIGHT.call);
    if (!drawn) return undefined;
    const kind = pick(BPRO_FAULTS, drawn.which);
    return draws.fire(`bpro-${kind}`, drawn.id) ? { kind } : undefined;
  });
}

/** Now and then a write is not settled for a long time. */
function stuckWrites(
  { clock }: World,
  draws: FaultDraws,
): (call: Pick<CallInfo, 'requestId' | 'entity' | 'operation'>) => FaultEffect | undefined {
  const known = new Map<string, { readonly until: number; readonly effect: FaultEffect }>();
  return ({ requestId, entity, operation }) => {
    if (requestId === undefined) return undefined;
    const stuck = known.get(requestId);
    if (stuck) return clock.now() < stuck.until ? stuck.effect : undefined;
    const drawn = draws.draws(`stuck ${entity ?? ''}.${operation}`, WEIGHT.stuck);
    if (!drawn || !draws.fire('write-not-settled', drawn.id)) return undefined;
    const effect = {
      kind: 'server-error',
      status: 500,
      format: 'json',
      afterCommit: drawn.which < 0.5,
    } as const;
    known.set(requestId, { until: clock.now() + NOT_SETTLED_MS, effect });
    return effect;
  };
}

const faultsOf = (operation: string): readonly [readonly Fault[], number] => {
  if (operation === 'refresh') return [REFRESH, WEIGHT.refresh];
  return operation === 'batch' ? [BATCH, WEIGHT.batch] : [ANY_CALL, WEIGHT.call];
};

function pick<T>(values: readonly T[], which: number): T {
  return values[Math.floor(which * values.length)] as T;
}
