import { COMPANY, type RunningStack } from '@bpro-qbo-sync/local-stack';
import { Browser } from './browser.js';
import { SyncApi } from './sync-api.js';

interface DemoTokens {
  readonly tokens: readonly { readonly role: string; readonly tenant: string; readonly token: string }[];
}

/**
 * Support enables the sync; the manager signs in and connects the company on QuickBooks' consent page. Answers the
 * manager's way into the API.
 */
export async function enableAndConnect(stack: RunningStack, signal: AbortSignal): Promise<SyncApi> {
  const { apiUrl, tenant } = stack;
  const answer = await fetch(`${apiUrl}/api/demo-tokens`, { signal });
  if (!answer.ok) throw new Error(`the API gives out no demo tokens (status ${String(answer.status)})`);
  const { tokens } = (await answer.json()) as DemoTokens;
  const tokenOf = (role: string): string => {
    const found = tokens.find((each) => each.role === role && each.tenant === tenant);
    if (!found) throw new Error(`the API gives out no ${role}'s token for ${tenant}`);
    return found.token;
  };
  const support = SyncApi.withToken(apiUrl, tenant, tokenOf('support'), signal);
  await support.enable();

  const browser = new Browser();
  const manager = await SyncApi.withSession(apiUrl, tenant, tokenOf('manager'), browser, signal);
  const consent = await browser.open(await manager.connect());
  const landed = await browser.submit(consent, { realmId: COMPANY, action: 'connect' });
  const outcome = landed.url.searchParams.get('connection');
  if (outcome !== 'connected')
    throw new Error(`connecting to QuickBooks ended with ${outcome ?? `status ${String(landed.status)}`}`);
  return manager;
}
