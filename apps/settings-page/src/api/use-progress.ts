import { useEffect, useState } from 'react';
import type { Api } from './api.js';
import type { RunProgress } from './types.js';

export interface Following {
  readonly progress: RunProgress | undefined;
  /** The stream is interrupted; the browser tries again by itself. */
  readonly interrupted: boolean;
}

/** Follows a run by server-sent events until it ends; `onEnd` hears of its end. */
export function useProgress(api: Api, run: string, onEnd: () => void): Following {
  const [progress, setProgress] = useState<RunProgress>();
  const [interrupted, setInterrupted] = useState(false);
  useEffect(() => {
    const stream = new EventSource(api.address(`/runs/${run}/progress`));
    stream.addEventListener('progress', (event) => {
      const latest = JSON.parse(String(event.data)) as RunProgress;
      setProgress(latest);
      setInterrupted(false);
      if (latest.status !== 'planning' && latest.status !== 'executing') {
        stream.close();
        onEnd();
      }
    });
    stream.addEventListener('error', () => {
      setInterrupted(true);
      if (stream.readyState === EventSource.CLOSED) onEnd();
    });
    return () => {
      stream.close();
    };
  }, [api, run, onEnd]);
  return { progress: progress?.run === run ? progress : undefined, interrupted };
}
