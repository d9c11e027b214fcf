import { realClock } from '@bpro-qbo-sync/clock';
import { createHttpBpro } from '@bpro-qbo-sync/bpro-adapter';
import { bproContract } from '@bpro-qbo-sync/bpro-adapter/contract';
import { startBproSimulator } from './index.js';
import { booksOf } from './fixtures.js';

const TENANT = 'demo';

bproContract('the HTTP adapter before a simulator that listens', async () => {
  const running = await startBproSimulator({ clock: realClock, random: () => 0.5, token: 'secret' });
  running.simulator.loadBooks(TENANT, booksOf());
  const user = running.simulator.user(TENANT);
  return {
    port: createHttpBpro({ baseUrl: running.url, tokenFor: () => 'secret', clock: realClock }),
    tenant: TENANT,
    user: {
      create: (type, data) => Promise.resolve(user.create(type, data)),
      update: (type, id, changes) => Promise.resolve(user.update(type, id, changes)),
      deactivate: (type, id) => Promise.resolve(user.deactivate(type, id)),
      void: (type, id) => Promise.resolve(user.void(type, id)),
      remove: (type, id) => Promise.resolve(user.remove(type, id)),
    },
    longPollMs: 2_000,
    close: () => running.close(),
  };
});
