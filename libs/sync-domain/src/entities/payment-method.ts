import { z } from 'zod';
import { isBlank, type Fields, type FieldValue } from '../fields.js';
import { pick, textOrNull } from '../field-values.js';
import type { EntityMapping, QboContent } from '../mapping.js';
import { keyInBody, qboRecord, WHETHER_ACTIVE_OR_NOT, wholeUnit } from '../qbo-record.js';
import { matchText, withoutDeletedSuffix } from '../text.js';
import { emojiProblems, textProblems } from '../text-limits.js';

export const bproPaymentMethod = z.object({
  name: z.string().min(1).max(100),
  kind: z.enum(['card', 'other']),
});
export type BproPaymentMethod = z.infer<typeof bproPaymentMethod>;

export const qboPaymentMethod = qboRecord.extend({
  Name: z.string(),
  Type: z.string().optional(),
});
export type QboPaymentMethod = z.infer<typeof qboPaymentMethod>;

function fromBpro(data: QboContent): Fields {
  const m = bproPaymentMethod.parse(data);
  return { name: textOrNull(m.name), kind: m.kind };
}

/** Without a type QuickBooks takes NON_CREDIT_CARD (qbo API, PaymentMethod). */
function fromQbo(content: QboContent): Fields {
  const m = qboPaymentMethod.parse(content);
  const name = m.Active === false ? withoutDeletedSuffix(m.Name) : m.Name;
  return { name: textOrNull(name), kind: m.Type === 'CREDIT_CARD' ? 'card' : 'other' };
}

/** Rule F1: name. */
const keys = ({ name }: Fields): string[] => (typeof name === 'string' ? [`0:${matchText(name)}`] : []);

const SENT: Readonly<Record<string, (value: FieldValue) => QboContent>> = {
  name: (v) => ({ Name: v }),
  kind: (v) => ({ Type: v === 'card' ? 'CREDIT_CARD' : 'NON_CREDIT_CARD' }),
};

/** Methods always sync; which payments do is decided at the payment (rule C5). */
export const paymentMethodMapping: EntityMapping<typeof bproPaymentMethod> = {
  type: 'payment-method',
  label: 'Payment methods',
  qboPage: undefined,
  dated: false,
  nested: false,
  lookedInto: false,
  oneByOne: false,
  qboUnique: { level: 0, code: 'name-taken' },
  bproUnique: undefined,
  qboEntity: 'PaymentMethod',
  qboWhere: [WHETHER_ACTIVE_OR_NOT],
  qboRemoval: 'inactivate',
  bproCreates: true,
  bproSchema: bproPaymentMethod,
  qboSchema: qboPaymentMethod,
  units: (raw) => [wholeUnit(raw)],
  bproKeys: (data) => keys(fromBpro(data)),
  qboKeys: (content) => keys(fromQbo(content)),
  identifies: () => true,
  bproReferences: () => [],
  qboReferences: () => [],
  fromBpro,
  fromQbo,
  problems: (side, fields) =>
    side === 'qbo'
      ? [...textProblems(fields, { name: { max: 31, name: true, required: true } }), ...emojiProblems(fields)]
      : textProblems(fields, { name: { max: 100, required: true } }),
  businessKey: keyInBody('Name'),
  toQbo: (fields, changed, exists) => {
    const names = exists ? changed : Object.keys(fields).filter((f) => !isBlank(fields[f]));
    const body = Object.entries(pick(fields, names)).map(([field, value]) => SENT[field]?.(value));
    return { entity: 'PaymentMethod', body: Object.assign({}, ...body) as QboContent };
  },
  toBpro: (fields, changed, exists) => (exists ? pick(fields, changed) : { ...fields }),
};
