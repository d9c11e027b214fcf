import type { LinkRow, MirrorRow, PlanRow } from '@bpro-qbo-sync/record-store';
import {
  derivedRecordId,
  MAPPINGS,
  type MappingContext,
  type NoteCode,
  type QboContent,
  type RecordState,
  type RecordType,
  type RefOutcome,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import type { TenantContext } from './tenant-context.js';

/** QuickBooks takes no new document for a record that somebody there made inactive (qbo API, errors 610 and 2500). */
const INACTIVE_IN_QBO: NoteCode = 'qbo-inactive';
/** Nothing is left that a document could refer to, and nobody has to act (rule F8). */
const GONE_ON_BOTH_SIDES = 'F8:gone-on-both-sides';

/**
 * What is known about the records that a page of records refers to: their ids on both sides, their content where a
 * mapping needs it, and what became of them. Filled page by page, so that the pure decision can ask without waiting.
 */
export class Neighbourhood {
  private readonly idOf = new Map<string, string>();
  private readonly links = new Map<string, LinkRow>();
  private readonly plans = new Map<string, PlanRow>();
  private readonly contents = new Map<string, QboContent>();
  private readonly inactiveInQbo = new Set<string>();

  constructor(
    private readonly ports: Ports,
    private readonly tc: TenantContext,
  ) {}

  recordId(type: RecordType, side: Side, sideId: string): string {
    return this.idOf.get(`${type}/${side}/${sideId}`) ?? derivedRecordId(side, sideId);
  }

  mappingContext(): MappingContext {
    return {
      company: this.tc.company,
      settings: this.tc.settings,
      timeZone: this.tc.timeZone,
      recordId: (type, side, sideId) => this.recordId(type, side, sideId),
      content: (type, side, recordId) => this.contents.get(`${type}/${side}/${recordId}`),
    };
  }

  sideId(type: RecordType, side: Side, recordId: string): string | undefined {
    const row = this.links.get(`${type}/${recordId}`);
    return side === 'bpro' ? row?.bproId : row?.qboId;
  }

  plan(type: RecordType, recordId: string): PlanRow | undefined {
    return this.plans.get(`${type}/${recordId}`);
  }

  /** Whether a record exists on a side, or will: what a reference to it may count on (rule F5). */
  outcome(type: RecordType, recordId: string, to: Side): RefOutcome {
    const link = this.links.get(`${type}/${recordId}`);
    const state = link?.state as unknown as RecordState | undefined;
    if (link && this.sideId(type, to, recordId) !== undefined) {
      if (state?.gone === to)
        return state.note
          ? { status: 'blocked', code: `${to}-gone` }
          : { status: 'left-out', code: GONE_ON_BOTH_SIDES };
      const inactive = state?.note?.code === INACTIVE_IN_QBO || this.inactiveInQbo.has(`${type}/${recordId}`);
      return to === 'qbo' && inactive ? { status: 'blocked', code: INACTIVE_IN_QBO } : { status: 'ok' };
    }
    const plan = this.plan(type, recordId);
    if (!plan) return { status: 'blocked', code: state?.note?.code ?? 'unknown' };
    if (plan.detail['link'] !== undefined && this.tc.phase === 'plan') return { status: 'ok' };
    const action = (plan.detail['was'] as string | undefined) ?? plan.action;
    const failed = state?.note?.code;
    if (action === `create-${to}`)
      return this.tc.phase === 'plan' ? { status: 'ok' } : { status: 'blocked', code: failed ?? 'unknown' };
    const root = plan.detail['root'] as { type: string; recordId: string; code: string } | undefined;
    const code = failed ?? plan.reason;
    if (action === 'left-out') return { status: 'left-out', code };
    if (action === 'ignored') return { status: 'ignored', code };
    return { status: 'blocked', code, ...(root ? { root } : {}) };
  }

  /** Makes ids known that one side uses. */
  async learn(type: RecordType, side: Side, sideIds: Iterable<string>): Promise<void> {
    const wanted = [...new Set(sideIds)].filter((id) => !this.idOf.has(`${type}/${side}/${id}`));
    if (wanted.length === 0) return;
    for (const row of await this.ports.records.links.bySide(this.tc.scope, type, side, wanted))
      this.know(row);
    const unlinked = wanted.filter((id) => !this.isLinked(type, side, id));
    if (this.tc.run !== undefined && unlinked.length > 0)
      for (const row of await this.ports.records.plans.bySide(
        this.tc.scope,
        this.tc.run,
        type,
        side,
        unlinked,
      ))
        this.knowPlan(row);
    for (const id of unlinked) {
      const key = `${type}/${side}/${id}`;
      if (!this.idOf.has(key)) this.idOf.set(key, derivedRecordId(side, id));
    }
    const recordIds = [...new Set(wanted.map((id) => this.recordId(type, side, id)))];
    for (const row of await this.ports.records.links.get(this.tc.scope, type, recordIds)) this.know(row);
    if (MAPPINGS[type].lookedInto) await this.learnContent(type, recordIds);
    if (type === 'customer' && this.tc.settings.fromDate !== null) await this.learnInactive(type, recordIds);
  }

  /** A customer that the date leaves out has no decision of its own that would say so (rules C2, F8). */
  private async learnInactive(type: RecordType, recordIds: readonly string[]): Promise<void> {
    const bySideId = new Map<string, string>();
    for (const recordId of recordIds) {
      const id = this.sideId(type, 'qbo', recordId);
      if (id !== undefined) bySideId.set(id, recordId);
    }
    const rows = await this.ports.records.mirror.get(this.tc.scope, 'qbo', type, [...bySideId.keys()]);
    for (const { id, state } of rows)
      if (state === 'inactive') this.inactiveInQbo.add(`${type}/${bySideId.get(id) ?? ''}`);
  }

  private isLinked(type: RecordType, side: Side, sideId: string): boolean {
    const row = this.links.get(`${type}/${this.recordId(type, side, sideId)}`);
    return row?.bproId !== undefined && row.qboId !== undefined;
  }

  /** What the run's plan says about records themselves. */
  async learnPlans(type: RecordType, recordIds: readonly string[]): Promise<void> {
    const { scope, run } = this.tc;
    if (run === undefined) return;
    for (const row of await this.ports.records.plans.get(scope, run, type, recordIds)) this.knowPlan(row);
  }

  know(row: LinkRow): void {
    this.links.set(`${row.type}/${row.recordId}`, row);
    this.name(row.type, row.recordId, row.bproId, row.qboId);
  }

  knowPlan(row: PlanRow): void {
    this.plans.set(`${row.type}/${row.recordId}`, row);
    this.name(row.type, row.recordId, row.bproId, row.qboId);
  }

  private name(
    type: RecordType,
    recordId: string,
    bproId: string | undefined,
    qboId: string | undefined,
  ): void {
    if (bproId !== undefined) this.idOf.set(`${type}/bpro/${bproId}`, recordId);
    if (qboId !== undefined) this.idOf.set(`${type}/qbo/${qboId}`, recordId);
  }

  private async learnContent(type: RecordType, recordIds: readonly string[]): Promise<void> {
    for (const side of ['bpro', 'qbo'] as const) {
      const bySideId = new Map<string, string>();
      for (const recordId of recordIds) {
        const plan = this.plan(type, recordId);
        const planned = side === 'bpro' ? plan?.bproId : plan?.qboId;
        const id = this.sideId(type, side, recordId) ?? planned ?? derivedFrom(side, recordId);
        if (id !== undefined) bySideId.set(id, recordId);
      }
      const rows = await this.ports.records.mirror.get(this.tc.scope, side, type, [...bySideId.keys()]);
      for (const row of rows) this.setContent(row, bySideId.get(row.id) ?? '');
    }
  }

  setContent(row: MirrorRow, recordId: string): void {
    this.contents.set(`${row.type}/${row.side}/${recordId}`, row.content);
  }
}

const derivedFrom = (side: Side, recordId: string): string | undefined =>
  recordId.startsWith(side === 'bpro' ? 'b.' : 'q.') ? recordId.slice(2) : undefined;
