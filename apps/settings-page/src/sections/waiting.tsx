import type { ReactNode } from 'react';
import { usePage } from '../page-context.js';
import { Notice } from '../parts/notice.js';
import { texts } from '../texts.js';
import { pausedText } from './plan-section.js';

/** Changes of BPro that something keeps from QuickBooks, why and since when (rules B3, G1). */
export function Waiting(): ReactNode {
  const { tenant, format } = usePage();
  const { waiting } = tenant;
  if (waiting === null || waiting.changes === 0) return null;
  const { changes, more, since, reason } = waiting;
  const words = texts.waiting;
  const what = changes === null ? words.unknown : words.count(changes, format.number(changes), more);
  const why = reason === 'unexpected' ? words.unexpected : pausedText(reason);
  return (
    <Notice tone="warning" title={words.title} live>
      <p>{words.text(what, format.instant(since), why)}</p>
    </Notice>
  );
}
