import { connectRecordStore, type RecordStore } from '@bpro-qbo-sync/record-store';
import { recordStoreContract } from '@bpro-qbo-sync/record-store/contract';
import { describe, it } from '@jest/globals';
import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { getContainerRuntimeClient } from 'testcontainers';

/** The oldest version that is supported. */
const IMAGE = 'postgres:16-alpine';

const dockerIsHere = await getContainerRuntimeClient().then(
  () => true,
  () => false,
);

if (dockerIsHere) {
  recordStoreContract(`Docker's ${IMAGE}`, async (clock) => {
    const container = await new PostgreSqlContainer(IMAGE).start();
    const opened: RecordStore[] = [];
    const open = (): RecordStore => {
      const store = connectRecordStore(container.getConnectionUri(), { clock });
      opened.push(store);
      return store;
    };
    return {
      store: open(),
      another: () => Promise.resolve(open()),
      dispose: async () => {
        await Promise.all(opened.map((store) => store.close()));
        await container.stop();
      },
    };
  });
} else {
  const title = `the record store contract on Docker's ${IMAGE}`;
  process.stderr.write(`NOT RUN: ${title}: no container runtime answers on this machine\n`);
  describe.skip(title, () => {
    it('needs a container runtime', () => undefined);
  });
}
