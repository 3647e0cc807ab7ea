/**
 * Joins every endpoint to the service that does it. Wiring only: no rule of money and no SQL stands here.
 */
import type { FastifyBaseLogger } from 'fastify';
import type { Cents } from '../lib/money.ts';
import { endpoints } from '../lib/protocol/index.ts';
import type { Pool } from './db/pool.ts';
import type { CardAcquirer } from './funding/port.ts';
import { createTopUp, getTopUp } from './funding/topups.ts';
import { type Answer, answerOf } from './http/answer.ts';
import type { Session } from './http/authentication.ts';
import { orderOf } from './http/idempotency.ts';
import type { Handlers } from './http/register.ts';
import type { Buckets } from './http/throttle.ts';
import { fromWireId } from './ids.ts';
import { cancelPayment } from './payments/cancel.ts';
import { confirmPayment } from './payments/confirm.ts';
import { createPayment } from './payments/create.ts';
import { getPayment, pageOfPayments } from './payments/history.ts';
import type { PaymentLimits } from './payments/rules.ts';
import { resolvePayee } from './people/payees.ts';
import { viewWallet } from './people/people.ts';
import type { Pins } from './people/pins.ts';
import { startLink, startSession } from './people/sign-in.ts';
import type { XPort } from './x/port.ts';

export type HandlerDependencies = {
  readonly pool: Pool;
  readonly x: XPort;
  readonly cards: CardAcquirer;
  readonly pins: Pins;
  readonly limits: PaymentLimits;
  readonly log: FastifyBaseLogger;
  /** Signatures of one device that do not fit. */
  readonly badSignatures: Buckets;
  readonly topUpLimit: Cents;
  readonly redirectUris: readonly string[];
  readonly lifetimeSeconds: number;
};

/** The handlers of the whole endpoint table. */
export function createHandlers(dependencies: HandlerDependencies): Handlers {
  return {
    ...peopleHandlers(dependencies),
    ...paymentHandlers(dependencies),
    ...fundingHandlers(dependencies),
  };
}

type PeopleEndpoint = 'startLink' | 'startSession' | 'choosePin' | 'wallet' | 'resolvePayee';
type FundingEndpoint = 'createTopUp' | 'getTopUp';

function peopleHandlers(dependencies: HandlerDependencies): Pick<Handlers, PeopleEndpoint> {
  const { pool, pins, limits } = dependencies;
  return {
    startLink: async ({ caller, body, requestId }) =>
      answerOf(await startLink(dependencies, caller, body), endpoints.startLink.success.status, requestId),
    startSession: async ({ caller, body, requestId }) =>
      answerOf(
        await startSession(dependencies, caller, body),
        endpoints.startSession.success.status,
        requestId,
      ),
    choosePin: async ({ caller, body, requestId, log }) => {
      const result = await pins.choose(caller, body);
      if (!result.ok)
        log.warn({ code: result.error.code, deviceId: caller.device.id }, 'a code was not accepted');
      return result.ok ? { status: 204, body: undefined } : answerOf(result, 204, requestId);
    },
    wallet: async ({ caller }) => ({ status: 200, body: await viewWallet(pool, caller.personId, limits) }),
    resolvePayee: async ({ body, requestId }) =>
      answerOf(
        await resolvePayee(dependencies, body.handle),
        endpoints.resolvePayee.success.status,
        requestId,
      ),
  };
}

function paymentHandlers(
  dependencies: HandlerDependencies,
): Omit<Handlers, PeopleEndpoint | FundingEndpoint> {
  const { pool } = dependencies;
  return {
    createPayment: ({ caller, body, idempotencyKey, requestId }) =>
      createPayment(dependencies, {
        payerId: caller.personId,
        body,
        order: orderOf(caller.personId, idempotencyKey, 'POST /v1/payments', body),
        requestId,
      }),
    listPayments: async ({ caller, query, requestId }) =>
      answerOf(await pageOfPayments(pool, caller.personId, query), 200, requestId),
    getPayment: async ({ caller, params, requestId, log }) => {
      const result = await getPayment(pool, caller.personId, fromWireId('pay', params.id));
      if (!result.ok) logForeign(log, caller, params);
      return answerOf(result, 200, requestId);
    },
    confirmPayment: async ({ caller, params, body, idempotencyKey, requestId, log }) => {
      const paymentId = fromWireId('pay', params.id);
      // Neither code nor signature may enter the hash: it is kept for thirty days.
      const content = { payment: paymentId, version: body.version };
      const answer = await confirmPayment(dependencies, {
        session: caller,
        paymentId,
        confirmation: body,
        order: orderOf(caller.personId, idempotencyKey, 'POST /v1/payments/:id/confirm', content),
        requestId,
      });
      if (answer.status >= 400) logRefusal(log, answer, { paymentId: params.id, deviceId: caller.device.id });
      return answer;
    },
    cancelPayment: async ({ caller, params, idempotencyKey, requestId, log }) => {
      const paymentId = fromWireId('pay', params.id);
      const order = orderOf(caller.personId, idempotencyKey, 'POST /v1/payments/:id/cancel', {
        payment: paymentId,
      });
      const answer = await cancelPayment(pool, { payerId: caller.personId, paymentId, order, requestId });
      if (answer.status === 404) logForeign(log, caller, params);
      return answer;
    },
  };
}

/** T52: somebody may be trying ids. */
function logForeign(log: FastifyBaseLogger, caller: Session, { id }: { id: string }): void {
  log.warn({ id, personId: caller.personId }, 'something that is not his was asked for');
}

function logRefusal(log: { warn(fields: object, text: string): void }, answer: Answer, fields: object): void {
  log.warn({ ...fields, problem: answer.body }, 'a confirmation was not accepted');
}

function fundingHandlers(dependencies: HandlerDependencies): Pick<Handlers, FundingEndpoint> {
  return {
    createTopUp: ({ caller, body, idempotencyKey, requestId }) =>
      createTopUp(dependencies, {
        personId: caller.personId,
        body,
        order: orderOf(caller.personId, idempotencyKey, 'POST /v1/topups', body),
        requestId,
      }),
    getTopUp: async ({ caller, params, requestId, log }) => {
      const result = await getTopUp(dependencies, caller.personId, fromWireId('top', params.id));
      if (!result.ok) logForeign(log, caller, params);
      return answerOf(result, 200, requestId);
    },
  };
}
