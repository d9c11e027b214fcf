import { VirtualClock } from '@bpro-qbo-sync/clock';
import { createHttpBpro } from '@bpro-qbo-sync/bpro-adapter';
import { bproContract, type BproUnderTest } from '@bpro-qbo-sync/bpro-adapter/contract';
import { BproSimulator } from './index.js';
import { booksOf } from './fixtures.js';

const TENANT = 'demo';

const freshSimulator = (): { simulator: BproSimulator; clock: VirtualClock } => {
  const clock = new VirtualClock();
  const simulator = new BproSimulator({ clock, random: () => 0.5, token: 'secret' });
  simulator.loadBooks(TENANT, booksOf());
  return { simulator, clock };
};

const userOf = (simulator: BproSimulator): BproUnderTest['user'] => {
  const user = simulator.user(TENANT);
  return {
    create: (type, data) => Promise.resolve(user.create(type, data)),
    update: (type, id, changes) => Promise.resolve(user.update(type, id, changes)),
    deactivate: (type, id) => Promise.resolve(user.deactivate(type, id)),
    void: (type, id) => Promise.resolve(user.void(type, id)),
    remove: (type, id) => Promise.resolve(user.remove(type, id)),
  };
};

bproContract('the simulator in process', () => {
  const { simulator } = freshSimulator();
  return Promise.resolve({
    port: simulator.port(),
    tenant: TENANT,
    user: userOf(simulator),
    longPollMs: 10_000,
    close: () => Promise.resolve(),
  });
});

bproContract('the HTTP adapter before the simulator, on a virtual clock', () => {
  const { simulator, clock } = freshSimulator();
  return Promise.resolve({
    port: createHttpBpro({
      baseUrl: 'http://bpro.invalid/',
      tokenFor: () => 'secret',
      clock,
      fetch: (request) => simulator.handle(request),
    }),
    tenant: TENANT,
    user: userOf(simulator),
    longPollMs: 10_000,
    close: () => Promise.resolve(),
  });
});
