import { missingReference } from './decide-dependencies.js';
import {
  blockedByProblem,
  fieldsOf,
  leave,
  noteOfProblem,
  type DecideInput,
  type Decision,
  type SideView,
} from './decision.js';
import { otherSide, type Side } from './record-types.js';

/** Only one side has it: C1 decides between create and ignore (rule F4). */
export const oneSide = (input: DecideInput, from: Side, view: SideView): Decision =>
  notCreated(input, from, view) ?? created(input, from, view);

function notCreated(input: DecideInput, from: Side, view: SideView): Decision | undefined {
  const { mapping, context, record, needed, door } = input;
  if (view.state !== 'active' && !(needed && view.state === 'inactive'))
    return leave('left-out', `F15:${view.state}`);
  if (from === 'qbo' && !mapping.bproCreates) return leave('left-out', 'D3:bpro-has-no-place');

  const { onlyInBpro, onlyInQbo } = context.settings;
  const noneOfThese = record.choice?.qboId === null;
  const isNew = door === 'replay' && from === 'bpro';
  const setting = from === 'bpro' ? onlyInBpro : onlyInQbo;
  if (setting === 'ignore' && !isNew && !noneOfThese) return leave('ignored', `C1:only-in-${from}`);
  return (
    missingReference(input.references(from))?.decision ?? (noneOfThese ? undefined : maybeUnread(input, from))
  );
}

/** What could not be read on the other side may be this record: a second one is not created by surprise. */
function maybeUnread({ unread }: DecideInput, from: Side): Decision | undefined {
  const root = unread?.[otherSide(from)];
  return root && { action: 'blocked', reason: 'F9:maybe-unread', note: { code: 'maybe-unread', root } };
}

function created(input: DecideInput, from: Side, view: SideView): Decision {
  const { mapping, context } = input;
  const to = otherSide(from);
  const fields = fieldsOf(input, from, view);
  const problems = mapping.problems(to, fields, context, undefined);
  const block = problems.find((p) => p.effect === 'block');
  if (block) return blockedByProblem(block);
  const [said] = problems;
  return {
    action: `create-${to}`,
    reason: `F4:only-in-${from}`,
    fields,
    ...(said ? { note: noteOfProblem(said) } : {}),
  };
}
