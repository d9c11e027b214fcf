import { dayIn } from './calendar-day.js';
import { bothSides } from './decide-both.js';
import { oneSide } from './decide-one.js';
import { fieldsOf, isPaired, leave, type DecideInput, type Decision } from './decision.js';

/** What one record needs: a pure function of both sides, the link, the settings and what it refers to. */
export function decide(input: DecideInput): Decision {
  const { bpro, qbo } = input;
  const view = bpro ?? qbo;
  if (!view) return leave('unchanged', 'F8:gone-on-both-sides');
  return (
    leftOut(input) ??
    endedUnlinked(input) ??
    unsettled(input) ??
    bothSides(input) ??
    oneSide(input, bpro ? 'bpro' : 'qbo', view)
  );
}

/** What the settings or the company leave out, linked or not (rules C2, C5, F12, F15). */
function leftOut(input: DecideInput): Decision | undefined {
  const { mapping, context, bpro, qbo } = input;
  for (const [side, view] of [
    ['bpro', bpro],
    ['qbo', qbo],
  ] as const) {
    if (!view || !mapping.leftOut) continue;
    const reason = mapping.leftOut(fieldsOf(input, side, view), side, view.content, context);
    if (reason) return leave('left-out', reason);
  }
  return beforeDate(input);
}

/** The date filters four types; of these only a customer is pulled in by what needs it (rules C2, C3). */
function beforeDate({ mapping, context, bpro, qbo, record, needed }: DecideInput): Decision | undefined {
  const from = context.settings.fromDate;
  if (from === null || !mapping.dated) return undefined;
  if (needed && mapping.type === 'customer') return undefined;
  const instants = [bpro?.createdAt, qbo?.createdAt, record.createdAt].filter((i) => i !== undefined);
  const created = instants.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a));
  return dayIn(created, context.timeZone) < from ? leave('left-out', 'C2:before-date') : undefined;
}

/** What BPro voided or deleted before it was linked is not matched and not sent (rules F15, G5). */
function endedUnlinked(input: DecideInput): Decision | undefined {
  const { bpro } = input;
  if (isPaired(input) || (bpro?.state !== 'voided' && bpro?.state !== 'deleted')) return undefined;
  return leave('left-out', `F15:${bpro.state}`);
}

/** A match that a person has to settle (rule F2). */
function unsettled(input: DecideInput): Decision | undefined {
  if (input.match.kind !== 'ambiguous' || isPaired(input)) return undefined;
  return {
    action: 'ambiguous',
    reason: 'F2:several-candidates',
    note: { code: 'ambiguous-match', candidates: input.match.candidates },
  };
}
