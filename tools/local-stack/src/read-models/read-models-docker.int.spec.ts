import { readModelsContract } from '@bpro-qbo-sync/read-models/contract';
import { describe, it } from '@jest/globals';
import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { getContainerRuntimeClient } from 'testcontainers';
import { readModelsOn } from './read-models-on.js';

/** The oldest version that is supported. */
const IMAGE = 'postgres:16-alpine';

const dockerIsHere = await getContainerRuntimeClient().then(
  () => true,
  () => false,
);

if (dockerIsHere) {
  readModelsContract(
    `Docker's ${IMAGE}`,
    async () => {
      const container = await new PostgreSqlContainer(IMAGE).start();
      const readModels = readModelsOn(container.getConnectionUri());
      return {
        ...readModels,
        dispose: async () => {
          await readModels.dispose();
          await container.stop();
        },
      };
    },
    3,
  );
} else {
  const title = `the read models contract on Docker's ${IMAGE}`;
  process.stderr.write(`NOT RUN: ${title}: no container runtime answers on this machine\n`);
  describe.skip(title, () => {
    it('needs a container runtime', () => undefined);
  });
}
