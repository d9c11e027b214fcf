/** How names compare (rule F1): Unicode-normalised, case-folded, white space collapsed and trimmed. */
export const matchText = (text: string): string =>
  text.normalize('NFKC').toLocaleLowerCase('en-US').normalize('NFKC').replace(/\s+/gu, ' ').trim();

/** How owned text compares: Unicode-normalised and trimmed; QuickBooks trims what it stores. */
export const plainText = (text: string | null | undefined): string =>
  (text ?? '').normalize('NFC').replace(/\r\n?/g, '\n').trim();

/** QuickBooks appends this to what is made inactive; it is no part of the name (qbo API, soft delete). */
export const withoutDeletedSuffix = (name: string): string => name.replace(/ \(deleted\)$/i, '');
