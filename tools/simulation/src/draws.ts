import type { BooksProfile } from '@bpro-qbo-sync/demo-books';
import type { SwitchOverrides } from '@bpro-qbo-sync/qbo-simulator';
import { DEFAULT_SETTINGS, type Settings } from '@bpro-qbo-sync/sync-domain';
import type { FaultPlan, PlannedFault } from './fault-draws.js';
import { seeded } from './random.js';

export interface SeedOptions {
  readonly seed: number;
  /** False: a calm run. */
  readonly faults?: boolean;
  /** Of a calm run: the one fault that strikes. */
  readonly planned?: PlannedFault;
  /** The mask: of the faults that the seed draws these alone strike. */
  readonly only?: readonly string[];
  /** What is not drawn but given. */
  readonly given?: Given;
  /** Ends as soon as something that must hold at every moment does not. */
  readonly endsAtFirst?: boolean;
  /** Whether the result has the trace in lines for people. */
  readonly isTraced?: boolean;
}

/** What of a seed can be given instead of drawn. */
export type Given = Partial<
  Pick<
    Draws,
    | 'profile'
    | 'size'
    | 'traps'
    | 'settings'
    | 'settingsLater'
    | 'switches'
    | 'changes'
    | 'outage'
    | 'manager'
  >
>;

/** Everything of one seed: its books, settings, people's edits and faults. */
export interface Draws {
  readonly seed: number;
  readonly profile: BooksProfile;
  readonly size: number;
  readonly traps: boolean;
  readonly settings: Settings;
  /** What the manager chooses before the second sync; undefined: nothing new. */
  readonly settingsLater: Settings | undefined;
  readonly faults: FaultPlan;
  readonly switches: SwitchOverrides;
  /**
   * Changes that people make in BPro while the first sync runs, after it, and at each of several moments of the second
   * sync; and in QuickBooks while the first runs.
   */
  readonly changes: {
    readonly during: number;
    readonly after: number;
    readonly again: number;
    readonly inQbo: number;
  };
  /** After the first sync QuickBooks is away for so long, while people go on; undefined: it is not. */
  readonly outage: { readonly ms: number; readonly changes: number } | undefined;
  /** In the second sync the manager disconnects and connects again; cancels it and starts another. */
  readonly manager: { readonly disconnects: boolean; readonly cancels: boolean };
}

const PROFILES: readonly BooksProfile[] = ['us-manual', 'us-automated', 'ca', 'uk'];
const REFUND_ACCOUNT = '35';
const FAULT_BUDGET = 40;
/** Longer than the sync trusts in a request id, however wrong its clock is. */
const FORGETS_AFTER_MS = 15 * 60_000;
/** One story in so many has a long outage. */
const OUTAGES = 0.15;
/** And in so many the manager disconnects, or cancels. */
const MANAGER_ACTS = 0.15;
/** And in so many the manager has chosen other settings by the second sync. */
const NEW_SETTINGS = 0.2;

export function drawsOf(options: SeedOptions): Draws {
  const random = seeded(options.seed * 7919 + 13);
  const pick = <T>(values: readonly [T, ...T[]]): T =>
    values[Math.floor(random() * values.length)] ?? values[0];
  const profile = pick(PROFILES as [BooksProfile, ...BooksProfile[]]);
  const size = 6 + Math.floor(random() ** 2 * 34);
  const traps = random() < 0.15;
  const settings = drawnSettings(random);
  const rate = pick([0.004, 0.012, 0.03]);
  const count = (most: number): number => Math.floor(random() * most);
  return {
    seed: options.seed,
    profile,
    size,
    traps,
    settings,
    faults: {
      seed: options.seed,
      rate: options.faults === false ? 0 : rate,
      budget: FAULT_BUDGET,
      ...(options.only ? { only: new Set(options.only) } : {}),
      ...(options.planned ? { planned: options.planned } : {}),
    },
    switches: {
      requestIds: {
        mode: random() < 0.2 ? 'batch-6000' : 'replay',
        forgetAfterMs: random() < 0.5 ? FORGETS_AFTER_MS : undefined,
      },
    },
    changes: { during: count(6), after: count(12), inQbo: count(4), again: count(4) },
    outage:
      options.faults !== false && random() < OUTAGES
        ? { ms: 60_000 + count(19 * 60_000), changes: 1 + count(30) }
        : undefined,
    manager: {
      disconnects: options.faults !== false && random() < MANAGER_ACTS,
      cancels: options.faults !== false && random() < MANAGER_ACTS,
    },
    settingsLater: random() < NEW_SETTINGS ? drawnSettings(random) : undefined,
    ...options.given,
  };
}

const drawnSettings = (random: () => number): Settings => ({
  ...DEFAULT_SETTINGS,
  onlyInQbo: random() < 0.8 ? 'create' : 'ignore',
  onlyInBpro: random() < 0.8 ? 'create' : 'ignore',
  fromDate: random() < 0.3 ? '2025-03-01' : null,
  refundAccountId: random() < 0.8 ? REFUND_ACCOUNT : null,
  uncheckedMethods: { bpro: [], qbo: [], none: random() < 0.25 },
});
