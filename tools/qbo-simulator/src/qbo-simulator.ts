import type { Clock } from '@bpro-qbo-sync/clock';
import { AccountingApi } from './api/accounting-api.js';
import { Books } from './api/books.js';
import { html, json, type SimulatorRequest, type SimulatorResponse } from './api/http.js';
import { RateLimits } from './api/limits.js';
import { type CallCounters } from './api/metering.js';
import type { RequestIds } from './api/request-ids.js';
import { type ApiCall, describeTarget, routeApi } from './api/route.js';
import { CallLog } from './call-log.js';
import { ControlApi } from './control/control-api.js';
import { Faults } from './faults/faults.js';
import type { ChangeStore } from './journal/changes.js';
import { type CompanyFolder, readCompanyFolder, type RecordFile } from './loader/company-files.js';
import { type LoadedRecords, loadCompany, type LoadReport, type LoadTarget } from './loader/load-company.js';
import { randomHex } from './model/random-hex.js';
import type { QboRecord } from './model/record.js';
import { OauthServer } from './oauth/oauth-server.js';
import { type OauthOptions, type TokenAnswer, TokenService } from './oauth/token-service.js';
import { ENTITY_NAMES, type EntityName } from './schema/entity-names.js';
import { recordsPage } from './page/records-page.js';
import { simulatorPage } from './page/simulator-page.js';
import { type SimulatorSwitches, type SwitchOverrides, Switches } from './simulator-options.js';
import { SimulatorState } from './simulator-state.js';
import type { Company } from './store/company.js';
import { buildCompany, type CompanySpec } from './store/create-company.js';
import { QuickBooksUser } from './user.js';

export interface SimulatorParts {
  readonly clock: Clock;
  /** 0 to 1, as Math.random: tokens, request ids of answers, probabilities of faults. */
  readonly random: () => number;
  readonly switches?: SwitchOverrides;
  /** Where the state is kept; it is read at once. Default: memory only. */
  readonly journal?: ChangeStore;
}

/**
 * QuickBooks Online in one object, without sockets: many companies, the accounting API, OAuth, limits and faults,
 * all on the given clock, so that a seeded run is the same every time.
 */
export class QboSimulator {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly tokens: TokenService;
  readonly calls = new CallLog();
  private readonly state: SimulatorState;
  private readonly allSwitches: Switches;
  private readonly books: Books;
  private readonly api: AccountingApi;
  private readonly oauth: OauthServer;
  private readonly control = new ControlApi(this);
  private readonly hex: (length: number) => string;

  constructor(parts: SimulatorParts) {
    const { clock, random } = parts;
    this.clock = clock;
    const switches = new Switches(parts.switches);
    this.allSwitches = switches;
    this.hex = randomHex(random);
    this.faults = new Faults(random);
    const state = new SimulatorState(switches, clock, parts.journal);
    this.state = state;
    const oauth = (): OauthOptions => switches.current.oauth;
    this.tokens = new TokenService(oauth, state.grants, clock, this.hex);
    this.books = new Books(
      () => switches.current.books,
      (company, commit) => {
        state.commit(company, commit);
      },
    );
    const { faults, tokens, books } = this;
    this.oauth = new OauthServer({ tokens, faults, clock, companies: () => this.companyList() });
    this.api = new AccountingApi({
      clock,
      books,
      tokens,
      faults,
      limits: new RateLimits(() => switches.current.limits),
      metering: state.metering,
      requestIds: state.requestIds,
      switches,
      company: (realmId) => state.companies.get(realmId),
      keepAnswer: (realmId, answer) => {
        state.keepAnswer(realmId, answer);
      },
      together: (work) => state.together(work),
    });
  }

  /** The switches in force. */
  get switches(): SimulatorSwitches {
    return this.allSwitches.current;
  }

  /** Changes switches from the next call on. */
  changeSwitches(overrides: SwitchOverrides): void {
    this.allSwitches.change(overrides);
  }

  /** Answers one request. Rejects with `ConnectionReset` where a client would see the connection break. */
  async handle(request: SimulatorRequest): Promise<SimulatorResponse> {
    const call = routeApi(request);
    const tid = `1-${Math.floor(this.clock.now() / 1000).toString(16)}-${this.hex(24)}`;
    const answer = call
      ? await this.logged(call, tid)
      : ((await this.oauth.handle(request)) ?? this.control.handle(request) ?? this.page(request));
    const headers = {
      intuit_tid: tid,
      'x-request-id': tid,
      'cache-control': 'no-cache, no-store',
      server: 'istio-envoy',
      ...answer.headers,
    };
    return { ...answer, headers };
  }

  /** A company with QuickBooks' stock records. Throws when the realm is taken. */
  createCompany(spec: CompanySpec): Company {
    if (this.state.companies.has(spec.realmId)) throw new Error(`Company ${spec.realmId} exists already`);
    const company = buildCompany(spec, this.clock.now());
    this.state.addCompany(company);
    return company;
  }

  /** A company from exported records; one with the same realm is replaced. Throws `CompanyFileError`. */
  loadRecords(source: LoadedRecords): LoadReport {
    const files = new Map<EntityName, RecordFile>();
    for (const entity of ENTITY_NAMES) {
      const content = source.records[entity];
      if (content) files.set(entity, { label: entity, content });
    }
    return this.load(source, { files, ignored: [] });
  }

  /** A company from a folder with `Customer.json`, `Invoice.json`, … as queries return them. */
  loadCompany(folder: string, target: LoadTarget): LoadReport {
    return this.load(target, readCompanyFolder(folder));
  }

  /** Tokens for a company without the consent page. `app`: another than the one of the switches. */
  connect(realmId: string, app?: string): TokenAnswer {
    this.company(realmId);
    return this.tokens.grantDirectly(realmId, app);
  }

  /** A person who works in the company with QuickBooks' own pages. */
  user(realmId: string): QuickBooksUser {
    return new QuickBooksUser(this.company(realmId), this.books, this.clock);
  }

  /** Every record of a company as it is stored, by type. */
  dump(realmId: string): Readonly<Record<EntityName, readonly QboRecord[]>> {
    const company = this.company(realmId);
    const entries = ENTITY_NAMES.map((entity) => [
      entity,
      [...company.store(entity).byId()].map((e) => e.record),
    ]);
    return Object.fromEntries(entries) as Record<EntityName, readonly QboRecord[]>;
  }

  counters(realmId: string): CallCounters {
    return this.state.metering.counters(realmId);
  }

  clearCounters(): void {
    this.state.metering.clear();
  }

  /** Which requestids were answered, and how repeats are treated. */
  get requestIds(): RequestIds {
    return this.state.requestIds;
  }

  /** QuickBooks forgets every requestid of a company. */
  forgetRequestIds(realmId: string): void {
    this.state.forgetAnswers(realmId);
  }

  /** Writes down what is not written yet and closes the journal. */
  close(): void {
    this.state.close();
  }

  companyList(): { readonly realmId: string; readonly name: string; readonly profile: string }[] {
    return [...this.state.companies.values()].map(({ realmId, name, profile }) => ({
      realmId,
      name,
      profile,
    }));
  }

  company(realmId: string): Company {
    const company = this.state.companies.get(realmId);
    if (!company) throw new Error(`No company ${realmId}`);
    return company;
  }

  private load(target: LoadTarget, folder: CompanyFolder): LoadReport {
    const { company, report } = loadCompany(target, folder, this.clock.now());
    this.state.addCompany(company);
    return report;
  }

  private async logged(call: ApiCall, tid: string): Promise<SimulatorResponse> {
    const log = (status: number | undefined): void => {
      const { operation, entity } = describeTarget(call.target);
      const at = this.clock.now();
      this.calls.add({
        at,
        realmId: call.realmId,
        operation,
        entity,
        status,
        requestId: call.requestId,
        tid,
      });
    };
    try {
      const answer = await this.api.handle(call);
      log(answer.status);
      return answer;
    } catch (error) {
      log(undefined);
      throw error;
    }
  }

  private page(request: SimulatorRequest): SimulatorResponse {
    if (request.method !== 'GET') return json(404, { error: 'not_found' });
    const isHome = new URL(request.url, 'http://simulator').pathname === '/';
    const page = isHome ? simulatorPage(this) : recordsPage(this, request.url);
    return page === undefined ? html(404, '<h1>Not found</h1>') : html(200, page);
  }
}
