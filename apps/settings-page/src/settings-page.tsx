import { useCallback, useState, type ReactNode } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { openSession, tenantApi } from './api/api.js';
import type { Session } from './api/types.js';
import { useLoad } from './api/use-load.js';
import type { MountOptions } from './mount.js';
import { useKeptFocus } from './parts/kept-focus.js';
import { Loading, Notice, ProblemNotice } from './parts/notice.js';
import { TenantPage } from './tenant-page.js';
import { texts } from './texts.js';

type SettingsPageProps = MountOptions & { readonly origin: string };

/** The page: a session first, then the tenant that it is about. */
export function SettingsPage(props: SettingsPageProps): ReactNode {
  const { origin, getToken } = props;
  const [signedOut, setSignedOut] = useState(false);
  const open = useCallback(() => openSession({ origin, getToken }), [origin, getToken]);
  const { data: session, error, loading, reload } = useLoad(open);
  const onSignedOut = useCallback(() => {
    setSignedOut(true);
  }, []);
  const main = useKeptFocus<HTMLElement>();
  return (
    <main ref={main} className="bqs bqs-page" aria-label={texts.title}>
      {session && !signedOut ? null : <h1>{texts.title}</h1>}
      {error ? <ProblemNotice problem={error} retry={reload} /> : null}
      {loading && !session && !error ? <Loading /> : null}
      {signedOut || (!loading && !session && !error) ? (
        <SignedOut />
      ) : session ? (
        <OfTenant {...props} session={session} onSignedOut={onSignedOut} />
      ) : null}
    </main>
  );
}

const SignedOut = (): ReactNode => (
  <Notice tone="warning" title={texts.signedOut.title} live>
    <p>{texts.signedOut.text}</p>
    <Button
      className="bqs-button"
      onPress={() => {
        window.location.reload();
      }}
    >
      {texts.signedOut.again}
    </Button>
  </Notice>
);

interface OfTenantProps extends SettingsPageProps {
  readonly session: Session;
  readonly onSignedOut: () => void;
}

function OfTenant({ session, onSignedOut, ...props }: OfTenantProps): ReactNode {
  const [chosen, setChosen] = useState('');
  const tenant = session.tenant ?? props.tenant ?? (chosen === '' ? undefined : chosen);
  return tenant === undefined ? (
    <ChooseTenant onChoose={setChosen} />
  ) : (
    <WithApi key={tenant} {...props} tenant={tenant} session={session} onSignedOut={onSignedOut} />
  );
}

function WithApi(props: OfTenantProps & { readonly tenant: string }): ReactNode {
  const { origin, tenant, session, onSignedOut } = props;
  const [api] = useState(() => tenantApi(origin, tenant, session, onSignedOut));
  return (
    <TenantPage
      api={api}
      locale={props.locale}
      outcome={props.connectionOutcome}
      onEnabled={props.onEnabled}
    />
  );
}

function ChooseTenant({ onChoose }: { readonly onChoose: (tenant: string) => void }): ReactNode {
  return (
    <>
      <h1>{texts.title}</h1>
      <form
        className="bqs-card"
        onSubmit={(event) => {
          event.preventDefault();
          const given = new FormData(event.currentTarget).get('tenant');
          if (typeof given === 'string' && given.trim() !== '') onChoose(given.trim());
        }}
      >
        <TextField className="bqs-field" name="tenant" isRequired>
          <Label>{texts.support.tenant}</Label>
          <Input />
        </TextField>
        <Button className="bqs-button bqs-primary" type="submit">
          {texts.support.open}
        </Button>
      </form>
    </>
  );
}
