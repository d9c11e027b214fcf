export type Role = 'manager' | 'support';

/** Who asks, as the token says (rules A2, A3). */
export interface Person {
  readonly id: string;
  readonly role: Role;
  /** A manager's own; support names the tenant in the path. */
  readonly tenant: string | undefined;
}

export const TENANT_NAME = /^[A-Za-z0-9._-]{1,64}$/;

/** Stands in the history for ever, so it may not be an e-mail address (rule I3). */
const PERSON_ID = /^[A-Za-z0-9._:|-]{1,64}$/;

/** Undefined: these claims name nobody that the sync knows. */
export function personOf(claims: Readonly<Record<string, unknown>>): Person | undefined {
  const { sub, role, tenant } = claims;
  if (typeof sub !== 'string' || !PERSON_ID.test(sub)) return undefined;
  if (role === 'support') return { id: sub, role, tenant: undefined };
  if (role !== 'manager' || typeof tenant !== 'string' || !TENANT_NAME.test(tenant)) return undefined;
  return { id: sub, role, tenant };
}
