import { DECISION_NOTES } from './notes/decision-notes.js';
import { DOCUMENT_NOTES } from './notes/document-notes.js';
import type { NoteText } from './notes/note-text.js';
import { REFUSAL_NOTES } from './notes/refusal-notes.js';

export type { NoteText, Severity } from './notes/note-text.js';

/** The catalogue of notes. Codes are stored in events: for ever. */
export const NOTES = {
  ...DECISION_NOTES,
  ...DOCUMENT_NOTES,
  ...REFUSAL_NOTES,
} as const satisfies Record<string, NoteText>;

export type NoteCode = keyof typeof NOTES;

export const isNoteCode = (code: string): code is NoteCode => Object.hasOwn(NOTES, code);

/** QuickBooks' fault codes and the notes that they become (rules F9, F10; qbo API, error codes). */
const FAULT_NOTES: ReadonlyMap<string, NoteCode> = new Map([
  ['6240', 'name-taken'],
  ['6140', 'number-taken'],
  ['6210', 'closed-period'],
  ['2040', 'name-invalid'],
  ['2050', 'value-too-long'],
  ['2210', 'email-invalid'],
  ['6540', 'deposited-payment'],
  ['6180', 'category-too-deep'],
]);

export const noteForFault = (qboCode: string): NoteCode => FAULT_NOTES.get(qboCode) ?? 'refused';
