import type { ThrottleFormat } from './api/accounting-api.js';
import { INTUIT_LIMITS, type LimitOptions } from './api/limits.js';
import type { ReplayOptions } from './api/request-ids.js';
import type { Language } from './api/translate.js';
import { INTUIT_OAUTH, type OauthOptions } from './oauth/token-service.js';
import type { QueryOptions } from './query/run-query.js';
import type { BookSwitches } from './store/unit-of-work.js';

/** How the simulator behaves where the real service is not verified, or where a test wants it otherwise. */
export interface SimulatorSwitches {
  readonly books: BookSwitches;
  readonly queries: QueryOptions;
  readonly requestIds: ReplayOptions;
  /** Undefined: no limits. */
  readonly limits: LimitOptions | undefined;
  readonly throttle: ThrottleFormat;
  /** Metered calls a month before reads are blocked; undefined: none. */
  readonly monthlyQuota: number | undefined;
  /** The language of refusals, the company's own in the real service. */
  readonly language: Language;
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
    honourTotalTax: true,
    voidedInvoicePayments: 'unapplied',
    itemNames: 'path',
    emoji: 'keep',
    taxRateNameMax: 100,
  },
  queries: { lagMs: 0, typographicQuotes: 'accept' },
  requestIds: { mode: 'replay', forgetAfterMs: undefined, replayFaults: true },
  limits: INTUIT_LIMITS,
  throttle: { format: 'xml', retryAfter: undefined },
  monthlyQuota: undefined,
  language: 'en',
  oauth: INTUIT_OAUTH,
};

/** Switches where every group may be given in part. */
export interface SwitchOverrides {
  readonly books?: Partial<BookSwitches>;
  readonly queries?: Partial<QueryOptions>;
  readonly requestIds?: Partial<ReplayOptions>;
  readonly limits?: Partial<LimitOptions> | 'none';
  readonly throttle?: Partial<ThrottleFormat>;
  readonly monthlyQuota?: number | undefined;
  readonly language?: Language;
  readonly oauth?: Partial<OauthOptions>;
}

/** The switches in force. They can change at any time: who uses one asks for it each time. */
export class Switches {
  private values = DEFAULT_SWITCHES;

  constructor(overrides: SwitchOverrides = {}) {
    this.change(overrides);
  }

  get current(): SimulatorSwitches {
    return this.values;
  }

  change(overrides: SwitchOverrides): void {
    const now = this.values;
    const { limits } = overrides;
    this.values = {
      books: { ...now.books, ...overrides.books },
      queries: { ...now.queries, ...overrides.queries },
      requestIds: { ...now.requestIds, ...overrides.requestIds },
      limits:
        limits === 'none' ? undefined : limits ? { ...INTUIT_LIMITS, ...now.limits, ...limits } : now.limits,
      throttle: { ...now.throttle, ...overrides.throttle },
      monthlyQuota: 'monthlyQuota' in overrides ? overrides.monthlyQuota : now.monthlyQuota,
      language: overrides.language ?? now.language,
      oauth: { ...now.oauth, ...overrides.oauth },
    };
  }
}
