import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** Listens for a moment. Rejects with `EADDRINUSE` when another program has the port. */
async function tried(port: number, host: string): Promise<number> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return taken;
}

export const freePort = (): Promise<number> => tried(0, '127.0.0.1');

export const isFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  tried(port, host).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
      throw error;
    },
  );
