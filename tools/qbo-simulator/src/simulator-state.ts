import type { Clock } from '@bpro-qbo-sync/clock';
import { Metering } from './api/metering.js';
import { RequestIds, type StoredAnswer } from './api/request-ids.js';
import type { Change, ChangeStore } from './journal/changes.js';
import { GrantStore } from './oauth/grants.js';
import type { SimulatorSwitches } from './simulator-options.js';
import { type Commit, Company } from './store/company.js';

/** Metered calls between two notes of their number in the journal. */
const METER_STEP = 50;
/** Records in one line of a compacted journal. */
const PUTS_A_LINE = 500;

/** All that lasts: companies, answers by requestid, tokens, the month's meter. Every change is written down first. */
export class SimulatorState {
  readonly companies = new Map<string, Company>();
  readonly requestIds: RequestIds;
  readonly grants: GrantStore;
  readonly metering: Metering;

  constructor(
    switches: SimulatorSwitches,
    private readonly clock: Clock,
    private readonly journal: ChangeStore | undefined,
  ) {
    this.requestIds = new RequestIds(switches.requestIds);
    this.grants = new GrantStore((change) => journal?.append({ kind: 'oauth', change }));
    this.metering = new Metering(switches.monthlyQuota, (used) => {
      if (used % METER_STEP === 0) this.noteMeter();
    });
    if (!journal) return;
    for (const change of journal.read()) this.restore(change);
    journal.compact(this.snapshot());
  }

  /** Adds a company, or puts it in another one's place. */
  addCompany(company: Company): void {
    for (const change of companyChanges(company)) this.journal?.append(change);
    this.companies.set(company.realmId, company);
  }

  commit(company: Company, commit: Commit): void {
    this.journal?.append({ kind: 'commit', realmId: company.realmId, commit });
    company.apply(commit);
  }

  keepAnswer(realmId: string, answer: StoredAnswer): void {
    this.journal?.append({ kind: 'answer', realmId, answer });
    this.requestIds.keep(realmId, answer);
  }

  forgetAnswers(realmId: string): void {
    this.journal?.append({ kind: 'forget', realmId });
    this.requestIds.forget(realmId);
  }

  close(): void {
    this.noteMeter();
    this.journal?.close();
  }

  private noteMeter(): void {
    this.journal?.append({ kind: 'meter', ...this.metering.state(this.clock.now()) });
  }

  private restore(change: Change): void {
    switch (change.kind) {
      case 'company':
        this.companies.set(change.realmId, new Company(change.realmId, change.profile));
        break;
      case 'commit':
        this.companies.get(change.realmId)?.apply(change.commit);
        break;
      case 'answer':
        this.requestIds.keep(change.realmId, change.answer);
        break;
      case 'forget':
        this.requestIds.forget(change.realmId);
        break;
      case 'oauth':
        this.grants.restore(change.change);
        break;
      case 'meter':
        this.metering.restore(change.month, change.used);
    }
  }

  private *snapshot(): Generator<Change> {
    for (const company of this.companies.values()) {
      yield* companyChanges(company);
      for (const answer of this.requestIds.all(company.realmId))
        yield { kind: 'answer', realmId: company.realmId, answer };
    }
    for (const change of this.grants.snapshot(this.clock.now())) yield { kind: 'oauth', change };
    yield { kind: 'meter', ...this.metering.state(this.clock.now()) };
  }
}

function* companyChanges(company: Company): Generator<Change> {
  const { realmId, profile } = company;
  yield { kind: 'company', realmId, profile };
  const { puts, removed, counters } = company.snapshot();
  yield { kind: 'commit', realmId, commit: { puts: [], removed, counters } };
  for (let at = 0; at < puts.length; at += PUTS_A_LINE)
    yield {
      kind: 'commit',
      realmId,
      commit: { puts: puts.slice(at, at + PUTS_A_LINE), removed: [], counters: {} },
    };
}
