import {
  settingsProblems,
  settingsSchema,
  dayIn,
  type RecordType,
  type Settings,
  type TenantState,
} from '@bpro-qbo-sync/sync-domain';
import { appendToTenant, loadEnabled } from '../access/tenant-commands.js';
import { readCompany } from '../full-sync/read-company.js';
import { COMPANY_FACTS, loadConnection, loadRun, type CompanyFacts } from '../full-sync/run-context.js';
import type { Cause, Ports } from '../ports.js';
import { RuleViolation } from '../rule-violation.js';

/**
 * The company as last read, at most so many milliseconds ago; else read now (rule C8 needs its accounts). Throws
 * `RuleViolation` `not-connected`, `NotNow`.
 */
export async function knownCompany(ports: Ports, tenant: string, mostMs = Infinity): Promise<CompanyFacts> {
  const { state } = await loadConnection(ports, tenant);
  if (state.realmId === undefined || state.status === 'disconnected' || state.status === 'never')
    throw new RuleViolation('not-connected', 'B1', 'Connect to QuickBooks first.');
  const scope = { tenant, generation: state.generation };
  const known = (await ports.records.facts.get(scope, COMPANY_FACTS)) as CompanyFacts | undefined;
  if (known && ports.clock.now() - Date.parse(known.readAt) < mostMs) return known;
  return readCompany(ports, scope, { tenant, realmId: state.realmId });
}

/** Records a draft (rule C6): refused field by field when it cannot work (rule C8). The same draft again is no event. */
export async function configureSync(
  ports: Ports,
  tenant: string,
  wanted: unknown,
  cause: Cause,
): Promise<{ version: number }> {
  const loaded = await loadEnabled(ports, tenant);
  const parsed = settingsSchema.safeParse(wanted);
  if (!parsed.success)
    throw new RuleViolation(
      'settings-invalid',
      'C8',
      'The settings cannot be used.',
      parsed.error.issues.map((issue) => ({
        field: issue.path.join('.'),
        rule: 'C8',
        message: issue.message,
      })),
    );
  const settings: Settings = parsed.data;
  const { company, timeZone, methods } = await knownCompany(ports, tenant);
  const today = dayIn(new Date(ports.clock.now()).toISOString(), timeZone);
  const problems = settingsProblems(settings, {
    company,
    today,
    methods: { bpro: methods.bpro.map((m) => m.id), qbo: methods.qbo.map((m) => m.id) },
    inBoth: ignoresAll(settings) ? await foundInBoth(ports, tenant, loaded.state) : undefined,
  });
  if (problems.length > 0)
    throw new RuleViolation('settings-invalid', 'C8', 'The settings cannot be used.', problems);
  const { draft, draftVersion } = loaded.state;
  if (draftVersion > 0 && JSON.stringify(draft) === JSON.stringify(settings))
    return { version: draftVersion };
  const version = draftVersion + 1;
  await appendToTenant(
    ports,
    tenant,
    loaded,
    [{ type: 'SyncConfigured', data: { settings, version } }],
    cause,
  );
  return { version };
}

const ignoresAll = ({ onlyInBpro, onlyInQbo }: Settings): boolean =>
  onlyInBpro === 'ignore' && onlyInQbo === 'ignore';

const PAGE = 1000;

/** How many records the latest plan found in both systems, or may have; enough to tell none from some. */
async function foundInBoth(
  ports: Ports,
  tenant: string,
  { plan, completedRun }: TenantState,
): Promise<number | undefined> {
  const run = plan?.run ?? completedRun;
  if (run === undefined || (await loadRun(ports, tenant, run)).state.status === 'planning') return undefined;
  const { generation } = (await loadConnection(ports, tenant)).state;
  let after: { type: RecordType; recordId: string } | undefined;
  for (;;) {
    const rows = await ports.records.plans.page({ tenant, generation }, run, {}, after, PAGE);
    const last = rows.at(-1);
    if (!last) return after ? 0 : undefined;
    const both = rows.filter(
      ({ action, bproId, qboId }) => action === 'ambiguous' || (bproId !== undefined && qboId !== undefined),
    );
    if (both.length > 0) return both.length;
    after = last;
  }
}
