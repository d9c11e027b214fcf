import { note, type NoteText } from './note-text.js';

/** What a decision itself says: about matching, differences, dependencies and ends (rules F2, F3, F5, F8). */
export const DECISION_NOTES = {
  'ambiguous-match': note(
    'warning',
    'F2',
    'More than one record could be the same one.',
    'Choose the record that it is, or say that it is none of these.',
  ),
  'dependency-blocked': note(
    'error',
    'F5',
    'A record that this one needs is not synced.',
    'Settle the note of the record named as the cause; this one follows by itself.',
  ),
  'maybe-unread': note(
    'error',
    'F9',
    'It may be a record of the other system that could not be read.',
    'Correct the record named as the cause; this one follows with the next sync.',
  ),
  'dependency-ignored': note(
    'info',
    'F5',
    'A record that this one needs is ignored by the settings.',
    'Start a sync that creates such records if this one shall be synced.',
  ),
  'overwritten-at-first-meeting': note(
    'info',
    'F3',
    'Both systems had different values; the more recently updated side was taken.',
    'Look at the fields named; the former values are kept and can be restored.',
  ),
  'both-changed': note(
    'warning',
    'F3',
    'The same field was changed in both systems; the more recent change was taken.',
    'Look at the fields named; the former values are kept and can be restored.',
  ),
  'close-times': note(
    'warning',
    'F3',
    'Both systems changed the record at almost the same time.',
    'Check which value is right; the former values are kept.',
  ),
  'qbo-gone': note(
    'warning',
    'F8',
    'The record was deleted or merged in QuickBooks.',
    'If that was a mistake, enter it again in QuickBooks; nothing is recreated by itself.',
  ),
  'qbo-inactive': note(
    'warning',
    'F8',
    'The record was made inactive in QuickBooks while BPro still uses it.',
    'Make it active again in QuickBooks, or deactivate it in BPro.',
  ),
  'qbo-voided': note(
    'warning',
    'F8',
    'The document was voided in QuickBooks and is still valid in BPro.',
    'Void it in BPro too, or enter it again in QuickBooks.',
  ),
  'bpro-gone': note(
    'warning',
    'F8',
    'The record was deleted in BPro.',
    'Remove it in QuickBooks if it is not needed there.',
  ),
  'removal-not-possible': note(
    'warning',
    'F8',
    'QuickBooks cannot remove a record of this type.',
    'Remove it in QuickBooks by hand if that is possible there.',
  ),
  'customer-has-balance': note(
    'warning',
    'F8',
    'The customer was ended in BPro and still has a balance in QuickBooks, which keeps such customers active.',
    'Settle the balance in QuickBooks; the next sync makes the customer inactive.',
  ),
} as const satisfies Record<string, NoteText>;
