import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { QboConnector } from '@bpro-qbo-sync/qbo-client';
import { QboFault } from '@bpro-qbo-sync/qbo-client';
import {
  companyOwner,
  companyStream,
  connectionStream,
  type CompanyEvent,
  type ConnectionEvent,
} from '@bpro-qbo-sync/sync-domain';
import { loadEnabled } from '../access/tenant-commands.js';
import { loadConnection } from '../full-sync/run-context.js';
import { appendEvents, loadStream } from '../journal.js';
import type { Cause, Ports } from '../ports.js';
import { RuleViolation } from '../rule-violation.js';

const CONSENT_MS = 15 * 60_000;

const hashOf = (state: string): string => createHash('sha256').update(state).digest('hex');

/**
 * Where to send the manager's browser (rule B1). The state is good once and for 15 minutes; only its hash is kept.
 * `startOver`: the manager says that another company may replace the linked one (rule B4).
 */
export async function beginConnection(
  ports: Ports,
  connector: QboConnector,
  tenant: string,
  startOver: boolean,
  cause: Cause,
): Promise<{ url: string; state: string }> {
  await loadEnabled(ports, tenant);
  const loaded = await loadConnection(ports, tenant);
  const state = randomBytes(24).toString('base64url');
  const expiresAt = new Date(ports.clock.now() + CONSENT_MS).toISOString();
  const requested: ConnectionEvent = {
    type: 'ConsentRequested',
    data: { stateHash: hashOf(state), expiresAt, startOver },
  };
  await appendEvents(ports, connectionStream(tenant), loaded.expected, [requested], cause);
  return { url: connector.authorizeUrl(state), state };
}

export interface Callback {
  readonly state: string;
  readonly code?: string;
  readonly realmId?: string;
  readonly error?: string;
}

/**
 * Intuit sent the browser back (rules B1, B3, B4). Reconnecting the same company keeps everything. The state is used up
 * whatever comes of it, and a company whose tokens were not given is not claimed.
 */
export async function completeConnection(
  ports: Ports,
  connector: QboConnector,
  tenant: string,
  callback: Callback,
  cause: Cause,
): Promise<{ realmId: string }> {
  const loaded = await loadConnection(ports, tenant);
  const { consent } = loaded.state;
  const given = Buffer.from(hashOf(callback.state));
  if (
    !consent ||
    !timingSafeEqual(given, Buffer.from(consent.stateHash)) ||
    Date.parse(consent.expiresAt) < ports.clock.now()
  )
    throw new RuleViolation(
      'consent-expired',
      'B1',
      'This connection attempt has expired or was used already. Start again.',
    );
  const append = (event: ConnectionEvent): Promise<unknown> =>
    appendEvents(ports, connectionStream(tenant), loaded.expected, [event], cause);
  const refused = async (reason: string, violation: RuleViolation): Promise<RuleViolation> => {
    await append({ type: 'ConsentRefused', data: { reason } });
    return violation;
  };
  if (callback.error !== undefined || callback.code === undefined || callback.realmId === undefined)
    throw await refused(
      callback.error === 'access_denied' ? 'access_denied' : 'incomplete',
      new RuleViolation('consent-refused', 'B1', 'QuickBooks was not connected: access was not granted.'),
    );
  const { realmId, generation } = loaded.state;
  const another = realmId !== undefined && realmId !== callback.realmId;
  if (another && !consent.startOver)
    throw await refused(
      'another-company',
      new RuleViolation(
        'another-company',
        'B4',
        'This is another QuickBooks company than the one your records are linked to. Connect that one again, or start over explicitly.',
      ),
    );
  const claim = await claimCompany(ports, tenant, callback.realmId, cause);
  if (claim === 'taken')
    throw await refused(
      'company-taken',
      new RuleViolation(
        'company-taken',
        'B4',
        'This QuickBooks company is connected to another BPro system. Disconnect it there first.',
      ),
    );
  try {
    await connector.connect(tenant, { code: callback.code, realmId: callback.realmId });
  } catch (error) {
    if (claim === 'new') await releaseCompany(ports, tenant, callback.realmId, cause);
    const violation = await refused(
      'not-accepted',
      new RuleViolation('consent-refused', 'B1', 'QuickBooks did not accept the connection. Start again.'),
    );
    throw error instanceof QboFault ? violation : error;
  }
  if (another) await releaseCompany(ports, tenant, realmId, cause);
  const next = realmId === undefined || another ? generation + 1 : generation;
  await append({ type: 'QuickBooksConnected', data: { realmId: callback.realmId, generation: next } });
  return { realmId: callback.realmId };
}

/** A company belongs to one tenant at a time (rule B4, invariant I13). */
async function claimCompany(
  ports: Ports,
  tenant: string,
  realmId: string,
  cause: Cause,
): Promise<'new' | 'ours' | 'taken'> {
  const { state: owner, expected } = await loadStream<string | undefined, CompanyEvent>(
    ports,
    companyStream(realmId),
    companyOwner,
  );
  if (owner !== undefined) return owner === tenant ? 'ours' : 'taken';
  await appendEvents(
    ports,
    companyStream(realmId),
    expected,
    [{ type: 'CompanyClaimed', data: { tenant } } satisfies CompanyEvent],
    cause,
  );
  return 'new';
}

async function releaseCompany(ports: Ports, tenant: string, realmId: string, cause: Cause): Promise<void> {
  const { state: owner, expected } = await loadStream<string | undefined, CompanyEvent>(
    ports,
    companyStream(realmId),
    companyOwner,
  );
  if (owner === tenant)
    await appendEvents(
      ports,
      companyStream(realmId),
      expected,
      [{ type: 'CompanyReleased', data: { tenant } } satisfies CompanyEvent],
      cause,
    );
}

/** Revokes the token at Intuit (rule B5); settings, links and notes stay. */
export async function disconnect(
  ports: Ports,
  connector: QboConnector,
  tenant: string,
  cause: Cause,
): Promise<void> {
  const loaded = await loadConnection(ports, tenant);
  if (loaded.state.status === 'never' || loaded.state.status === 'disconnected') return;
  await connector.disconnect(tenant);
  if (loaded.state.realmId !== undefined) await releaseCompany(ports, tenant, loaded.state.realmId, cause);
  const event: ConnectionEvent = { type: 'QuickBooksDisconnected', data: {} };
  await appendEvents(ports, connectionStream(tenant), loaded.expected, [event], cause);
}

/** Intuit refused the refresh token (rule B3): work waits until somebody reconnects. Twice is no second event. */
export async function markConnectionLost(
  ports: Ports,
  tenant: string,
  reason: string,
  cause: Cause,
): Promise<void> {
  const loaded = await loadConnection(ports, tenant);
  if (loaded.state.status !== 'connected') return;
  const event: ConnectionEvent = { type: 'ConnectionLost', data: { reason } };
  await appendEvents(ports, connectionStream(tenant), loaded.expected, [event], cause);
}
