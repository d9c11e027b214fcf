import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { RecordStoreUnavailable } from '../errors.js';
import { Database } from './database.js';

const message = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const READY = message('Z', Buffer.from('I'));
const SHUT_DOWN = message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0'));

describe('the connection of a transaction', () => {
  it('E4 is lost between two statements: the transaction fails, and the process goes on', async () => {
    let session: Socket | undefined;
    const server = createServer((socket) => {
      session = socket;
      let isKnown = false;
      socket.on('error', () => undefined);
      socket.on('data', () => {
        socket.write(isKnown ? message('C', Buffer.from('BEGIN\0')) : message('R', Buffer.alloc(4)));
        socket.write(READY);
        isKnown = true;
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const database = new Database(`postgres://p@127.0.0.1:${String(port)}/none`, 1);
    const failed = database.transaction('try', async (query) => {
      session?.end(SHUT_DOWN);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await query('SELECT 1');
    });
    await expect(failed).rejects.toThrow(RecordStoreUnavailable);
    await database.close();
    server.close();
  });
});
