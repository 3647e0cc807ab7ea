/**
 * An HTTP proxy that knows a few hosts and where on this machine they are; every other name is refused. For browsers that
 * can't be told so themselves.
 */
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';

export type HostProxy = {
  readonly port: number;
  /** Names that were asked for and are not known: must stay empty. */
  readonly strangers: readonly string[];
  stop(): Promise<void>;
};

/** @param portOf port of 127.0.0.1 for a host's port 443; undefined for a stranger */
export async function startHostProxy(portOf: (host: string) => number | undefined): Promise<HostProxy> {
  const strangers: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((request, response) => {
    strangers.push(request.url ?? '');
    response.writeHead(403).end();
  });
  server.on('connect', (request, client: Socket) => {
    open.add(client);
    client.on('error', () => client.destroy()).on('close', () => open.delete(client));
    const [host = '', port] = (request.url ?? '').split(':');
    const target = port === '443' ? portOf(host) : undefined;
    if (target !== undefined) passOn(client, target);
    else {
      strangers.push(host);
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    strangers,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function passOn(client: Socket, target: number): void {
  const served = connect(target, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    served.pipe(client).pipe(served);
  });
  served.on('error', () => client.destroy());
  client.on('close', () => served.destroy());
}
