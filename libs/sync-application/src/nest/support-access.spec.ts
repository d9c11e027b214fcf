import { settingsStream } from '@bpro-qbo-sync/sync-domain';
import { describe, expect, it } from '@jest/globals';
import { recordSupportAccess } from './support-access.js';
import { given, testPorts, typesIn } from './testing/nest-ports.js';

const STREAM = settingsStream('acme');
const cause = (id: string) => ({ by: { kind: 'support', id }, correlationId: 'c-1' }) as const;

describe("support's access", () => {
  it('A2 is in the history once in 15 minutes for a person', async () => {
    const ports = testPorts();
    const access = (id: string) => recordSupportAccess(ports, 'acme', 'GET state', cause(id));
    await access('s-1');
    await ports.clock.advance(14 * 60_000);
    await access('s-1');
    await access('s-2');
    expect(await typesIn(ports, STREAM)).toEqual(['SupportAccessed', 'SupportAccessed']);
    await ports.clock.advance(2 * 60_000);
    await access('s-1');
    expect(await typesIn(ports, STREAM)).toHaveLength(3);
  });

  it('A2 is recorded although somebody else writes at the same moment', async () => {
    const ports = testPorts();
    let raced = false;
    ports.store.fault = async (operation, phase) => {
      if (raced || operation !== 'read' || phase !== 'after') return;
      raced = true;
      await given(ports, STREAM, { type: 'SyncEnabled', data: {} });
    };
    await recordSupportAccess(ports, 'acme', 'GET state', cause('s-1'));
    expect(await typesIn(ports, STREAM)).toEqual(['SyncEnabled', 'SupportAccessed']);
  });
});
