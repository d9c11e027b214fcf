import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useAction } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Confirm } from '../parts/confirm.js';
import { ProblemNotice } from '../parts/notice.js';
import { texts } from '../texts.js';

/** Support's own: enable and disable (rule A1). */
export function SupportBar(): ReactNode {
  const { api, tenant, reload } = usePage();
  const enable = useAction(async () => {
    await api.send('POST', '/enable');
    reload();
  });
  return (
    <section className="bqs-card" aria-labelledby="bqs-support">
      <h2 id="bqs-support">
        {texts.support.title}: <bdi>{tenant.tenant}</bdi>
      </h2>
      <p>{texts.support.lead}</p>
      <p>{tenant.enabled ? texts.support.enabled : texts.support.disabled}</p>
      <ProblemNotice problem={enable.error} />
      {tenant.enabled ? (
        <Confirm
          label={texts.support.disable}
          title={texts.support.disableQuestion}
          text={texts.support.disableText}
          action={texts.support.disable}
          look="danger"
          act={async () => {
            await api.send('POST', '/disable');
            reload();
          }}
        />
      ) : (
        <Button
          className="bqs-button bqs-primary"
          aria-disabled={enable.busy}
          onPress={() => {
            enable.run();
          }}
        >
          {texts.support.enable}
        </Button>
      )}
    </section>
  );
}
