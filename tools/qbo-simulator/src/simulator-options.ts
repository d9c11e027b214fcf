import type { ThrottleFormat } from './api/accounting-api.js';
import type { BooksOptions } from './api/books.js';
import { INTUIT_LIMITS, type LimitOptions } from './api/limits.js';
import type { ReplayOptions } from './api/request-ids.js';
import { INTUIT_OAUTH, type OauthOptions } from './oauth/token-service.js';

/** How the simulator behaves where the real service is not verified, or where a test wants it otherwise. */
export interface SimulatorSwitches {
  readonly books: BooksOptions;
  readonly requestIds: ReplayOptions;
  /** Undefined: no limits. */
  readonly limits: LimitOptions | undefined;
  readonly throttle: ThrottleFormat;
  /** Metered calls a month before reads are blocked; undefined: none. */
  readonly monthlyQuota: number | undefined;
  readonly oauth: OauthOptions;
}

/**
 * The defaults: what is documented or recorded; where nothing is known, the behaviour that is harder on a client,
 * or the one with fewer surprises when both are equally hard.
 */
export const DEFAULT_SWITCHES: SimulatorSwitches = {
  books: {
    inventorySaleBumpsItem: false,
    uniqueNumbers: 'type',
    autoNumberMayRepeat: false,
    allowAutomatedTaxCodes: false,
  },
  requestIds: { mode: 'replay', forgetAfterMs: undefined, replayFaults: true },
  limits: INTUIT_LIMITS,
  throttle: { format: 'xml', retryAfter: undefined },
  monthlyQuota: undefined,
  oauth: INTUIT_OAUTH,
};

/** Switches where every group may be given in part. */
export interface SwitchOverrides {
  readonly books?: Partial<BooksOptions>;
  readonly requestIds?: Partial<ReplayOptions>;
  readonly limits?: Partial<LimitOptions> | 'none';
  readonly throttle?: Partial<ThrottleFormat>;
  readonly monthlyQuota?: number;
  readonly oauth?: Partial<OauthOptions>;
}

export function switchesOf(overrides: SwitchOverrides = {}): SimulatorSwitches {
  const defaults = DEFAULT_SWITCHES;
  const { limits } = overrides;
  return {
    books: { ...defaults.books, ...overrides.books },
    requestIds: { ...defaults.requestIds, ...overrides.requestIds },
    limits: limits === 'none' ? undefined : { ...INTUIT_LIMITS, ...limits },
    throttle: { ...defaults.throttle, ...overrides.throttle },
    monthlyQuota: overrides.monthlyQuota,
    oauth: { ...defaults.oauth, ...overrides.oauth },
  };
}
