import { isBlank, type Fields } from './fields.js';
import { textsIn } from './field-values.js';
import type { Problem } from './mapping.js';

/** What a side allows in one field. */
export interface TextLimit {
  readonly max: number;
  /** QuickBooks refuses a colon, tab or line break in names (2040). */
  readonly name?: boolean;
  readonly required?: boolean;
}

const FORBIDDEN_IN_NAMES = /[:\t\n]/;
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

/** What a side would refuse or garble in texts (rule F10): the first problem of each field. */
export function textProblems(fields: Fields, limits: Readonly<Record<string, TextLimit>>): Problem[] {
  return Object.entries(limits).flatMap(([field, limit]): Problem[] => {
    const value = fields[field];
    if (isBlank(value)) return limit.required ? [{ code: 'value-unsupported', field, effect: 'block' }] : [];
    const texts = textsIn(value);
    if (limit.name && texts.some((t) => FORBIDDEN_IN_NAMES.test(t)))
      return [{ code: 'name-invalid', field, effect: 'block' }];
    if (texts.some((t) => t.length > limit.max)) return [{ code: 'value-too-long', field, effect: 'block' }];
    return [];
  });
}

/** Emoji may come back as `?` (qbo API, "Names and lengths"): written, and said. */
export const emojiProblems = (fields: Fields): Problem[] =>
  Object.entries(fields)
    .filter(([, value]) => textsIn(value).some((t) => EMOJI.test(t)))
    .map(([field]) => ({ code: 'characters-unsupported', field, effect: 'note' }));
