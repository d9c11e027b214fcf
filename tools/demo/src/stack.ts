import { type RunningStack, startStack } from '@bpro-qbo-sync/local-stack';

/** Starts everything for the demonstration on free ports, with its time running `clockScale` times as fast. */
export const startDemoStack = (
  folder: string,
  clockScale: number,
  signal: AbortSignal,
): Promise<RunningStack> =>
  startStack({
    folder,
    signal,
    port: () => 0,
    env: { CLOCK_SCALE: String(clockScale), CLOCK_ORIGIN: String(Date.now()), LOG_LEVEL: 'warn' },
  });
