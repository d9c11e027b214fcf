import { useEffect, useState, type ReactNode } from 'react';
import type { UsageView } from '../api/types.js';
import { emptyPaceLog, withReading, type Pace } from '../format/throughput.js';
import { usePage } from '../page-context.js';
import { texts } from '../texts.js';

const EVERY_MS = 2_000;
const WIDTH = 300;
const HEIGHT = 80;

/** The pace of calls against what QuickBooks allows. */
export function Throughput(): ReactNode {
  const { api, format } = usePage();
  const [log, setLog] = useState(emptyPaceLog);
  const [usage, setUsage] = useState<UsageView>();
  useEffect(() => {
    let gone = false;
    const read = (): void => {
      api.get<UsageView>('/usage').then(
        (latest) => {
          if (gone) return;
          setUsage(latest);
          setLog((before) => withReading(before, latest));
        },
        () => undefined, // The progress beside it says when the sync cannot be reached.
      );
    };
    read();
    const timer = window.setInterval(read, EVERY_MS);
    return () => {
      gone = true;
      window.clearInterval(timer);
    };
  }, [api]);
  if (!usage) return null;
  const limit = usage.limits.requestsPerMinute;
  const now = log.paces.at(-1)?.perMinute ?? 0;
  return (
    <figure className="bqs-figure-box">
      <figcaption>
        {texts.run.throughput}: {texts.run.paceNow(format.number(Math.round(now)), format.number(limit))}
        {usage.throttled > 0
          ? ` ${texts.run.throttled(usage.throttled, format.number(usage.throttled))}`
          : ''}
      </figcaption>
      <Line paces={log.paces} limit={limit} />
    </figure>
  );
}

function Line({ paces, limit }: { readonly paces: readonly Pace[]; readonly limit: number }): ReactNode {
  const most = Math.max(limit, ...paces.map(({ perMinute }) => perMinute)) * 1.1;
  const y = (perMinute: number): number => HEIGHT - (HEIGHT * perMinute) / most;
  const step = WIDTH / Math.max(1, paces.length - 1);
  const points = paces.map(({ perMinute }, index) => `${String(index * step)},${String(y(perMinute))}`);
  return (
    <svg
      className="bqs-line-chart"
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line className="bqs-limit" x1="0" x2={WIDTH} y1={y(limit)} y2={y(limit)} />
      <polyline className="bqs-pace" points={points.join(' ')} />
    </svg>
  );
}
