import { blockedByProblem, leave, type DecideInput, type Decision } from './decision.js';

/** A linked record that one side no longer has (rule F8): noted, never recreated by surprise. */
export function oneSideGone(input: DecideInput): Decision | undefined {
  const { bpro, qbo, record } = input;
  if (record.removed) return leave('unchanged', 'F8:removed');
  if (bpro && !qbo)
    return bpro.state === 'active'
      ? { action: 'blocked', reason: 'F8:gone-in-qbo', note: { code: 'qbo-gone' } }
      : leave('unchanged', 'F8:gone-on-both-sides');
  if (qbo && !bpro) {
    if (qbo.state !== 'active') return leave('unchanged', 'F8:gone-on-both-sides');
    return remove(input, 'F8:removed-in-bpro');
  }
  return undefined;
}

/** BPro voided, deleted, deactivated or reactivated a linked record (rule F8). */
export function endedInBpro(input: DecideInput): Decision | undefined {
  const { bpro, qbo, record } = input;
  if (!bpro || !qbo) return undefined;
  if (bpro.state === 'active') {
    return record.removed && qbo.state === 'inactive' ? leave('reactivate-qbo', 'F8:reactivated') : undefined;
  }
  if (record.removed || qbo.state !== 'active') return leave('unchanged', 'F8:removed');
  if (bpro.state === 'inactive' && record.versions.bpro === bpro.version) return undefined;
  return remove(input, `F8:${bpro.state}-in-bpro`);
}

/** What stands in the way of an update as a whole (a closed period, a deposit) stands in the way of removal, too. */
function remove({ mapping, context, qbo }: DecideInput, reason: string): Decision {
  if (mapping.qboRemoval === 'none')
    return { action: 'blocked', reason: 'F8:no-removal', note: { code: 'removal-not-possible' } };
  const fields = qbo ? mapping.fromQbo(qbo.content, context) : {};
  const problem = mapping
    .problems('qbo', fields, context, qbo?.content)
    .find((p) => p.effect === 'block' && p.field === undefined);
  return problem ? blockedByProblem(problem) : leave('remove-qbo', reason);
}
