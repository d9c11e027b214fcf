import { useCallback, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useLoad } from '../api/use-load.js';
import { SettingsPage } from '../settings-page.js';
import { texts } from '../texts.js';
import { hostTexts } from './host-texts.js';

interface DemoToken {
  readonly role: 'manager' | 'support';
  readonly tenant: string;
  readonly token: string;
}

/** Empty where no demo tokens are handed out. */
async function demoTokens(signal: AbortSignal): Promise<readonly DemoToken[]> {
  const response = await fetch('/api/demo-tokens', { signal });
  if (!response.ok) return [];
  return ((await response.json()) as { tokens: readonly DemoToken[] }).tokens;
}

const parameters = new URLSearchParams(window.location.search);
// What the consent came to is news once, not at every reload.
const address = new URL(window.location.href);
address.searchParams.delete('connection');
window.history.replaceState(null, '', address);
const given = (name: string): string | undefined => parameters.get(name) ?? undefined;

/** The page opened by its own address. Where demo tokens are handed out, a little of BPro stands around it. */
export function DemoHost(): ReactNode {
  const load = useCallback((signal: AbortSignal) => demoTokens(signal), []);
  const { data: tokens } = useLoad(load);
  const [signedIn, setSignedIn] = useState(0);
  const [enabled, setEnabled] = useState(false);
  const tenant = given('tenant') ?? tokens?.[0]?.tenant;
  const outcome = given('connection');
  if (!tokens) return null;
  const signIn = async ({ token }: DemoToken): Promise<void> => {
    const headers = { authorization: `Bearer ${token}` };
    await fetch('/api/session', { method: 'POST', headers });
    window.history.replaceState(null, '', window.location.pathname);
    setSignedIn((before) => before + 1);
  };
  return (
    <>
      {tokens.length > 0 ? (
        <div className="bqs bqs-host" role="region" aria-label={hostTexts.label}>
          <strong>{hostTexts.name}</strong>
          <nav aria-label={hostTexts.menu}>
            {hostTexts.path}
            {enabled ? (
              <a href="." aria-current="page">
                {texts.title}
              </a>
            ) : (
              <span className="bqs-hint">{hostTexts.hidden}</span>
            )}
          </nav>
          <span className="bqs-row">
            {tokens
              .filter((each) => each.tenant === tenant)
              .map((each) => (
                <Button
                  key={each.role}
                  className="bqs-button"
                  onPress={() => {
                    void signIn(each);
                  }}
                >
                  {hostTexts.signIn[each.role]}
                </Button>
              ))}
          </span>
        </div>
      ) : null}
      <SettingsPage
        key={signedIn}
        origin=""
        onEnabled={setEnabled}
        {...(tenant === undefined ? {} : { tenant })}
        {...(outcome === undefined || signedIn > 0 ? {} : { connectionOutcome: outcome })}
      />
    </>
  );
}
