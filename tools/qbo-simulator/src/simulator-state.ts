import type { Clock } from '@bpro-qbo-sync/clock';
import { Metering } from './api/metering.js';
import { RequestIds, type StoredAnswer } from './api/request-ids.js';
import type { Change, ChangeStore } from './journal/changes.js';
import { GrantStore } from './oauth/grants.js';
import type { Switches } from './simulator-options.js';
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
  /** Companies whose records are still being read from the journal. */
  private readonly loading = new Map<string, Company>();
  /** Changes that wait to be written as one. */
  private waiting: Change[] | undefined;

  constructor(
    switches: Switches,
    private readonly clock: Clock,
    private readonly journal: ChangeStore | undefined,
  ) {
    this.requestIds = new RequestIds(() => switches.current.requestIds);
    this.grants = new GrantStore((change) => {
      this.write({ kind: 'oauth', change });
    });
    this.metering = new Metering(
      () => switches.current.monthlyQuota,
      (used) => {
        if (used % METER_STEP === 0) this.noteMeter();
      },
    );
    if (!journal) return;
    for (const change of journal.read()) this.restore(change);
    this.loading.clear();
    journal.compact(this.snapshot());
  }

  /** Adds a company, or puts it in another one's place, whose answers are forgotten. */
  addCompany(company: Company): void {
    for (const change of companyChanges(company)) this.write(change);
    this.setCompany(company);
  }

  /** Runs work whose changes are written as one: after a kill all of them are there or none is. */
  together<T>(work: () => T): T {
    this.waiting = [];
    try {
      return work();
    } finally {
      const changes = this.waiting;
      this.waiting = undefined;
      const [only] = changes;
      if (only) this.write(changes.length === 1 ? only : { kind: 'together', changes });
    }
  }

  commit(company: Company, commit: Commit): void {
    this.write({ kind: 'commit', realmId: company.realmId, commit });
    company.apply(commit);
  }

  keepAnswer(realmId: string, answer: StoredAnswer): void {
    this.write({ kind: 'answer', realmId, answer });
    this.requestIds.keep(realmId, answer);
  }

  forgetAnswers(realmId: string): void {
    this.write({ kind: 'forget', realmId });
    this.requestIds.forget(realmId);
  }

  close(): void {
    this.noteMeter();
    this.journal?.close();
  }

  private noteMeter(): void {
    this.write({ kind: 'meter', ...this.metering.state(this.clock.now()) });
  }

  private write(change: Change): void {
    if (this.waiting) this.waiting.push(change);
    else this.journal?.append(change);
  }

  private setCompany(company: Company): void {
    this.requestIds.forget(company.realmId);
    this.companies.set(company.realmId, company);
  }

  private restore(change: Change): void {
    switch (change.kind) {
      case 'together':
        for (const each of change.changes) this.restore(each);
        break;
      case 'company':
        this.loading.set(change.realmId, new Company(change.realmId, change.profile));
        break;
      case 'commit':
        (this.loading.get(change.realmId) ?? this.companies.get(change.realmId))?.apply(change.commit);
        break;
      case 'loaded': {
        const company = this.loading.get(change.realmId);
        this.loading.delete(change.realmId);
        if (company) this.setCompany(company);
        break;
      }
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

/** A company that was being written when the process was killed has no `loaded` and does not come back. */
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
  yield { kind: 'loaded', realmId };
}
