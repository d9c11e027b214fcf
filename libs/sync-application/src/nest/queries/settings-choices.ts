import {
  dayIn,
  defaultAccounts,
  matchText,
  preFlight,
  settingsProblems,
  settingsStream,
  type CompanyAccount,
  type CompanyProfile,
  type Finding,
  type Settings,
  type SettingsFacts,
  type TaxRegime,
} from '@bpro-qbo-sync/sync-domain';
import { loadTenant } from '../../access/tenant-commands.js';
import { loadConnection, type CompanyFacts } from '../../full-sync/run-context.js';
import { presentShape } from '../../journal.js';
import type { Ports } from '../../ports.js';
import { knownCompany } from '../../settings/configure-sync.js';

export interface AccountChoice {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

export interface MethodChoice {
  readonly name: string;
  readonly bproIds: readonly string[];
  readonly qboIds: readonly string[];
  readonly checked: boolean;
  /** It appeared after the settings were saved last: it is checked, and said so. */
  readonly isNew: boolean;
}

/** What the settings form offers (rules C4, C5, C7, F12). */
export interface SettingsChoices {
  readonly company: {
    readonly name: string;
    readonly country: string;
    /** ISO 4217; everything that is synchronized is in it. */
    readonly currency: string;
    readonly taxRegime: TaxRegime;
    readonly taxExplanation: string;
  };
  /** In the company's time zone: the latest start date (rule C8). */
  readonly today: string;
  readonly refundAccounts: {
    readonly offered: readonly AccountChoice[];
    readonly others: readonly (AccountChoice & { readonly why: string })[];
  };
  readonly paymentMethods: readonly MethodChoice[];
  readonly noMethod: { readonly checked: boolean };
  readonly accounts: Readonly<
    Record<
      'income' | 'expense' | 'asset',
      { readonly offered: readonly AccountChoice[]; readonly defaultId: string | null }
    >
  >;
}

const TAX: Readonly<Record<TaxRegime, string>> = {
  automated:
    'QuickBooks computes sales tax itself and manages its codes. The tax that BPro charged is sent with every invoice; lines are marked as taxed or not taxed.',
  manual: 'Tax groups of BPro and tax codes of QuickBooks are linked or created with their rates.',
  codes:
    'Tax groups of BPro and tax codes of QuickBooks are linked or created with their rates; every line has a code.',
  off: 'Sales tax is switched off in QuickBooks: orders with tax cannot be sent.',
};

const MOST_METHODS = 1000;

export async function settingsChoices(ports: Ports, tenant: string): Promise<SettingsChoices> {
  const { state } = await loadTenant(ports, tenant);
  const known = await knownCompany(ports, tenant);
  const { company } = known;
  const facts = settingsFacts(ports, known);
  const draft = state.draft;
  const defaults = defaultAccounts(company);
  return {
    company: {
      name: company.name,
      country: company.country,
      currency: company.homeCurrency,
      taxRegime: company.taxRegime,
      taxExplanation: TAX[company.taxRegime],
    },
    today: facts.today,
    refundAccounts: refundChoices(company, draft, facts),
    paymentMethods: methodChoices(known.methods, draft, await appearedLater(ports, tenant)),
    noMethod: { checked: !draft.uncheckedMethods.none },
    accounts: {
      income: { offered: productChoices('incomeId', draft, facts), defaultId: defaults.incomeId ?? null },
      expense: { offered: productChoices('expenseId', draft, facts), defaultId: defaults.expenseId ?? null },
      asset: { offered: productChoices('assetId', draft, facts), defaultId: defaults.assetId ?? null },
    },
  };
}

const settingsFacts = (ports: Ports, { company, timeZone, methods }: CompanyFacts): SettingsFacts => ({
  company,
  today: dayIn(new Date(ports.clock.now()).toISOString(), timeZone),
  methods: { bpro: methods.bpro.map((m) => m.id), qbo: methods.qbo.map((m) => m.id) },
});

const choice = ({ id, name, type }: CompanyAccount): AccountChoice => ({ id, name, type });

/** What the form would say about one field: offered is what it would accept, so that the two never differ. */
const refusal = (settings: Settings, facts: SettingsFacts, field: string): string | undefined =>
  settingsProblems(settings, facts).find((problem) => problem.field === field)?.message;

function refundChoices(
  company: CompanyProfile,
  draft: Settings,
  facts: SettingsFacts,
): SettingsChoices['refundAccounts'] {
  const judged = company.accounts.map((account) => ({
    account: choice(account),
    why: refusal({ ...draft, refundAccountId: account.id }, facts, 'refundAccountId'),
  }));
  return {
    offered: judged.flatMap(({ account, why }) => (why === undefined ? [account] : [])),
    others: judged.flatMap(({ account, why }) => (why === undefined ? [] : [{ ...account, why }])),
  };
}

const productChoices = (
  key: keyof Settings['accounts'],
  draft: Settings,
  facts: SettingsFacts,
): AccountChoice[] =>
  facts.company.accounts
    .filter(({ id }) => {
      const settings = { ...draft, accounts: { ...draft.accounts, [key]: id } };
      return refusal(settings, facts, `accounts.${key}`) === undefined;
    })
    .map(choice);

/** Keys `side/id` of payment methods that were created after the draft was saved. */
async function appearedLater(ports: Ports, tenant: string): Promise<ReadonlySet<string>> {
  const events = (await ports.store.read(settingsStream(tenant))).map(presentShape);
  const saved = events.findLast(({ type }) => type === 'SyncConfigured');
  const { state } = await loadConnection(ports, tenant);
  if (!saved) return new Set();
  const scope = { tenant, generation: state.generation };
  const sides = await Promise.all(
    (['bpro', 'qbo'] as const).map((side) =>
      ports.records.mirror.page(scope, side, 'payment-method', undefined, MOST_METHODS),
    ),
  );
  const since = Date.parse(String(saved.metadata['at']));
  const later = sides.flat().filter(({ createdAt }) => Date.parse(createdAt) > since);
  return new Set(later.map(({ side, id }) => `${side}/${id}`));
}

/** Both sides' methods, one row per name (rule C5); inactive ones only while they are unchecked. */
function methodChoices(
  { bpro, qbo }: CompanyFacts['methods'],
  { uncheckedMethods }: Settings,
  later: ReadonlySet<string>,
): MethodChoice[] {
  const rows = new Map<string, Mutable<MethodChoice>>();
  for (const [side, methods] of [
    ['bpro', bpro],
    ['qbo', qbo],
  ] as const)
    for (const { id, name, active } of methods) {
      const unchecked = uncheckedMethods[side].includes(id);
      if (!active && !unchecked) continue;
      const key = matchText(name);
      const row = rows.get(key) ?? { name, bproIds: [], qboIds: [], checked: true, isNew: true };
      rows.set(key, row);
      row[`${side}Ids`] = [...row[`${side}Ids`], id];
      row.checked &&= !unchecked;
      row.isNew &&= later.has(`${side}/${id}`);
    }
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export interface PreFlight {
  /** Something must be changed before a sync. */
  readonly blocked: boolean;
  readonly findings: readonly Finding[];
}

/** Looking once more within so long costs no metered calls, unless it is asked for. */
const FRESH_MS = 5 * 60_000;

/** What in the company stands in the way (rule C9), for the draft settings. `anew`: as QuickBooks has it this moment. */
export async function readPreFlight(
  ports: Ports,
  tenant: string,
  { anew }: { readonly anew: boolean },
): Promise<PreFlight> {
  const { state } = await loadTenant(ports, tenant);
  const { company, currency } = await knownCompany(ports, tenant, anew ? 0 : FRESH_MS);
  const findings = preFlight(company, state.draft, { currency });
  return { blocked: findings.some((finding) => finding.effect === 'block'), findings };
}
