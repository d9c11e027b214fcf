import { refuse } from '../api/service-fault.js';
import { type Draft, isObject } from '../model/record.js';
import type { BookSwitches } from '../store/unit-of-work.js';

const ASTRAL = /[\u{10000}-\u{10FFFF}]/gu;

/** The draft as QuickBooks takes its characters; `refuse` answers 2040 to an emoji. */
export function fitCharacters(draft: Draft, emoji: BookSwitches['emoji']): Draft {
  return emoji === 'keep' ? draft : (fit(draft, emoji, '') as Draft);
}

function fit(value: unknown, emoji: 'question-mark' | 'refuse', element: string): unknown {
  if (typeof value === 'string') {
    const fitted = value.replace(ASTRAL, '?');
    if (fitted !== value && emoji === 'refuse') throw refuse.invalidCharacters(value, element);
    return fitted;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => fit(item, emoji, element));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      fit(item, emoji, element === '' ? key : `${element}.${key}`),
    ]),
  );
}
