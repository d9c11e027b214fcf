import { isNoteCode, NOTES } from '@bpro-qbo-sync/sync-domain';

/** Why a record is treated so, in plain words (rule K3), by the reason codes of the decision. */
const REASONS: Readonly<Record<string, string>> = {
  'C1:only-in-bpro': 'It is only in BPro, and the settings say to ignore such records.',
  'C1:only-in-qbo': 'It is only in QuickBooks, and the settings say to ignore such records.',
  'C2:before-date': 'It was created before the date from which records are synchronized.',
  'C5:method-unchecked': 'Its payment method is unchecked in the settings.',
  'C5:no-method': 'It has no payment method, and payments without one are unchecked in the settings.',
  'D3:bpro-has-no-place': 'BPro has exactly five sales terms and no place for another.',
  'F2:chosen': 'A person chose the QuickBooks record that it is.',
  'F2:several-candidates': 'More than one record could be the same one: a person has to choose.',
  'F3:equal': 'Both systems hold the same values.',
  'F3:changed': 'One system has newer values than the other.',
  'F4:only-in-bpro': 'It is only in BPro.',
  'F4:only-in-qbo': 'It is only in QuickBooks.',
  'F8:gone-in-qbo': 'It was deleted or merged in QuickBooks; nothing is recreated by itself.',
  'F8:gone-on-both-sides': 'It is gone in both systems.',
  'F8:inactive': 'It is inactive in BPro.',
  'F8:inactive-in-qbo': 'It was made inactive in QuickBooks while BPro still uses it.',
  'F8:no-removal': 'BPro removed it, and QuickBooks cannot remove a record of this type.',
  'F8:reactivated': 'BPro uses it again.',
  'F8:removed': 'BPro ended it, and QuickBooks followed.',
  'F8:removed-in-bpro': 'It was removed in BPro.',
  'F8:voided-in-bpro': 'It was voided in BPro.',
  'F8:inactive-in-bpro': 'It was deactivated in BPro.',
  'F8:deleted-in-bpro': 'It was deleted in BPro.',
  'F8:still-in-bpro': 'BPro still has it; only the last reading did not have it.',
  'F8:voided-in-qbo': 'It was voided in QuickBooks and is still valid in BPro.',
  'F9:malformed': 'It could not be read.',
  'F9:maybe-unread': 'It may be a record of the other system that could not be read.',
  'F11:no-money': 'No money moved.',
  'F11:refund-item': 'It is the item that the sync itself uses for refunds.',
  'F12:managed-by-quickbooks': 'QuickBooks computes sales tax itself and manages its codes.',
  'F12:tax-on-tax': 'It is a tax on a tax, which BPro does not have.',
  'F13:no-money': 'No money moved.',
  'F15:inactive':
    'It is inactive, and inactive records are not synchronized unless they are linked or needed.',
  'F15:voided': 'It is voided.',
  'F15:deleted': 'It is deleted.',
  'F15:foreign-currency': 'It is in a foreign currency.',
  'K1:moved-since-plan':
    'It was changed after the plan was made, and what would be done now was not in the plan that was shown.',
};

const MATCHED = 'Both systems have it: the records were recognised as the same one.';

/** The rule that a reason code begins with. */
export const ruleOf = (reason: string): string => reason.split(':', 1)[0] ?? reason;

export function textOf(reason: string): string {
  const known = REASONS[reason];
  if (known !== undefined) return known;
  const [rule = '', code = ''] = reason.split(':');
  if (rule === 'F1') return MATCHED;
  if (isNoteCode(code)) return NOTES[code].title;
  const needed = /^(.+)-(left-out|ignored|blocked)$/.exec(code);
  if (rule === 'F5' && needed?.[1] !== undefined)
    return `A record that it needs (${needed[1]}) is ${needed[2] === 'left-out' ? 'left out' : (needed[2] ?? '')}.`;
  return `Rule ${rule}: ${code.replaceAll('-', ' ')}.`;
}
