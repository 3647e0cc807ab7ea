/**
 * For tests only: a stand-in behind real HTTPS on this computer, and plain requests to it under its real name.
 * Must never be imported by what is not a test.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxCertificate } from './certificate.ts';
import type { Handler } from './http.ts';

export type Served = {
  /** `https://127.0.0.1:port` */
  readonly url: string;
  readonly port: number;
  /** PEM. */
  readonly ca: string;
  readonly close: () => Promise<void>;
};

/** Serves `handler` over HTTPS with a fresh certificate. */
export async function serve(handler: Handler): Promise<Served> {
  const directory = await mkdtemp(join(tmpdir(), 'moineau-serve-'));
  const { cert, key } = await sandboxCertificate(directory);
  await rm(directory, { recursive: true });
  const server = createServer({ cert, key }, (incoming, response) => void handler(incoming, response));
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return { url: `https://127.0.0.1:${address.port}`, port: address.port, ca: cert, close };
}

export type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

/** One request to 127.0.0.1 under a real name, with the certificate checked for that name. */
export async function ask(
  server: Pick<Served, 'port' | 'ca'>,
  host: string,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> {
  const { method = 'GET', headers = {}, body = '' } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: server.port,
        servername: host,
        ca: server.ca,
        method,
        path,
        headers: { ...headers, host },
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
