/**
 * Where this library tells what happened. Fields are ours: ids of tenants, codes, counts, times, `intuit_tid`; never a
 * token, a body, a company's id or a customer's data.
 */
export type QboLog = (
  level: 'info' | 'warn',
  event: string,
  fields: Readonly<Record<string, string | number | boolean | undefined>>,
) => void;
