import type { DomainEvent } from './record-events.js';

/** A tenant's tie to QuickBooks (rules B1 to B5). Stream `qboConnection-{tenant}`. No token is ever in it. */
export type ConnectionEvent =
  | DomainEvent<'ConsentRequested', { stateHash: string; expiresAt: string; startOver: boolean }>
  /** `generation` changes when a manager starts over with another company (rule B4). */
  | DomainEvent<'QuickBooksConnected', { realmId: string; generation: number }>
  | DomainEvent<'ConsentRefused', { reason: string }>
  | DomainEvent<'ConnectionLost', { reason: string; intuitTid?: string }>
  | DomainEvent<'QuickBooksDisconnected', Record<string, never>>;

export interface ConnectionState {
  readonly status: 'never' | 'connected' | 'lost' | 'disconnected';
  readonly realmId: string | undefined;
  readonly generation: number;
  readonly consent:
    { readonly stateHash: string; readonly expiresAt: string; readonly startOver: boolean } | undefined;
}

export const initialConnectionState: ConnectionState = {
  status: 'never',
  realmId: undefined,
  generation: 0,
  consent: undefined,
};

export function evolveConnection(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  switch (event.type) {
    case 'ConsentRequested':
      return { ...state, consent: event.data };
    case 'QuickBooksConnected':
      return {
        status: 'connected',
        realmId: event.data.realmId,
        generation: event.data.generation,
        consent: undefined,
      };
    case 'ConsentRefused':
      return { ...state, consent: undefined };
    case 'ConnectionLost':
      return { ...state, status: 'lost' };
    case 'QuickBooksDisconnected':
      return { ...state, status: 'disconnected' };
  }
}

export const foldConnection = (events: Iterable<ConnectionEvent>): ConnectionState => {
  let state = initialConnectionState;
  for (const event of events) state = evolveConnection(state, event);
  return state;
};

/** Who owns a company (rule B4): one tenant at a time. Stream `qboCompany-{realmId}`. */
export type CompanyEvent =
  DomainEvent<'CompanyClaimed', { tenant: string }> | DomainEvent<'CompanyReleased', { tenant: string }>;

export const companyOwner = (events: Iterable<CompanyEvent>): string | undefined => {
  let owner: string | undefined;
  for (const event of events) owner = event.type === 'CompanyClaimed' ? event.data.tenant : undefined;
  return owner;
};
