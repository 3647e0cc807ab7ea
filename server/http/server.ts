/**
 * The bare HTTP server: its limits of size and time, ids of requests, the log. It must never wait without end for a
 * client, and answers what no route can be looked up for with problem details too.
 */
import type { ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import type { DestinationStream } from 'pino';
import type { Config } from '../config.ts';
import { newId } from '../ids.ts';
import { logOptions } from '../ops/log.ts';
import { problemAnswer } from './answer.ts';
import { sendAnswer } from './register.ts';

const BODY_LIMIT_BYTES = 16_384;

/** How long the server waits for a client. Milliseconds. */
export const clientTimes = {
  /** For all headers of a request. */
  headers: 5_000,
  /** For the whole request, its body included. */
  request: 10_000,
  /** For anything at all on a busy connection. Longer than a heartbeat of the event stream, or streams would be cut. */
  silence: 60_000,
  /** For the next request on a connection: longer than balancers keep theirs (60 s), so that the balancer closes first. */
  idle: 72_000,
  /** How often the first two are looked at. */
  checking: 1_000,
} as const;

type ServerSettings = {
  readonly logLevel: Config['LOG_LEVEL'];
  readonly logStream: DestinationStream | undefined;
  /** Plain HTTP when absent: only behind something that speaks TLS, or in tests. */
  readonly tls: Pick<ServerOptions, 'cert' | 'key'> | undefined;
  readonly trustedProxies: string | undefined;
};

/** The application without routes; the caller adds them, listens, and closes it. */
export function createFastify({ logLevel, logStream, tls, trustedProxies }: ServerSettings): FastifyInstance {
  const times = { headersTimeout: clientTimes.headers, connectionsCheckingInterval: clientTimes.checking };
  const app = Fastify({
    ...(tls ? { https: { ...tls, ...times } } : { http: times }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: clientTimes.request,
    connectionTimeout: clientTimes.silence,
    keepAliveTimeout: clientTimes.idle,
    // What arrives while we stop, on a connection that is still open, is answered like any other.
    return503OnClosing: false,
    trustProxy: trustedProxies ?? false,
    frameworkErrors: (_error, request, reply) =>
      void sendAnswer(reply, problemAnswer({ code: 'invalid_request' }, request.id)),
    clientErrorHandler: (error, socket) => refuseBytes(error, socket),
    genReqId: () => newId(),
    requestIdHeader: false,
    logger: logOptions(logLevel, logStream),
  });
  // One type for both transports: nothing here looks at the raw server.
  return app as unknown as FastifyInstance;
}

const refusedBytes: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** What is not HTTP, too long or too slow. There is no request yet, so there is no Fastify either. */
function refuseBytes(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = refusedBytes[error.code ?? ''] ?? '400 Bad Request';
  const body = JSON.stringify(problemAnswer({ code: 'invalid_request' }, newId()).body);
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`,
  );
}
