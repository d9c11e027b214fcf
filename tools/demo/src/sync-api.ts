import { setTimeout as pause } from 'node:timers/promises';
import type { RecordType, Settings, TypeCount } from '@bpro-qbo-sync/sync-domain';
import { Browser } from './browser.js';

/** `application/problem+json` of the API (docs/api.md). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: readonly { readonly field: string; readonly message: string }[],
  ) {
    super([detail, ...fields.map(({ field, message }) => `${field}: ${message}`)].join(' '));
  }
}

export interface Finding {
  readonly code: string;
  readonly effect: 'block' | 'warn' | 'adapt';
  readonly title: string;
  readonly action: string;
}
export interface ShownCount extends TypeCount {
  readonly label: string;
  readonly explanation?: string;
}
export interface ShownTotal {
  readonly type: RecordType;
  readonly action: string;
  readonly reason: string;
  readonly rule: string;
  readonly count: number;
  readonly text: string;
}
export interface Plan {
  readonly run: string;
  readonly status: string;
  readonly paused: string | null;
  readonly counts: readonly ShownCount[];
  readonly totals: readonly ShownTotal[];
}
export interface ShownRow {
  readonly type: RecordType;
  readonly recordId: string;
  readonly action: string;
  readonly reason: string;
  readonly text: string;
  readonly bpro: { readonly id: string } | null;
  readonly qbo: { readonly id: string } | null;
  readonly root: { readonly type: string; readonly recordId: string } | null;
}
export interface Progress {
  readonly status: string;
  readonly paused: string | null;
  readonly types: readonly {
    readonly label: string;
    readonly found: number;
    readonly done: number;
    readonly remaining: number;
    readonly finished: boolean;
  }[];
  readonly found: number;
  readonly done: number;
  readonly remaining: number;
  readonly secondsLeft: number | null;
  readonly results: Readonly<Record<string, number>>;
}
export interface ShownNote {
  readonly type: RecordType;
  readonly recordId: string;
  readonly code: string;
  readonly severity: string;
  readonly title: string;
  readonly action: string;
  readonly bpro: { readonly id: string; readonly name: string } | null;
  readonly qbo: { readonly id: string; readonly name: string } | null;
  readonly cause: unknown;
  readonly status: string;
}
export interface NoteGroup {
  readonly code: string;
  readonly severity: string;
  readonly title: string;
  readonly action: string;
  readonly count: number;
}
export interface Choices {
  readonly company: { readonly name: string; readonly taxRegime: string; readonly taxExplanation?: string };
  readonly refundAccounts: { readonly offered: readonly { readonly id: string; readonly name: string }[] };
}

const MOST_ATTEMPTS = 8;
const HOST_RETURNS_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 200;
const PAGE = 200;

/** One person at the API, by bearer token or by session. */
export class SyncApi {
  private constructor(
    private readonly baseUrl: string,
    private readonly tenant: string,
    private readonly browser: Browser,
    private readonly headers: Readonly<Record<string, string>>,
    private readonly signal: AbortSignal,
  ) {}

  static withToken(baseUrl: string, tenant: string, token: string, signal: AbortSignal): SyncApi {
    return new SyncApi(baseUrl, tenant, new Browser(), { authorization: `Bearer ${token}` }, signal);
  }

  /** Exchanges the token for a session, as the page does (rule A3); `browser` then holds its cookie. */
  static async withSession(
    baseUrl: string,
    tenant: string,
    token: string,
    browser: Browser,
    signal: AbortSignal,
  ): Promise<SyncApi> {
    const entry = new SyncApi(baseUrl, tenant, browser, { authorization: `Bearer ${token}` }, signal);
    const { csrfToken } = await entry.call<{ csrfToken: string }>('POST', '/api/session');
    return new SyncApi(baseUrl, tenant, browser, { 'x-csrf-token': csrfToken }, signal);
  }

  enable(): Promise<void> {
    return this.ofTenant('POST', '/enable');
  }
  async connect(): Promise<string> {
    return (await this.ofTenant<{ url: string }>('POST', '/connection', {})).url;
  }
  choices(): Promise<Choices> {
    return this.ofTenant('GET', '/settings/choices');
  }
  configure(settings: Settings): Promise<{ version: number }> {
    return this.ofTenant('PUT', '/settings', settings);
  }
  preFlight(): Promise<{ blocked: boolean; findings: readonly Finding[] }> {
    return this.ofTenant('GET', '/pre-flight');
  }
  /** Whether a run has the tenant's turn: a little longer than until it is completed. */
  async isRunning(): Promise<boolean> {
    return (await this.ofTenant<{ activeRun: string | null }>('GET', '')).activeRun !== null;
  }
  async plan(): Promise<string> {
    return (await this.ofTenant<{ run: string }>('POST', '/plans', {})).run;
  }
  planned(run: string): Promise<Plan> {
    return this.ofTenant('GET', `/plans/${run}`);
  }
  /** When the host goes away meanwhile, its start may have been taken: the run says so. */
  async start(run: string): Promise<void> {
    const asked = this.ofTenant<undefined>('POST', `/runs/${run}/start`, {});
    await asked.catch(async (error: unknown) => {
      if (error instanceof ApiProblem || this.signal.aborted) throw error;
      if ((await this.progress(run)).status === 'planned') await this.start(run);
    });
  }
  progress(run: string): Promise<Progress> {
    return this.ofTenant('GET', `/runs/${run}`);
  }

  async rows(run: string): Promise<ShownRow[]> {
    const rows: ShownRow[] = [];
    await this.pages<{ rows: ShownRow[] }>(`/plans/${run}/rows`, (page) => rows.push(...page.rows));
    return rows;
  }

  /** Notes of one status and how they group. */
  async notes(status: 'open' | 'dismissed'): Promise<{ notes: ShownNote[]; groups: readonly NoteGroup[] }> {
    const notes: ShownNote[] = [];
    let groups: readonly NoteGroup[] = [];
    await this.pages<{ notes: ShownNote[]; groups: NoteGroup[] }>(`/notes?status=${status}`, (page) => {
      notes.push(...page.notes);
      if (groups.length === 0) groups = page.groups;
    });
    return { notes, groups };
  }

  private async pages<T>(path: string, take: (page: T) => void): Promise<void> {
    let after: string | null = null;
    do {
      const query = `limit=${String(PAGE)}${after === null ? '' : `&after=${encodeURIComponent(after)}`}`;
      const page: T & { next: string | null } = await this.ofTenant(
        'GET',
        `${path}${path.includes('?') ? '&' : '?'}${query}`,
      );
      take(page);
      after = page.next;
    } while (after !== null);
  }

  private ofTenant<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.call(method, `/api/tenants/${this.tenant}${path}`, body);
  }

  /** What only reads is asked again while the host is being started again. */
  private async send(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ readonly response: Response; readonly text: string }> {
    const giveUpAt = performance.now() + HOST_RETURNS_WITHIN_MS;
    for (;;)
      try {
        const response = await this.browser.fetch(`${this.baseUrl}${path}`, {
          method,
          headers: { ...this.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          signal: this.signal,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return { response, text: await response.text() };
      } catch (error) {
        if (method !== 'GET' || performance.now() > giveUpAt || this.signal.aborted) throw error;
        await pause(LOOK_AGAIN_MS, undefined, { signal: this.signal });
      }
  }

  /** Tries again while a store or a system cannot be reached. Throws `ApiProblem`. */
  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const { response, text } = await this.send(method, path, body);
      if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
      const problem = problemOf(response.status, text, `${method} ${path}`);
      const again = response.status === 503 || problem.code === 'changed-meanwhile';
      if (!again || attempt >= MOST_ATTEMPTS) throw problem;
      await pause(100 * 2 ** attempt, undefined, { signal: this.signal });
    }
  }
}

function problemOf(status: number, text: string, what: string): ApiProblem {
  let body: { code?: string; detail?: string; errors?: { field: string; message: string }[] } = {};
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    // Not JSON: something before the API answered.
  }
  const detail = `${what} was answered ${String(status)}: ${body.detail ?? text.slice(0, 200)}`;
  return new ApiProblem(status, body.code ?? '', detail, body.errors ?? []);
}
