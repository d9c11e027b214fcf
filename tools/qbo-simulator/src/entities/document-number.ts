import { refuse } from '../api/service-fault.js';
import { type Draft, text } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import { NUMBERED, type NumberSequence } from '../store/company.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import type { WriteContext } from './rules.js';

/** The types that share one sequence of document numbers. */
const SALES_FORMS: readonly EntityName[] = NUMBERED['sales-number'];

/** Journal entries may repeat a number (recorded). */
const REPEATABLE: readonly EntityName[] = ['JournalEntry'];

const SEQUENCES = Object.entries(NUMBERED) as [NumberSequence, readonly EntityName[]][];

/**
 * A number that was sent must be free (6140). With custom numbers on, none sent stays none; otherwise the type's
 * sequence, if it has one, gives one.
 */
export function documentNumber(context: WriteContext, draft: Draft): string | undefined {
  const { work, stored, definition } = context;
  const sent = text(draft, 'DocNumber');
  if (sent !== undefined && sent !== '') {
    const checked = !context.allowDuplicateNumber && !REPEATABLE.includes(definition.name);
    if (checked && sent !== (stored && text(stored, 'DocNumber'))) requireFreeNumber(context, sent);
    return sent;
  }
  const found = SEQUENCES.find(([, entities]) => entities.includes(definition.name));
  if (!found || work.company.settings.customNumbers) return undefined;
  if (stored) return text(stored, 'DocNumber');
  const [sequence, entities] = found;
  for (;;) {
    const next = String(work.next(sequence));
    if (work.switches.autoNumberMayRepeat || !numberHolder(work, entities, next)) return next;
  }
}

function requireFreeNumber(context: WriteContext, number: string): void {
  const { work, definition } = context;
  const everywhere = work.switches.uniqueNumbers === 'sales-forms' && SALES_FORMS.includes(definition.name);
  const scope = everywhere ? SALES_FORMS : [definition.name];
  const holder = numberHolder(work, scope, number, `${definition.name}/${context.id}`);
  if (holder) throw refuse.duplicateNumber(number, holder.entity, holder.id);
}

function numberHolder(
  work: UnitOfWork,
  scope: readonly EntityName[],
  number: string,
  self?: string,
): { readonly entity: EntityName; readonly id: string } | undefined {
  for (const entity of scope)
    for (const record of work.where(entity, 'DocNumber', number)) {
      const id = String(record['Id']);
      if (`${entity}/${id}` !== self) return { entity, id };
    }
  return undefined;
}
