import { realClock } from '@bpro-qbo-sync/clock';
import { afterAll, describe, expect, it } from '@jest/globals';
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';
import { eventStoreContract } from './contract.js';
import { connectEventStore } from './index.js';

const image = 'eventstore/eventstore:24.10';
const given = process.env['CONTRACT_STORE'];
const docker =
  given === undefined &&
  (await getContainerRuntimeClient().then(
    () => true,
    () => false,
  ));

let container: StartedTestContainer | undefined;
afterAll(async () => {
  await container?.stop();
});

async function startContainer(): Promise<string> {
  container = await new GenericContainer(image)
    .withEnvironment({
      EVENTSTORE_INSECURE: 'true',
      EVENTSTORE_MEM_DB: 'true',
      EVENTSTORE_RUN_PROJECTIONS: 'None',
    })
    .withExposedPorts(2113)
    .withWaitStrategy(Wait.forHttp('/health/live', 2113).forStatusCode(204))
    .withStartupTimeout(300_000)
    .start();
  return `esdb://${container.getHost()}:${String(container.getMappedPort(2113))}?tls=false`;
}

if (given !== undefined)
  eventStoreContract('the given server', () => connectEventStore(given, { clock: realClock }));
else if (docker)
  eventStoreContract(image, async () => connectEventStore(await startContainer(), { clock: realClock }));
else
  describe('the store contract against a real server', () => {
    it(`did NOT run: there is no Docker here to start ${image}`, () => {
      console.info(`No Docker: the store contract did not run against ${image}. Docker, or
npm run contract:store -- esdb://…, runs it.`);
      expect(docker).toBe(false);
    });
  });
