import { VirtualClock } from '@bpro-qbo-sync/clock';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contentContract } from './contract/content.js';
import type { ContractContext, MakeStore, StoreUnderTest } from './contract/context.js';
import { leasesContract } from './contract/leases.js';
import { linksContract } from './contract/links.js';
import { mirrorContract } from './contract/mirror.js';
import { plansContract } from './contract/plans.js';
import { secretsContract } from './contract/secrets.js';
import { RecordStoreUnavailable } from './errors.js';

export type { MakeStore, StoreUnderTest } from './contract/context.js';

/** The behaviour that every record store shares: Jest tests, run on one store made by `makeStore`. */
export function recordStoreContract(name: string, makeStore: MakeStore): void {
  describe(`the record store contract: ${name}`, () => {
    const clock = new VirtualClock();
    let made: StoreUnderTest | undefined;
    let fresh = 0;
    const underTest = (): StoreUnderTest => {
      if (!made) throw new Error('the store could not be made');
      return made;
    };
    const context: ContractContext = {
      clock,
      store: () => underTest().store,
      another: () => underTest().another(),
      freshName: () => `name ${String(++fresh)}`,
      freshScope: () => ({ tenant: `tenant ${String(++fresh)}`, generation: 1 }),
    };

    beforeAll(async () => {
      made = await makeStore(clock);
      await made.store.migrate();
    });
    afterAll(() => made?.dispose());

    mirrorContract(context);
    linksContract(context);
    contentContract(context);
    plansContract(context);
    leasesContract(context);
    secretsContract(context);

    it('migrates several times and from several processes at once without harm', async () => {
      const others = await Promise.all([1, 2, 3].map(() => context.another()));
      await Promise.all(others.map((store) => store.migrate()));
      await expect(context.store().ping()).resolves.toBeUndefined();
    });

    it('a closed store is unavailable, and closing it twice does no harm', async () => {
      const closed = await context.another();
      await closed.close();
      await closed.close();
      await expect(closed.ping()).rejects.toThrow(RecordStoreUnavailable);
      await expect(context.store().ping()).resolves.toBeUndefined();
    });
  });
}
