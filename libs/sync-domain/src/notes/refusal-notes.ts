import { note, type NoteText } from './note-text.js';

/** What a side refuses, or is foreseen to refuse, of a record (rules C7, C9, F6, F9, F10). */
export const REFUSAL_NOTES = {
  refused: note(
    'error',
    'F9',
    'QuickBooks refused the record.',
    'Read the QuickBooks code; correct the record or the company, then run it again.',
  ),
  'bpro-refused': note(
    'error',
    'F9',
    'BPro refused the record.',
    'Correct the record in QuickBooks, then run it again.',
  ),
  'outcome-unknown': note(
    'warning',
    'F9',
    'The other system does not say whether the record arrived; it is being found out.',
    'Nothing: it is looked up and settled by itself.',
  ),
  'name-taken': note(
    'error',
    'F10',
    'The name is already used in QuickBooks by another customer, a vendor or an employee.',
    'Change the name in BPro or in QuickBooks: QuickBooks allows a name only once.',
  ),
  'name-invalid': note(
    'error',
    'F10',
    'The name contains a colon, tab or line break, which QuickBooks does not allow.',
    'Remove the character from the name.',
  ),
  'value-too-long': note(
    'error',
    'F10',
    'A value is longer than the other system allows.',
    'Shorten the field named.',
  ),
  'value-unsupported': note(
    'error',
    'F10',
    'A value is of a kind that the other system cannot hold.',
    'Change the field named, for example an empty name or a negative price.',
  ),
  'email-invalid': note(
    'error',
    'F10',
    'The e-mail address is not one that QuickBooks accepts.',
    'Correct the e-mail address.',
  ),
  'characters-unsupported': note(
    'warning',
    'F10',
    'A text contains characters, such as emoji, that QuickBooks may not store.',
    'Use plain letters if the text must be the same in both systems.',
  ),
  'inventory-unavailable': note(
    'error',
    'F6',
    'The product tracks inventory, and the QuickBooks company has no inventory.',
    'Switch inventory on in QuickBooks (Plus plan), or stop tracking the product in BPro.',
  ),
  'categories-unavailable': note(
    'error',
    'C9',
    'The QuickBooks company has product categories switched off.',
    'Switch categories on in QuickBooks (Settings, All lists, Product categories).',
  ),
  'category-too-deep': note(
    'error',
    'F10',
    'The category lies deeper than the four levels that QuickBooks allows.',
    'Move the category up.',
  ),
  'account-missing': note(
    'error',
    'C7',
    'The QuickBooks company has no account that a product of this kind could use.',
    'Choose the accounts for new products in the settings.',
  ),
  malformed: note(
    'error',
    'F9',
    'A record could not be read.',
    'Correct the field named in the system where the record comes from.',
  ),
} as const satisfies Record<string, NoteText>;
