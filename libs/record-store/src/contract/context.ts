import type { VirtualClock } from '@bpro-qbo-sync/clock';
import type { LinkRow, MirrorRow, PlanRow, RecordStore, Scope } from '../port.js';

/** A store on an empty database, for one run of the contract. */
export interface StoreUnderTest {
  readonly store: RecordStore;
  /** Another process's store on the same database, with the same clock. */
  another(): Promise<RecordStore>;
  /** Closes every store that was handed out. */
  dispose(): Promise<void>;
}

export type MakeStore = (clock: VirtualClock) => Promise<StoreUnderTest>;

/** What each part of the contract works with. */
export interface ContractContext {
  readonly clock: VirtualClock;
  store(): RecordStore;
  another(): Promise<RecordStore>;
  /** A scope, or the like, that no other test uses. */
  freshScope(): Scope;
  freshName(): string;
}

export const mirrorRow = (id: string, rest: Partial<MirrorRow> = {}): MirrorRow => ({
  side: 'qbo',
  type: 'customer',
  id,
  version: '0',
  createdAt: '2026-01-05T09:00:00.000Z',
  updatedAt: '2026-01-05T09:00:00.000Z',
  state: 'active',
  keys: [`0:${id}`],
  content: { DisplayName: `Customer ${id}` },
  ...rest,
});

export const linkRow = (recordId: string, rest: Partial<LinkRow> = {}): LinkRow => ({
  type: 'customer',
  recordId,
  bproId: undefined,
  qboId: undefined,
  revision: 0,
  open: false,
  state: {},
  ...rest,
});

export const planRow = (recordId: string, rest: Partial<PlanRow> = {}): PlanRow => ({
  type: 'customer',
  recordId,
  bproId: undefined,
  qboId: undefined,
  action: 'create',
  reason: 'F4.only-in-bpro',
  detail: {},
  ...rest,
});

/** In bytewise order; by UTF-16 units the last two, and by language the first ones, would change places. */
export const BYTEWISE_IDS: readonly string[] = [
  '-',
  '10',
  '9',
  'B',
  '_',
  'a',
  'z',
  'ß',
  '日',
  '\uff5e',
  '\u{1f4b6}',
];
