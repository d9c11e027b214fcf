import { realClock } from '@bpro-qbo-sync/clock';
import { afterAll, describe, it } from '@jest/globals';
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';
import { eventStoreContract } from './contract.js';
import { protocolContract } from './contract-protocol.js';
import { connectEventStore } from './index.js';

/** The last long-term release under this name. */
const IMAGE = 'eventstore/eventstore:24.10';

const given = process.env['CONTRACT_STORE'];
const dockerIsHere = await getContainerRuntimeClient().then(
  () => true,
  () => false,
);

let container: Promise<StartedTestContainer> | undefined;
afterAll(async () => {
  await (await container)?.stop();
});

/** One container for both suites. */
async function inDocker(): Promise<string> {
  container ??= new GenericContainer(IMAGE)
    .withEnvironment({
      EVENTSTORE_INSECURE: 'true',
      EVENTSTORE_MEM_DB: 'true',
      EVENTSTORE_RUN_PROJECTIONS: 'None',
      EVENTSTORE_TELEMETRY_OPTOUT: 'true',
    })
    .withExposedPorts(2113)
    .withWaitStrategy(Wait.forHttp('/health/live', 2113).forStatusCode(204))
    .withStartupTimeout(300_000)
    .start();
  const started = await container;
  return `esdb://${started.getHost()}:${String(started.getMappedPort(2113))}?tls=false`;
}

if (given !== undefined)
  eventStoreContract('the given server', () => connectEventStore(given, { clock: realClock }));
else if (dockerIsHere) {
  eventStoreContract(`Docker's ${IMAGE}`, async () =>
    connectEventStore(await inDocker(), { clock: realClock }),
  );
  protocolContract(`Docker's ${IMAGE}`, inDocker);
} else {
  const title = `the event store contract on Docker's ${IMAGE}`;
  process.stderr.write(`NOT RUN: ${title}: no container runtime answers on this machine
(npm run contract:store -- esdb://… runs it against a server that is there)\n`);
  describe.skip(title, () => {
    it('needs a container runtime', () => undefined);
  });
}
