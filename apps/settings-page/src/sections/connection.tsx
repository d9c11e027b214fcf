import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useAction } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Confirm } from '../parts/confirm.js';
import { Notice, ProblemNotice } from '../parts/notice.js';
import { texts } from '../texts.js';

/** Answers never: the browser is on its way to QuickBooks. */
function useConsent(): (startOver: boolean) => Promise<void> {
  const { api } = usePage();
  return async (startOver) => {
    const { url } = await api.send<{ url: string }>('POST', '/connection', startOver ? { startOver } : {});
    window.location.assign(url);
    await new Promise(() => undefined);
  };
}

/** What QuickBooks' consent came to (rule B1), and the way out when it was another company (rule B4). */
export function ConsentOutcome({ outcome }: { readonly outcome: string | undefined }): ReactNode {
  const consent = useConsent();
  const { tenant } = usePage();
  const known = texts.connection.outcomes;
  if (outcome === undefined || !Object.hasOwn(known, outcome)) return null;
  if (outcome === 'connected' && tenant.connection.status !== 'connected') return null;
  return (
    <Notice tone={outcome === 'connected' ? 'good' : 'error'} live>
      <p>{known[outcome]}</p>
      {outcome === 'another-company' ? (
        <Confirm
          label={texts.connection.startOver}
          title={texts.connection.startOverQuestion}
          text={texts.connection.startOverText}
          action={texts.connection.startOver}
          look="danger"
          act={() => consent(true)}
        />
      ) : null}
    </Notice>
  );
}

/** Connect and reconnect (rules B1, B3). */
export function Connection(): ReactNode {
  const { tenant } = usePage();
  const consent = useConsent();
  const connect = useAction(() => consent(false));
  const { status } = tenant.connection;
  const { connection } = texts;
  if (status === 'connected') return null;
  const isLost = status === 'lost';
  return (
    <Notice
      tone={isLost ? 'error' : 'info'}
      title={isLost ? connection.lostTitle : connection.connectTitle}
      live
    >
      <p>{isLost ? connection.lostText : connection.connectText}</p>
      <ProblemNotice problem={connect.error} />
      <Button
        className="bqs-button bqs-primary"
        aria-disabled={connect.busy}
        onPress={() => {
          connect.run();
        }}
      >
        {isLost ? connection.reconnect : connection.connect}
      </Button>
    </Notice>
  );
}

/** Where a connection is ended (rule B5). */
export function Disconnect(): ReactNode {
  const { api, reload } = usePage();
  const { connection } = texts;
  return (
    <section className="bqs-card" aria-labelledby="bqs-connection">
      <h2 id="bqs-connection">{connection.title}</h2>
      <p>{connection.disconnectText}</p>
      <Confirm
        label={connection.disconnect}
        title={connection.disconnectQuestion}
        text={connection.disconnectText}
        action={connection.disconnect}
        look="danger"
        act={async () => {
          await api.send('DELETE', '/connection');
          reload();
        }}
      />
    </section>
  );
}
