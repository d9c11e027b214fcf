import { VirtualClock } from '@bpro-qbo-sync/clock';
import { parseJson } from '../api/http.js';
import type { QboRecord } from '../model/record.js';
import { isObject } from '../model/record.js';
import { QboSimulator } from '../qbo-simulator.js';
import type { SwitchOverrides } from '../simulator-options.js';
import type { Profile } from '../store/company.js';
import type { CompanyOptions } from '../store/stock-records.js';

/** Mulberry32: the same numbers for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The parsed body, {} when it is no JSON object. */
  readonly body: QboRecord;
}

/** A record of an answer. */
export type Answered = QboRecord & { readonly Id: string };

export interface BenchOptions {
  readonly profile?: Profile;
  readonly options?: CompanyOptions;
  readonly switches?: SwitchOverrides;
}

export const REALM = '9130000000000001';

/** A simulator with one company on a virtual clock, and the calls that specs make. */
export class Bench {
  readonly clock = new VirtualClock(Date.UTC(2026, 4, 5, 9, 5, 12));
  readonly simulator: QboSimulator;
  token: string;

  constructor({ profile = 'us-manual', options = {}, switches = {} }: BenchOptions = {}) {
    this.simulator = new QboSimulator({
      clock: this.clock,
      random: seeded(1),
      switches: { limits: 'none', ...switches },
    });
    this.simulator.createCompany({ realmId: REALM, name: 'Sandbox Company', profile, options });
    this.token = this.simulator.connect(REALM).access_token;
  }

  async call(method: string, path: string, body: unknown = undefined): Promise<Reply> {
    const answer = await this.simulator.handle({
      method,
      url: `/v3/company/${REALM}/${path}`,
      headers: { authorization: `Bearer ${this.token}`, accept: 'application/json' },
      body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const parsed = parseJson(answer.body);
    return { ...answer, text: answer.body, body: isObject(parsed) ? parsed : {} };
  }

  /** Posts a record and gives the entity of the answer; throws `code: detail` when it is refused. */
  async post(entity: string, body: QboRecord, params = ''): Promise<Answered> {
    const reply = await this.call('POST', `${entity.toLowerCase()}${params}`, body);
    if (reply.status !== 200) throw new Error(faultText(reply));
    return reply.body[entity] as Answered;
  }

  /** The code and detail of a refusal; the status when there is none. */
  async refusal(entity: string, body: QboRecord, params = ''): Promise<string> {
    const reply = await this.call('POST', `${entity.toLowerCase()}${params}`, body);
    return reply.status === 200 ? '200' : faultText(reply);
  }

  async get(entity: string, id: string): Promise<Answered> {
    const reply = await this.call('GET', `${entity.toLowerCase()}/${id}`);
    if (reply.status !== 200) throw new Error(faultText(reply));
    return reply.body[entity] as Answered;
  }

  /** The content of QueryResponse; throws `code: detail` when the query is refused. */
  async query(query: string): Promise<QboRecord> {
    const reply = await this.call('GET', `query?query=${encodeURIComponent(query)}`);
    if (reply.status !== 200) throw new Error(faultText(reply));
    return reply.body['QueryResponse'] as QboRecord;
  }

  async customer(name: string, more: QboRecord = {}): Promise<string> {
    return (await this.post('Customer', { DisplayName: name, ...more })).Id;
  }

  /** An invoice of one line over the stock service item. */
  async invoice(customer: string, amount: number, more: QboRecord = {}): Promise<Answered> {
    return this.post('Invoice', { CustomerRef: { value: customer }, Line: [salesLine(amount)], ...more });
  }
}

export const salesLine = (amount: number, detail: QboRecord = {}): QboRecord => ({
  DetailType: 'SalesItemLineDetail',
  Amount: amount,
  SalesItemLineDetail: { ItemRef: { value: '1' }, ...detail },
});

export const paying = (invoiceId: unknown, amount: number): QboRecord => ({
  Amount: amount,
  LinkedTxn: [{ TxnId: String(invoiceId), TxnType: 'Invoice' }],
});

export function faultText(reply: Reply): string {
  const fault = reply.body['Fault'] as { Error?: { code: string; Detail: string }[] } | undefined;
  const error = fault?.Error?.[0];
  return error ? `${error.code}: ${error.Detail}` : `HTTP ${String(reply.status)}: ${reply.text}`;
}
