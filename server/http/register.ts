/**
 * Makes the routes from the endpoint table of lib/protocol, so that routes, validation and /openapi.json cannot
 * disagree with what the extension believes. A handler never sees a request that the table does not allow.
 */
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  type Endpoint,
  type EndpointName,
  endpoints,
  IDEMPOTENCY_KEY_HEADER,
  IDEMPOTENCY_REPLAYED_HEADER,
  IdempotencyKey,
  Problem,
  UPGRADE_HEADER,
} from '../../lib/protocol/index.ts';
import type { Refusal } from '../result.ts';
import { type Answer, problemAnswer } from './answer.ts';
import type { Authenticator, Session } from './authentication.ts';
import { clientText, isTooOld, type LeastVersions, readClient, refuseOld } from './clients.ts';
import type { Proof } from './dpop.ts';
import { type Language, preferredLanguage } from './language.ts';
import { IDEMPOTENT_MARK } from './openapi.ts';
import type { Allowance, Throttle } from './throttle.ts';

/** The last net: longer than any statement or partner may take. */
export const HANDLER_TIMEOUT_MS = 25_000;

type Table = typeof endpoints;
type Part<Name extends EndpointName, Key extends 'params' | 'query' | 'body'> = Table[Name] extends {
  [K in Key]: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : undefined;
type Caller<Name extends EndpointName> = Table[Name]['auth'] extends 'session'
  ? Session
  : Table[Name]['auth'] extends 'proof'
    ? Proof
    : null;

/** What a handler gets: validated, authenticated. */
export type Call<Name extends EndpointName> = {
  readonly params: Part<Name, 'params'>;
  readonly query: Part<Name, 'query'>;
  readonly body: Part<Name, 'body'>;
  readonly caller: Caller<Name>;
  readonly idempotencyKey: Table[Name]['idempotent'] extends true ? string : null;
  readonly requestId: string;
  /** As the client's Accept-Language has it. */
  readonly language: Language;
  /** Client and version, as it says itself; null when it does not. */
  readonly client: string | null;
  readonly log: FastifyBaseLogger;
};

/** One handler for every endpoint: a new endpoint does not compile until it is handled. */
export type Handlers = { readonly [Name in EndpointName]: (call: Call<Name>) => Promise<Answer> };

/** What every request passes before its handler. */
export type Guards = {
  readonly authenticator: Authenticator;
  readonly throttle: Throttle;
  readonly leastVersions: LeastVersions;
};

/** Registers every endpoint of the table. */
export function registerEndpoints(app: FastifyInstance, guards: Guards, handlers: Handlers): void {
  for (const name of Object.keys(endpoints) as EndpointName[]) {
    const endpoint: Endpoint = endpoints[name];
    // The table's types are proved by `Handlers`; here all of them are one.
    const handle = handlers[name] as (call: unknown) => Promise<Answer>;
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      schema: schemaOf(name, endpoint),
      // Told as `unavailable`: what was begun may still be done, and the same key tells.
      handlerTimeout: HANDLER_TIMEOUT_MS,
      handler: async (request, reply) => sendAnswer(reply, await run(name, guards, handle, request, reply)),
    });
  }
}

async function run(
  name: EndpointName,
  { authenticator, throttle, leastVersions }: Guards,
  handle: (call: unknown) => Promise<Answer>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Answer> {
  const endpoint: Endpoint = endpoints[name];
  // Who has hung up has no address any more and hears no answer: nothing is begun that no limit would count.
  const address: string | undefined = request.ip;
  if (address === undefined) return problemAnswer({ code: 'unavailable', retryAfter: 1 }, request.id);
  const tooMany = told(reply, throttle.byAddress(name, address));
  if (tooMany) return problemAnswer(tooMany, request.id);
  const client = readClient(request.headers);
  if (isTooOld(leastVersions, client)) {
    reply.header(UPGRADE_HEADER, 'required');
    const tooOld = refuseOld(name, endpoint);
    if (tooOld) return problemAnswer(tooOld, request.id);
  }
  const caller = await callerOf(endpoint, authenticator, request);
  if (caller === undefined) return problemAnswer({ code: 'unauthenticated' }, request.id);
  if (endpoint.presence === 'needs' && caller && 'locked' in caller && caller.locked)
    return problemAnswer({ code: 'session_locked' }, request.id);
  const tooManyOfHim =
    caller && 'personId' in caller ? told(reply, throttle.byPerson(name, caller.personId)) : null;
  if (tooManyOfHim) return problemAnswer(tooManyOfHim, request.id);
  const key = endpoint.idempotent ? readKey(request) : null;
  if (typeof key === 'object' && key !== null) return problemAnswer(key, request.id);
  return handle({
    params: request.params,
    query: request.query,
    body: request.body,
    caller,
    idempotencyKey: key,
    requestId: request.id,
    language: preferredLanguage(request.headers['accept-language']),
    client: clientText(client),
    log: request.log,
  });
}

/** Tells the client what is left, and gives the refusal if there is one. */
function told(reply: FastifyReply, allowance: Allowance | null): Refusal | null {
  if (!allowance) return null;
  reply.headers(allowance.headers);
  return allowance.refusal;
}

async function callerOf(endpoint: Endpoint, authenticator: Authenticator, request: FastifyRequest) {
  if (endpoint.auth === 'none') return null;
  const caller = await (endpoint.auth === 'proof'
    ? authenticator.proof(request)
    : authenticator.session(request, endpoint.presence !== 'none'));
  return caller ?? undefined;
}

function readKey(request: FastifyRequest): string | Refusal {
  const header = request.headers[IDEMPOTENCY_KEY_HEADER];
  if (header === undefined || header === '') return { code: 'idempotency_key_missing' };
  const key = IdempotencyKey.safeParse(header);
  if (key.success) return key.data;
  return {
    code: 'invalid_request',
    errors: [{ pointer: `/headers/${IDEMPOTENCY_KEY_HEADER}`, message: 'not a UUID' }],
  };
}

/** Sends an answer, with the headers that its body calls for. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status);
  if (answer.replayed) reply.header(IDEMPOTENCY_REPLAYED_HEADER, 'true');
  if (answer.status < 400) return reply.send(answer.body);
  const problem = answer.body as Problem;
  if (problem.retry_after !== undefined) reply.header('retry-after', String(problem.retry_after));
  if (problem.code === 'unauthenticated') reply.header('www-authenticate', 'DPoP algs="ES256"');
  return reply.type('application/problem+json').send(problem);
}

const problemResponse = {
  description: 'A problem (RFC 9457).',
  content: { 'application/problem+json': { schema: Problem } },
};

function schemaOf(name: EndpointName, endpoint: Endpoint) {
  return {
    operationId: name,
    summary: endpoint.summary,
    security:
      endpoint.auth === 'session'
        ? [{ dpop: [], proof: [] }]
        : endpoint.auth === 'proof'
          ? [{ proof: [] }]
          : [],
    ...(endpoint.idempotent ? { [IDEMPOTENT_MARK]: true } : {}),
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: endpoint.query } : {}),
    ...(endpoint.body ? { body: endpoint.body } : {}),
    response: {
      [endpoint.success.status]: endpoint.success.schema,
      '4xx': problemResponse,
      '5xx': problemResponse,
    },
  };
}
