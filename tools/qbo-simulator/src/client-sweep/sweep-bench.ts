import { realClock } from '@bpro-qbo-sync/clock';
import { type SimulatorServer, startQboSimulator } from '../http-server.js';
import { idOf, type QboRecord } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import { REALM } from '../spec-support/in-process.js';
import { quickBooksClient } from '../spec-support/official-clients.js';
import { SWEPT } from './bodies.js';

export type Created = QboRecord & { readonly Id: string };

/** The unmodified node-quickbooks on a simulator behind HTTP, and records of every type for it. */
export class SweepBench {
  private count = 0;

  private constructor(
    readonly server: SimulatorServer,
    readonly qbo: ReturnType<typeof quickBooksClient>,
  ) {}

  static async start(): Promise<SweepBench> {
    const server = await startQboSimulator({ clock: realClock, switches: { limits: 'none' } });
    server.simulator.createCompany({ realmId: REALM, name: 'Sandbox Company', profile: 'us-manual' });
    const { access_token } = server.simulator.connect(REALM);
    return new SweepBench(server, quickBooksClient(server.baseUrl, REALM, access_token));
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** A valid body of a create, as small as can be; what it refers to is created. */
  async body(entity: EntityName): Promise<QboRecord> {
    const swept = SWEPT[entity];
    if (!swept) throw new Error(`No body for ${entity}: add one to bodies.ts`);
    const make = async (type: EntityName, body: QboRecord): Promise<string> =>
      idOf(await this.qbo(`create${type}`, body));
    return swept.body(make, ++this.count);
  }

  async created(entity: EntityName): Promise<Created> {
    return (await this.qbo(`create${entity}`, await this.body(entity))) as Created;
  }

  /** A record of the type: a new one where calls can create it, else the first of the company's own. */
  async one(entity: EntityName): Promise<QboRecord> {
    return SWEPT[entity] ? this.created(entity) : (this.all(entity)[0] ?? {});
  }

  /** The stored records of the type. */
  all(entity: EntityName): readonly QboRecord[] {
    return this.server.simulator.dump(REALM)[entity];
  }

  stored(entity: EntityName, id: string): QboRecord | undefined {
    return this.all(entity).find((each) => each['Id'] === id);
  }
}
