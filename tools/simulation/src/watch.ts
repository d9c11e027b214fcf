import type { Clock } from '@bpro-qbo-sync/clock';
import type { Appended, EventStore, NewEvent } from '@bpro-qbo-sync/event-store';
import {
  evolveRecord,
  initialRecordState,
  isLinked,
  parseStream,
  type RecordEvent,
  type RecordState,
  type Settings,
} from '@bpro-qbo-sync/sync-domain';
import type { Gate } from './gate.js';
import { LimitAudit } from './limit-audit.js';
import type { Violation } from './invariants/index.js';

/** One request on its way to QuickBooks. */
export interface Request {
  readonly gate: Gate;
  readonly realmId: string | undefined;
  readonly method: string;
  /** Behind the company: `invoice`, `batch`, `query`. */
  readonly path: string;
  readonly requestId: string | undefined;
  readonly body: string;
}

const MOST = 20;
/** Documents that QuickBooks lets exist twice, by what the sync writes into them. */
const MARKED = /\/?(payment|refundreceipt)$/;
const MARKER = /\[BPro [^\]]+\]/;

/**
 * Looks on while processes work: what must hold at every moment (invariants I1, I3, I10, I11, I12, I13 and I16) is
 * checked at each append and each request.
 */
export class Watch {
  readonly violations: Violation[] = [];
  readonly limits: LimitAudit;
  private wake: () => void = () => undefined;
  /** Settles when the first is found. */
  readonly first = new Promise<void>((resolve) => {
    this.wake = resolve;
  });
  /** Request ids, or those of batches, of writes that were intended, with the settings of that moment. */
  private readonly intended = new Map<string, Settings | undefined>();
  private readonly records = new Map<string, RecordState>();
  private readonly versions = new Map<string, number>();
  private readonly owners = new Map<string, string>();
  private readonly companies = new Map<string, string>();
  private readonly markers = new Map<string, string>();
  private settings: Settings | undefined;
  private readonly seen = new Set<string>();

  constructor(
    clock: Clock,
    private readonly tenant: string,
    /** Whether QuickBooks still has a record. */
    private readonly exists: (entity: string, id: string) => boolean,
  ) {
    this.limits = new LimitAudit(clock, (what) => {
      this.found('I12', what);
    });
  }

  /** A store that tells what was appended before the writer knows. */
  around(store: EventStore): EventStore['append'] {
    return async (stream, expected, events): Promise<Appended> => {
      const appended = await store.append(stream, expected, events);
      for (const event of events) this.appended(stream, event);
      return appended;
    };
  }

  private found(invariant: string, what: string): void {
    this.wake();
    if (this.violations.length < MOST) this.violations.push({ invariant, what });
  }

  private appended(stream: string, event: NewEvent): void {
    if (this.seen.has(event.id)) return;
    this.seen.add(event.id);
    const name = parseStream(stream);
    const { type, data } = event;
    if (name?.kind === 'record') this.ofRecord(stream, { type, data } as unknown as RecordEvent);
    if (type === 'FullSyncRequested') this.settings = data['settings'] as Settings;
    if (name?.kind !== 'company') return;
    if (type === 'CompanyClaimed') this.companies.set(name.realmId, String(data['tenant']));
    else this.companies.delete(name.realmId);
  }

  private ofRecord(stream: string, event: RecordEvent): void {
    const before = this.records.get(stream) ?? initialRecordState;
    if (event.type === 'WriteIntended') {
      if (before.open) this.found('I10', `${stream} has a second intent while one is open`);
      this.intended.set(event.data.batch?.id ?? event.data.requestId, this.settings);
    }
    const after = evolveRecord(before, event);
    this.records.set(stream, after);
    this.versionsGrow(stream, event);
    this.linksStayOneToOne(stream, before, after);
  }

  private versionsGrow(stream: string, event: RecordEvent): void {
    const { versions } = event.data as { readonly versions?: { readonly bpro?: string } };
    const version = Number(versions?.bpro ?? 0);
    const last = this.versions.get(stream) ?? 0;
    if (version > 0 && version < last)
      this.found('I11', `${stream} went from version ${String(last)} to ${String(version)}`);
    this.versions.set(stream, Math.max(version, last));
  }

  private linksStayOneToOne(stream: string, before: RecordState, after: RecordState): void {
    const [prefix = ''] = stream.split(/_[^_]*$/);
    const keysOf = (state: RecordState): string[] =>
      isLinked(state)
        ? [`${prefix} bpro ${String(state.bproId)}`, `${prefix} qbo ${String(state.qboId)}`]
        : [];
    for (const key of keysOf(before)) if (this.owners.get(key) === stream) this.owners.delete(key);
    for (const key of keysOf(after)) {
      const owner = this.owners.get(key);
      if (owner !== undefined && owner !== stream)
        this.found('I3', `${key} is linked by ${owner} and ${stream}`);
      this.owners.set(key, stream);
    }
  }

  /** Before QuickBooks sees it. */
  sent(request: Request): void {
    const { realmId, method, path, requestId, body } = request;
    if (realmId === undefined || method !== 'POST' || path === 'query') return;
    if (this.companies.get(realmId) !== this.tenant)
      this.found('I13', `${path} was written to company ${realmId}, which is not the tenant's`);
    if (requestId === undefined || !this.intended.has(requestId))
      this.found('I10', `${path} was written under ${String(requestId)} without an earlier intent`);
    else this.isChecked(path, body, this.intended.get(requestId));
  }

  /** I16: what a method is unchecked for is not created. */
  private isChecked(path: string, body: string, settings: Settings | undefined): void {
    if (!MARKED.test(path) || !settings) return;
    const { Id, PaymentMethodRef } = JSON.parse(body) as {
      readonly Id?: string;
      readonly PaymentMethodRef?: { readonly value: string };
    };
    const { qbo, none } = settings.uncheckedMethods;
    const isUnchecked = PaymentMethodRef ? qbo.includes(PaymentMethodRef.value) : none;
    if (Id === undefined && isUnchecked) this.found('I16', `a ${path} by an unchecked method was sent`);
  }

  /** After QuickBooks did it; I1: what has a marker of ours is there once. */
  answered({ path, method }: Request, answer: string): void {
    if (method !== 'POST' || !MARKED.test(path)) return;
    const [, marker = ''] = [0, MARKER.exec(answer)?.[0]];
    const id = /"Id":"(\d+)"/.exec(answer)?.[1];
    if (marker === '' || id === undefined) return;
    const key = `${path} ${marker}`;
    const first = this.markers.get(key);
    if (first !== undefined && first !== id && this.exists(path, first))
      this.found('I1', `${key} was created as ${first} and as ${id}`);
    this.markers.set(key, id);
  }
}
