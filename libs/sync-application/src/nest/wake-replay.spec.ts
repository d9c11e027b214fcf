import type { QboConnector } from '@bpro-qbo-sync/qbo-client';
import type { ReadModelQueries } from '@bpro-qbo-sync/read-models';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { customer, syncBench, TENANT, type SyncBench } from '../testing/sync-bench.js';
import type { EngineOptions } from './engine-options.js';
import { SyncModule } from './sync.module.js';
import { WakeReplay } from './wake-replay.handler.js';

describe('a platform that runs in the same process', () => {
  let app: INestApplicationContext;
  let bench: SyncBench;

  /** The module as the platform imports it; its scheduler does not come to its first turn here. */
  async function start(engine?: EngineOptions): Promise<CommandBus> {
    bench = await syncBench();
    await bench.completeFullSync('0');
    const parts = {
      ports: bench.ports,
      connector: {} as QboConnector,
      readModels: {} as ReadModelQueries,
    };
    app = await NestFactory.createApplicationContext(
      SyncModule.forRoot({ useFactory: () => parts, engine }),
      { logger: false },
    );
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    return app.get(CommandBus);
  }
  afterEach(async () => {
    const closed = app.close();
    await bench.ports.clock.advance(20_000);
    await closed;
  });

  it('G1 tells of a change by a command: it goes to QuickBooks at once, without a poll or the clock', async () => {
    const commands = await start({ holder: 'p-1' });
    await commands.execute(new WakeReplay(TENANT));
    await bench.ports.clock.advance(0);
    expect(bench.qbo.sent.map(({ body }) => body['DisplayName'])).toEqual(['Ann Lee']);
  });

  it('G1 may tell a process without an engine, too: there nothing is done', async () => {
    const commands = await start();
    await commands.execute(new WakeReplay(TENANT));
    await bench.ports.clock.advance(60_000);
    expect(bench.qbo.sent).toEqual([]);
  });
});
