import type { Decision, SideView } from '../decision.js';
import { createdTaxCode } from '../entities/tax-rates.js';
import { MAPPINGS } from '../entities/registry.js';
import { agreementOf, type Fields } from '../fields.js';
import type { ComposeContext, EntityMapping, QboContent } from '../mapping.js';
import type { RecordType } from '../record-types.js';
import { qboView } from './any-record.js';
import { contextOf, hash, view, type Given } from './decision-case.js';
import { pretendQuickBooksStores } from './pretend-quickbooks.js';
import { storeDocument } from './store-document.js';

/** The content that QuickBooks keeps of a create, or of an update of what it has. */
export function storedInQbo(
  mapping: EntityMapping,
  fields: Fields,
  context: ComposeContext,
  existing?: QboContent,
  changed: readonly string[] = [],
): QboContent {
  const { entity, body } = mapping.toQbo(fields, changed, existing, context);
  if (mapping.type === 'invoice' || mapping.type === 'refund')
    return storeDocument(body, context.company.taxRegime, existing);
  if (entity !== 'TaxService') return pretendQuickBooksStores(entity, body, existing);
  const rates = (body['TaxRateDetails'] as QboContent[]).map((r, i) => ({ ...r, TaxRateId: String(i) }));
  const answer = { TaxCode: body['TaxCode'], TaxCodeId: '9', TaxRateDetails: rates };
  return createdTaxCode(answer, context.company.taxAgencies, '2026-03-01T10:00:00.000Z');
}

function removed({ qboRemoval }: EntityMapping, content: QboContent): QboContent | undefined {
  if (qboRemoval === 'delete') return undefined;
  return qboRemoval === 'void'
    ? { ...content, TotalAmt: 0, PrivateNote: 'Voided' }
    : { ...content, Active: false };
}

/** The items of refund lines are made before the first refund is sent (rule F11). */
const ITEMS = { refundItemId: 'Q-refund-item', depositRefundItemId: 'Q-deposit-item' };

function qboAfter(given: Given, { action, fields, comparison }: Decision): SideView | undefined {
  const type: RecordType = given.type ?? 'customer';
  const mapping = MAPPINGS[type];
  const context = contextOf(given);
  const { bpro, qbo } = given;
  const stored = (id: string, content: QboContent | undefined) => content && qboView(type, id, content);
  if (action === 'create-qbo' && bpro && fields)
    return stored(`Q-${bpro.id}`, { ...storedInQbo(mapping, fields, context), ...dated(bpro) });
  if (!qbo) return undefined;
  if (action === 'remove-qbo') return stored(qbo.id, removed(mapping, qbo.content));
  if (action === 'reactivate-qbo') return stored(qbo.id, { ...qbo.content, Active: true });
  if (!fields || !comparison?.toQbo.length) return qbo;
  return stored(qbo.id, storedInQbo(mapping, fields, context, qbo.content, comparison.toQbo));
}

const dated = ({ createdAt }: SideView): QboContent => ({ MetaData: { CreateTime: createdAt } });

function bproAfter(given: Given, { action, fields, comparison }: Decision): SideView | undefined {
  const mapping = MAPPINGS[given.type ?? 'customer'];
  const { bpro, qbo } = given;
  const read = (data: QboContent): QboContent => mapping.bproSchema.parse(data) as QboContent;
  if (action === 'create-bpro' && qbo && fields) {
    const { createdAt } = qbo;
    const id = qbo.id.replace('Q-', '');
    return view(id, read(mapping.toBpro(fields, [], undefined, contextOf(given))), { createdAt });
  }
  if (!bpro || !fields || !comparison?.toBpro.length) return bpro;
  const changes = mapping.toBpro(fields, comparison.toBpro, bpro.content, contextOf(given));
  return { ...bpro, content: read({ ...bpro.content, ...changes }) };
}

/** Both sides as they are when the decision was carried out, by way of the real mapping; the record knows nothing of it. */
export function written(all: Given, decision: Decision): Given {
  const given = { ...all, company: { ...ITEMS, ...all.company } };
  return { ...given, bpro: bproAfter(given, decision), qbo: qboAfter(given, decision) };
}

/** The same, and the record was told what both sides hold. What was withheld is not agreed. */
export function carriedOut(all: Given, decision: Decision): Given {
  const now = written(all, decision);
  const { bpro, qbo, record = {} } = now;
  const { action, fields, comparison, linkTo } = decision;
  if (action === 'remove-qbo') return { ...now, record: { ...record, removed: true } };
  const isNew = linkTo !== undefined || action.startsWith('create-');
  if (!bpro || !qbo || (!isNew && record.qboId === undefined)) return now;
  const mapping = MAPPINGS[now.type ?? 'customer'];
  const context = contextOf(now);
  const sides = [mapping.fromBpro(bpro.content, context), mapping.fromQbo(qbo.content, context)] as const;
  const pending = fields ? [] : [...(comparison?.toQbo ?? []), ...(comparison?.toBpro ?? [])];
  const agreed = Object.entries(agreementOf(hash, ...sides)).filter(([field]) => !pending.includes(field));
  return {
    ...now,
    match: { kind: 'none' },
    record: {
      ...record,
      bproId: bpro.id,
      qboId: qbo.id,
      createdAt: record.createdAt ?? (bpro.createdAt < qbo.createdAt ? bpro.createdAt : qbo.createdAt),
      versions: { bpro: bpro.version, qbo: qbo.version },
      agreed: action === 'reactivate-qbo' ? (record.agreed ?? {}) : Object.fromEntries(agreed),
      removed: false,
    },
  };
}
