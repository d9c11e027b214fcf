import {
  connectionStream,
  DEFAULT_SETTINGS,
  fullSyncStream,
  MAPPINGS,
  recordStream,
  settingsStream,
  type BproRecord,
  type CompanyProfile,
  type RecordType,
  type Settings,
} from '@bpro-qbo-sync/sync-domain';
import { COMPANY_FACTS, loadConnection, tenantContext, type CompanyFacts } from '../full-sync/run-context.js';
import { given, testPorts, type TestPorts } from '../nest/testing/nest-ports.js';
import { bproRow, qboRows } from '../reconcile/mirror-rows.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { PretendBpro, PretendQuickbooks } from './pretend-systems.js';

export const TENANT = 'shop';
export const RUN = 'run-1';
const SCOPE = { tenant: TENANT, generation: 1 };
const OTHER_REALM = '2';

const COMPANY: CompanyProfile = {
  name: 'Ann’s Bikes',
  country: 'US',
  taxRegime: 'automated',
  homeCurrency: 'USD',
  multicurrency: false,
  customTxnNumbers: true,
  allowDiscount: true,
  autoApplyCredit: false,
  categories: true,
  inventory: true,
  bookCloseDate: undefined,
  accounts: [{ id: '79', name: 'Sales', type: 'Income', subType: 'SalesOfProductIncome', active: true }],
  zeroTaxCodeId: undefined,
  refundItemId: undefined,
  taxAgencies: [],
};

/** A tenant that is connected and enabled, on stores in memory, between a QuickBooks and a BPro that behave. */
export interface SyncBench {
  readonly ports: TestPorts;
  readonly qbo: PretendQuickbooks;
  readonly bpro: PretendBpro;
  context(phase: TenantContext['phase'], settings?: Partial<Settings>): Promise<TenantContext>;
  /** Puts records of BPro, or of QuickBooks, into the mirror, as a full sync has read them. */
  mirrorBpro(type: RecordType, id: string, data: BproRecord['data'], createdAt?: string): Promise<void>;
  mirrorQbo(type: RecordType, record: Readonly<Record<string, unknown>>): Promise<void>;
  /** Types of the events of a record. */
  eventsOf(type: RecordType, recordId: string): Promise<{ type: string; data: Record<string, unknown> }[]>;
  /** A full sync has completed under these settings; the feed's position was taken at `position`. */
  completeFullSync(position: string, settings?: Partial<Settings>, run?: string): Promise<void>;
  /** The manager started over with another company (rule B4): a new connection generation. */
  startOver(): Promise<void>;
}

export async function syncBench({
  otherNames = [] as readonly string[],
  /** BPro's. */
  currency = 'USD',
  profile = {} as Partial<CompanyProfile>,
} = {}): Promise<SyncBench> {
  const qbo = new PretendQuickbooks();
  const bpro = new PretendBpro();
  const ports: TestPorts = { ...testPorts(qbo.api()), bpro: bpro.port() };
  const { mirror, facts } = ports.records;
  const company: CompanyFacts = {
    company: { ...COMPANY, ...profile },
    timeZone: 'America/New_York',
    currency,
    taxRates: [],
    taxAgencies: [],
    otherNames,
    readAt: '2026-02-01T12:00:00.000Z',
    methods: { qbo: [], bpro: [] },
  };
  await facts.put(SCOPE, COMPANY_FACTS, { ...company });
  await given(ports, settingsStream(TENANT), { type: 'SyncEnabled', data: {} });
  await given(ports, connectionStream(TENANT), {
    type: 'QuickBooksConnected',
    data: { realmId: '1', generation: 1 },
  });
  return {
    ports,
    qbo,
    bpro,
    context: (phase, settings = {}) =>
      tenantContext(ports, TENANT, {
        settings: { ...DEFAULT_SETTINGS, ...settings },
        settingsVersion: 1,
        run: RUN,
        phase,
      }),
    mirrorBpro: (type, id, data, createdAt = '2026-02-01T12:00:00.000Z') =>
      mirror.put(SCOPE, [
        bproRow(MAPPINGS[type], {
          type,
          id,
          version: 1,
          createdAt,
          updatedAt: createdAt,
          state: 'active',
          origin: 'bpro',
          data,
        }),
      ]),
    mirrorQbo: (type, record) => mirror.put(SCOPE, qboRows(MAPPINGS[type], record).rows),
    eventsOf: async (type, recordId) =>
      (await ports.store.read(recordStream({ ...SCOPE, type, recordId }))).map((event) => ({
        type: event.type,
        data: { ...event.data },
      })),
    completeFullSync: async (position, settings = {}, run = RUN) => {
      const all = { ...DEFAULT_SETTINGS, ...settings };
      const { generation } = (await loadConnection(ports, TENANT)).state;
      await given(
        ports,
        fullSyncStream(TENANT, run),
        {
          type: 'FullSyncPlanningStarted',
          data: { settings: all, settingsVersion: 1, generation },
        },
        { type: 'FeedPositionTaken', data: { position } },
      );
      await given(
        ports,
        settingsStream(TENANT),
        { type: 'FullSyncRequested', data: { run, settings: all, version: 1 } },
        { type: 'FullSyncReleased', data: { run, completed: true } },
      );
    },
    startOver: async () => {
      const generation = (await loadConnection(ports, TENANT)).state.generation + 1;
      await facts.put({ tenant: TENANT, generation }, COMPANY_FACTS, { ...company });
      await given(ports, connectionStream(TENANT), {
        type: 'QuickBooksConnected',
        data: { realmId: OTHER_REALM, generation },
      });
    },
  };
}

export const customer = (displayName: string, more: Record<string, unknown> = {}): BproRecord['data'] => ({
  displayName,
  givenName: null,
  familyName: null,
  companyName: null,
  email: null,
  phone: null,
  billingAddress: null,
  shippingAddress: null,
  salesTermId: null,
  taxExempt: false,
  ...more,
});

export const product = (name: string, more: Record<string, unknown> = {}): BproRecord['data'] => ({
  name,
  number: null,
  description: null,
  kind: 'service',
  tracksInventory: false,
  cost: null,
  price: '40',
  categoryId: null,
  taxable: false,
  ...more,
});

/** Ann's, for order `i` unless something else is said. */
export const payment = (amount: string, more: Record<string, unknown> = {}): BproRecord['data'] => ({
  customerId: 'ann',
  invoiceId: 'i',
  methodId: null,
  date: '2026-02-02',
  amount,
  tip: '0.00',
  reference: null,
  note: null,
  ...more,
});

/** One line of 40.00 without tax. */
export const order = (
  number: string,
  customerId: string,
  productId: string,
  more: Record<string, unknown> = {},
): BproRecord['data'] => ({
  number,
  customerId,
  date: '2026-02-01',
  dueDate: '2026-03-03',
  salesTermId: null,
  taxGroupId: null,
  lines: [
    {
      id: '1',
      productId,
      description: 'Fitting',
      quantity: '1',
      unitPrice: '40',
      amount: '40.00',
      taxable: false,
    },
  ],
  discount: '0.00',
  taxTotal: '0.00',
  total: '40.00',
  memo: null,
  ...more,
});
