import type { Clock } from '@bpro-qbo-sync/clock';
import { AccountingApi } from './api/accounting-api.js';
import { Books } from './api/books.js';
import { html, json, type SimulatorRequest, type SimulatorResponse } from './api/http.js';
import { RateLimits } from './api/limits.js';
import { type CallCounters, Metering } from './api/metering.js';
import { RequestIds } from './api/request-ids.js';
import { type ApiCall, describeTarget, routeApi } from './api/route.js';
import { CallLog } from './call-log.js';
import { Faults } from './faults/faults.js';
import { randomHex } from './model/random-hex.js';
import type { QboRecord } from './model/record.js';
import { GrantStore } from './oauth/grants.js';
import { OauthServer } from './oauth/oauth-server.js';
import { type TokenAnswer, TokenService } from './oauth/token-service.js';
import { ENTITY_NAMES, type EntityName } from './schema/entity-names.js';
import { type SimulatorSwitches, type SwitchOverrides, switchesOf } from './simulator-options.js';
import type { Company } from './store/company.js';
import { buildCompany, type CompanySpec } from './store/create-company.js';
import { QuickBooksUser } from './user.js';

export interface SimulatorParts {
  readonly clock: Clock;
  /** 0 to 1, as Math.random: tokens, request ids of answers, probabilities of faults. */
  readonly random: () => number;
  readonly switches?: SwitchOverrides;
}

/**
 * QuickBooks Online in one object, without sockets: many companies, the accounting API, OAuth, limits and faults,
 * all on the given clock, so that a seeded run is the same every time.
 */
export class QboSimulator {
  readonly clock: Clock;
  readonly switches: SimulatorSwitches;
  readonly faults: Faults;
  readonly requestIds: RequestIds;
  readonly tokens: TokenService;
  readonly calls = new CallLog();
  private readonly companies = new Map<string, Company>();
  private readonly metering: Metering;
  private readonly books: Books;
  private readonly api: AccountingApi;
  private readonly oauth: OauthServer;
  private readonly hex: (length: number) => string;

  constructor(parts: SimulatorParts) {
    const { clock, random } = parts;
    this.clock = clock;
    this.switches = switchesOf(parts.switches);
    this.hex = randomHex(random);
    this.faults = new Faults(random);
    this.requestIds = new RequestIds(this.switches.requestIds);
    this.metering = new Metering(this.switches.monthlyQuota);
    const grants = new GrantStore(() => undefined);
    this.tokens = new TokenService(this.switches.oauth, grants, clock, this.hex);
    this.books = new Books(this.switches.books, (company, commit) => {
      company.apply(commit);
    });
    this.oauth = new OauthServer({
      tokens: this.tokens,
      faults: this.faults,
      clock,
      companies: () => this.companyList(),
    });
    this.api = new AccountingApi({
      clock,
      books: this.books,
      tokens: this.tokens,
      faults: this.faults,
      limits: new RateLimits(this.switches.limits),
      metering: this.metering,
      requestIds: this.requestIds,
      throttle: this.switches.throttle,
      company: (realmId) => this.companies.get(realmId),
      keepAnswer: (realmId, answer) => {
        this.requestIds.keep(realmId, answer);
      },
    });
  }

  /** Answers one request. Rejects with `ConnectionReset` where a client would see the connection break. */
  async handle(request: SimulatorRequest): Promise<SimulatorResponse> {
    const call = routeApi(request);
    const tid = `1-${Math.floor(this.clock.now() / 1000).toString(16)}-${this.hex(24)}`;
    const answer = call
      ? await this.logged(call, tid)
      : ((await this.oauth.handle(request)) ?? notFound(request));
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
    if (this.companies.has(spec.realmId)) throw new Error(`Company ${spec.realmId} exists already`);
    const company = buildCompany(spec, this.clock.now());
    this.companies.set(spec.realmId, company);
    return company;
  }

  /** Tokens for a company without the consent page. */
  connect(realmId: string): TokenAnswer {
    this.company(realmId);
    return this.tokens.grantDirectly(realmId);
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
      company
        .store(entity)
        .byId()
        .map((e) => e.record),
    ]);
    return Object.fromEntries(entries) as Record<EntityName, readonly QboRecord[]>;
  }

  counters(realmId: string): CallCounters {
    return this.metering.counters(realmId);
  }

  clearCounters(): void {
    this.metering.clear();
  }

  companyList(): { readonly realmId: string; readonly name: string; readonly profile: string }[] {
    return [...this.companies.values()].map(({ realmId, name, profile }) => ({ realmId, name, profile }));
  }

  company(realmId: string): Company {
    const company = this.companies.get(realmId);
    if (!company) throw new Error(`No company ${realmId}`);
    return company;
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
}

const notFound = (request: SimulatorRequest): SimulatorResponse =>
  request.method === 'GET' ? html(404, '<h1>Not found</h1>') : json(404, { error: 'not_found' });
