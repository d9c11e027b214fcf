import { useCallback, type ReactNode } from 'react';
import type { SettingsChoices } from '../api/types.js';
import { useLoad } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Loading, ProblemNotice } from '../parts/notice.js';
import { texts } from '../texts.js';
import { Disconnect } from './connection.js';
import { CountsSection } from './counts-section.js';
import { PreFlightSection } from './pre-flight-section.js';
import { SettingsForm } from './settings-form.js';

export function SettingsSection(): ReactNode {
  const { api, tenant } = usePage();
  const load = useCallback(
    (signal: AbortSignal) => api.get<SettingsChoices>('/settings/choices', {}, signal),
    [api],
  );
  const { data: choices, error, reload } = useLoad(load);
  const version = tenant.settings.draftVersion;
  return (
    <>
      <section className="bqs-card" aria-labelledby="bqs-settings">
        <h2 id="bqs-settings">{texts.settings.title}</h2>
        <p>{texts.settings.lead}</p>
        <ProblemNotice problem={error} retry={reload} />
        {choices ? <SettingsForm choices={choices} onSaved={reload} /> : error ? null : <Loading />}
      </section>
      {tenant.connection.status === 'connected' ? <PreFlightSection key={version} /> : null}
      <CountsSection />
      {tenant.connection.status === 'connected' ? <Disconnect /> : null}
    </>
  );
}
