/**
 * How the log is written: JSON lines, with what an operator needs to find a fault, and never with who it was about. No
 * handle, name, memo, amount, token, code, IP address or X id; of a person only our own random ids.
 */
import type { FastifyRequest, FastifyServerOptions } from 'fastify';
import type { DestinationStream } from 'pino';
import type { Config } from '../config.ts';

/** Never logged, whoever gives them to the log. A limit is an amount that its owner may have chosen. */
const secrets = [
  'authorization',
  'dpop',
  'pin',
  'body',
  'headers',
  'limit',
  'memo',
  'handle',
  'access_token',
];

/** Class 22 of SQLSTATE, malformed data: PostgreSQL puts the value itself into the message. */
const tellsTheValue = /^22/;

/** The options of Fastify's logger. `stream`: where it goes, standard output when absent. */
export function logOptions(
  level: Config['LOG_LEVEL'],
  stream: DestinationStream | undefined,
): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    ...(stream ? { stream } : {}),
    redact: secrets.flatMap((name) => [name, `*.${name}`]),
    serializers: {
      req: (request) => describeRequest(request as FastifyRequest),
      res: (reply) => ({ statusCode: reply.statusCode }),
      err: describeError,
    },
  };
}

const wireId = /^[a-z]{3}_[0-9a-f-]{36}$/;

/** The route and not the address: an address is whatever a client writes. An id only when it looks like ours. */
function describeRequest({ method, routeOptions, params }: FastifyRequest) {
  const id = (params as { id?: unknown } | undefined)?.id;
  return {
    method,
    path: routeOptions?.url ?? 'none',
    ...(typeof id === 'string' && wireId.test(id) ? { id } : {}),
  };
}

/** Not `detail` and `where` either: PostgreSQL puts the row's values there. */
function describeError(error: Error & { code?: string; constraint?: string }) {
  const { name, message, stack = '', code = '', constraint } = error;
  if (!tellsTheValue.test(code)) return { type: name, message, code, constraint, stack };
  const withheld = 'malformed data';
  return { type: name, message: withheld, code, constraint, stack: stack.replace(message, withheld) };
}
