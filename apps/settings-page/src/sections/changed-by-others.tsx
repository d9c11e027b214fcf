import { useCallback, type ReactNode } from 'react';
import type { ChangedByOthers } from '../api/types.js';
import { useLoad } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Notice } from '../parts/notice.js';
import { texts } from '../texts.js';

const words = texts.changedByOthers;

/** What others changed in QuickBooks since the last sync, which only a full sync brings to BPro (rule G3). */
export function ChangedInQuickBooks(): ReactNode {
  const { api, tenant, format } = usePage();
  const run = tenant.completedRun;
  const load = useCallback(
    async (signal: AbortSignal) =>
      run === null
        ? null
        : (await api.get<{ changes: ChangedByOthers | null }>('/changed-by-others', {}, signal)).changes,
    [api, run],
  );
  const { data } = useLoad(load);
  if (!data || data.atLeast === 0 || tenant.activeRun !== null) return null;
  return (
    <Notice tone="info" title={words.title}>
      <p>{words.text(data.atLeast, format.number(data.atLeast), format.instant(data.asOf))}</p>
    </Notice>
  );
}
