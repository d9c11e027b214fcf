const lower = (text: string): string => text.normalize('NFKC').toLowerCase();

/**
 * How names compare (rule F1): Unicode-normalised, case-folded, white space collapsed and trimmed. Twice, because a
 * letter's lower case can have another compatible form (Ϲ); Σ has two lower cases, which are one.
 */
export const matchText = (text: string): string =>
  lower(lower(text)).normalize('NFKC').replace(/ς/gu, 'σ').replace(/\s+/gu, ' ').trim();

/** How owned text compares: Unicode-normalised and trimmed; QuickBooks trims what it stores. */
export const plainText = (text: string | null | undefined): string =>
  (text ?? '').normalize('NFC').replace(/\r\n?/g, '\n').trim();

/** QuickBooks appends this to what is made inactive; it is no part of the name (qbo API, soft delete). */
export const withoutDeletedSuffix = (name: string): string => name.replace(/ \(deleted\)$/i, '');
