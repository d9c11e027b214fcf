import { note, type NoteText } from './note-text.js';

/** About money: invoices, payments, refunds and their taxes (rules C4, F7, F10 to F15). */
export const DOCUMENT_NOTES = {
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
  'closed-period': note(
    'error',
    'F10',
    'The document is dated in a period that is closed in QuickBooks.',
    'Open the period in QuickBooks (Settings, Advanced, Accounting), or change the date in BPro.',
  ),
  'number-taken': note(
    'error',
    'F10',
    'The document number is already used in QuickBooks.',
    'Give one of the two documents another number.',
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
  'refund-income-account-missing': note(
    'error',
    'C7',
    'The QuickBooks company has no income account that refunds could be booked on.',
    'Create an account of type Income in QuickBooks, or choose one in the settings, and start a sync.',
  ),
  'refund-item-refused': note(
    'error',
    'F11',
    'QuickBooks refused the item that refunds are booked on.',
    'Read the QuickBooks code; create the items "BPro refund" and "BPro refund of money on account" there by hand if it cannot be settled, then run the refund again.',
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
