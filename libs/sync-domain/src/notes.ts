export type Severity = 'error' | 'warning' | 'info';

/** What a note of one code says (rule H1): plain words, what to do, and the rule behind it. */
export interface NoteText {
  readonly severity: Severity;
  readonly rule: string;
  readonly title: string;
  readonly action: string;
}

const note = (severity: Severity, rule: string, title: string, action: string): NoteText => ({
  severity,
  rule,
  title,
  action,
});

/** The catalogue of notes. Codes are stored in events: for ever. */
export const NOTES = {
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
  'total-mismatch': note(
    'error',
    'F7',
    'QuickBooks computed another total than BPro.',
    'Compare the tax and the total of the document in both systems.',
  ),
  'tax-mixed': note(
    'error',
    'F7',
    'The QuickBooks document uses several tax codes; BPro has one tax group per order.',
    'Enter the order in BPro by hand, or use one tax code on the document.',
  ),
  'line-without-product': note(
    'error',
    'F7',
    'A line of the QuickBooks document has no product that BPro could use.',
    'Put a product or service on every line in QuickBooks.',
  ),
  'tax-inclusive': note(
    'error',
    'F7',
    'The amounts of the QuickBooks document include tax and cannot be stated without it to the cent.',
    'Set the document to amounts exclusive of tax in QuickBooks.',
  ),
  'negative-amount': note(
    'error',
    'F7',
    'The QuickBooks document has a negative line, which BPro does not have.',
    'Use a discount instead of the negative line in QuickBooks.',
  ),
  'sales-tax-off': note(
    'error',
    'F12',
    'The order has tax, and sales tax is switched off in QuickBooks.',
    'Switch sales tax on in QuickBooks (Taxes).',
  ),
  'zero-tax-code-missing': note(
    'error',
    'F12',
    'A line is not taxed, and the QuickBooks company has no tax code without tax.',
    'Create or activate a tax code at zero per cent in QuickBooks.',
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
    'QuickBooks did not answer; it is being found out whether the record arrived.',
    'Nothing: it is looked up and settled by itself.',
  ),
  'closed-period': note(
    'error',
    'F10',
    'The document is dated in a period that is closed in QuickBooks.',
    'Open the period in QuickBooks (Settings, Advanced, Accounting), or change the date in BPro.',
  ),
  'name-taken': note(
    'error',
    'F10',
    'The name is already used in QuickBooks by another customer, a vendor or an employee.',
    'Change the name in BPro or in QuickBooks: QuickBooks allows a name only once.',
  ),
  'number-taken': note(
    'error',
    'F10',
    'The document number is already used in QuickBooks.',
    'Give one of the two documents another number.',
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
  'discount-unavailable': note(
    'error',
    'C9',
    'The order has a discount, and discounts are switched off in QuickBooks.',
    'Switch discounts on in QuickBooks (Settings, Sales).',
  ),
  'refund-account-missing': note(
    'error',
    'C4',
    'No account is chosen that refunds are issued from.',
    'Choose the refund account in the settings and start a sync.',
  ),
  'refund-unassignable': note(
    'warning',
    'F11',
    'A QuickBooks refund fits no BPro payment, or more than one.',
    'Enter the refund in BPro on the payment it belongs to.',
  ),
  'refund-lines-foreign': note(
    'warning',
    'F11',
    'The refund has lines that were entered in QuickBooks; its amount cannot be changed from BPro.',
    'Change the amount of the refund in QuickBooks.',
  ),
  'multi-invoice-payment': note(
    'warning',
    'F14',
    'The payment covers several invoices in QuickBooks and cannot be changed from BPro.',
    'Change the payment in QuickBooks.',
  ),
  'deposited-payment': note(
    'error',
    'F9',
    'The payment is part of a bank deposit in QuickBooks and cannot be changed.',
    'Remove the payment from the deposit in QuickBooks first.',
  ),
  'tax-unmappable': note(
    'error',
    'F12',
    'The tax cannot be expressed in QuickBooks.',
    'Create the tax code in QuickBooks with the same name.',
  ),
  'tax-rates-differ': note(
    'error',
    'F12',
    'The tax has the same name in both systems but different rates.',
    'Make the rates equal; QuickBooks does not let other programs change them.',
  ),
  'foreign-currency': note(
    'info',
    'F15',
    'The record is in a foreign currency and is not synced.',
    'Enter it in BPro by hand if it is needed there.',
  ),
  malformed: note(
    'error',
    'F9',
    'A record could not be read.',
    'Correct the field named in the system where the record comes from.',
  ),
  'invoice-number-unusable': note(
    'error',
    'F10',
    'BPro cannot use the document number of the QuickBooks invoice.',
    'Change the number in QuickBooks.',
  ),
  'held-after-write': note(
    'error',
    'F7',
    'QuickBooks stored something else than was sent.',
    'Compare the fields named in both systems.',
  ),
} as const satisfies Record<string, NoteText>;

export type NoteCode = keyof typeof NOTES;

export const isNoteCode = (code: string): code is NoteCode => Object.hasOwn(NOTES, code);

/** QuickBooks' fault codes and the notes that they become (rules F9, F10; qbo API, error codes). */
const FAULT_NOTES: Readonly<Record<string, NoteCode>> = {
  '6240': 'name-taken',
  '6140': 'number-taken',
  '6210': 'closed-period',
  '2040': 'name-invalid',
  '2050': 'value-too-long',
  '2210': 'email-invalid',
  '6540': 'deposited-payment',
  '6180': 'category-too-deep',
};

export const noteForFault = (qboCode: string): NoteCode => FAULT_NOTES[qboCode] ?? 'refused';
