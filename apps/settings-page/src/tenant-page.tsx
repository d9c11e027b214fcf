import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Api } from './api/api.js';
import type { SettingsChoices, TenantView } from './api/types.js';
import { useLoad } from './api/use-load.js';
import { formatFor } from './format/format.js';
import { PageContext, type Page, type RecordRef, type Tab } from './page-context.js';
import { Loading, Notice, ProblemNotice } from './parts/notice.js';
import { Connection, ConsentOutcome } from './sections/connection.js';
import { RecordTimeline } from './sections/record-timeline.js';
import { SupportBar } from './sections/support-bar.js';
import { ChangedInQuickBooks } from './sections/changed-by-others.js';
import { Waiting } from './sections/waiting.js';
import { PageTabs, tabFor, tabOfAddress } from './page-tabs.js';
import { texts } from './texts.js';

interface TenantPageProps {
  readonly api: Api;
  readonly locale: string | undefined;
  readonly outcome: string | undefined;
  readonly onEnabled: ((enabled: boolean) => void) | undefined;
}

const LOOK_AGAIN_MS = 15_000;
const ANNOUNCED_MS = 8_000;

/** Where the sync of one tenant stands, and everything that can be done about it. */
export function TenantPage({ api, locale, outcome, onEnabled }: TenantPageProps): ReactNode {
  const load = useCallback((signal: AbortSignal) => api.get<TenantView>('', {}, signal), [api]);
  const { data: tenant, error, reload } = useLoad(load);
  useEffect(() => {
    const timer = window.setInterval(reload, LOOK_AGAIN_MS);
    return () => {
      window.clearInterval(timer);
    };
  }, [reload]);
  const enabled = tenant?.enabled;
  useEffect(() => {
    if (enabled !== undefined) onEnabled?.(enabled);
  }, [enabled, onEnabled]);
  if (!tenant)
    return (
      <>
        <h1>{texts.title}</h1>
        {error ? <ProblemNotice problem={error} retry={reload} /> : <Loading />}
      </>
    );
  return <KnownTenant api={api} tenant={tenant} reload={reload} locale={locale} outcome={outcome} />;
}

interface KnownTenantProps extends Pick<Page, 'api' | 'tenant' | 'reload'> {
  readonly locale: string | undefined;
  readonly outcome: string | undefined;
}

function KnownTenant({ api, tenant, reload, locale, outcome }: KnownTenantProps): ReactNode {
  const [isOutcomeNews, setOutcomeNews] = useState(true);
  const [tab, setTab] = useState(() => tabOfAddress() ?? tabFor(tenant.next.step));
  const [announced, setAnnounced] = useState('');
  const [record, setRecord] = useState<RecordRef>();
  const currency = useCurrency(api, tenant);
  const goTo = useCallback((to: Tab) => {
    setTab(to);
    setOutcomeNews(false);
    window.history.replaceState(null, '', `#${to}`);
  }, []);
  useEffect(() => {
    const timer = window.setTimeout(setAnnounced, ANNOUNCED_MS, '');
    return () => {
      window.clearTimeout(timer);
    };
  }, [announced]);
  const page = useMemo(
    (): Page => ({
      api,
      tenant,
      reload,
      goTo,
      format: formatFor(locale, currency),
      announce: setAnnounced,
      openHistory: setRecord,
    }),
    [api, tenant, reload, goTo, locale, currency],
  );
  const { status } = tenant.connection;
  return (
    <PageContext value={page}>
      <Header tenant={tenant} />
      <p className="bqs-announced" role="status" aria-live="polite">
        {announced}
      </p>
      {api.session.role === 'support' ? <SupportBar /> : null}
      {tenant.enabled ? (
        <>
          <ConsentOutcome outcome={isOutcomeNews ? outcome : undefined} />
          {tenant.advice !== null && tenant.activeRun === null ? (
            <Notice tone="info" title={texts.advice}>
              <p>{tenant.advice}</p>
            </Notice>
          ) : null}
          <Connection />
          <Waiting />
          <ChangedInQuickBooks />
          {status === 'never' ? null : (
            <>
              {status === 'connected' ? (
                <Notice tone="info" title={texts.next} live>
                  <p>{tenant.next.text}</p>
                </Notice>
              ) : null}
              <PageTabs tab={tab} onTab={goTo} />
            </>
          )}
        </>
      ) : (
        <Notice tone="warning" title={texts.notEnabled.title}>
          <p>{texts.notEnabled.text}</p>
        </Notice>
      )}
      {record ? (
        <RecordTimeline
          record={record}
          onClose={() => {
            setRecord(undefined);
          }}
        />
      ) : null}
    </PageContext>
  );
}

const Header = ({ tenant: { connection } }: { readonly tenant: TenantView }): ReactNode => (
  <header className="bqs-header">
    {connection.status === 'never' ? null : (
      <p className="bqs-company">
        <span className="bqs-hidden">{texts.connection.company}: </span>
        <bdi>{connection.companyName ?? texts.qbo}</bdi>
        <span className={`bqs-badge bqs-${connection.status === 'connected' ? 'good' : 'error'}`}>
          {texts.connection.status[connection.status]}
        </span>
      </p>
    )}
    <h1>{texts.title}</h1>
  </header>
);

/** The company's currency, once a company is known; amounts are shown without one until then. */
function useCurrency(api: Api, { connection }: TenantView): string | undefined {
  const known = connection.status === 'connected' && connection.companyName !== null;
  const load = useCallback(
    async (signal: AbortSignal) =>
      known ? (await api.get<SettingsChoices>('/settings/choices', {}, signal)).company.currency : undefined,
    [api, known],
  );
  return useLoad(load).data;
}
