import { blockedByProblem, leave, type DecideInput, type Decision, type SideView } from './decision.js';

/** A linked record that only one side still has (rule F8): noted, never recreated by surprise. */
export function oneSideGone(input: DecideInput): Decision {
  const { bpro, qbo, record } = input;
  if (record.removed) return leave('unchanged', 'F8:removed');
  if (bpro)
    return bpro.state === 'active'
      ? { action: 'blocked', reason: 'F8:gone-in-qbo', note: { code: 'qbo-gone' } }
      : leave('unchanged', 'F8:gone-on-both-sides');
  if (qbo?.state !== 'active') return leave('unchanged', 'F8:gone-on-both-sides');
  return remove(input, qbo, 'F8:removed-in-bpro');
}

/** BPro voided, deleted, deactivated or reactivated a linked record (rule F8). */
export function endedInBpro(input: DecideInput, bpro: SideView, qbo: SideView): Decision | undefined {
  const { record } = input;
  if (bpro.state === 'active')
    return record.removed && qbo.state === 'inactive' ? leave('reactivate-qbo', 'F8:reactivated') : undefined;
  if (qbo.state !== 'active' || (record.removed && bpro.state !== 'inactive'))
    return leave('unchanged', 'F8:removed');
  if (bpro.state === 'inactive' && record.versions.bpro === bpro.version)
    return leave('unchanged', 'F8:inactive');
  return remove(input, qbo, `F8:${bpro.state}-in-bpro`);
}

/**
 * What stands in the way of an update as a whole (a closed period, a deposit) stands in the way of removal, too. A
 * full sync has just read what QuickBooks holds; replay may know an old balance, and asks.
 */
function remove({ mapping, context, door }: DecideInput, qbo: SideView, reason: string): Decision {
  if (mapping.qboRemoval === 'none')
    return { action: 'blocked', reason: 'F8:no-removal', note: { code: 'removal-not-possible' } };
  const problem =
    mapping
      .problems('qbo', mapping.fromQbo(qbo.content, context), context, qbo.content)
      .find((p) => p.effect === 'block' && p.field === undefined) ??
    (door === 'full-sync' ? mapping.removalProblem?.(qbo.content) : undefined);
  return problem ? blockedByProblem(problem) : leave('remove-qbo', reason);
}
