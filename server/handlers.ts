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
import type { Call, Handlers } from './http/register.ts';
import type { Buckets } from './http/throttle.ts';
import { fromWireId } from './ids.ts';
import type { Accounts } from './ledger/accounts.ts';
import { cancelPayment, cancelSplit } from './payments/cancel.ts';
import { confirmPayment, confirmSplit } from './payments/confirm.ts';
import { createPayment, createSplit } from './payments/create.ts';
import type { Desk } from './payments/desk.ts';
import { pageOfHeld, takeHeld } from './payments/held.ts';
import { getPayment, getSplit, pageOfPayments } from './payments/history.ts';
import { refundPayment } from './payments/refund.ts';
import type { FeeSchedule, PaymentLimits } from './payments/rules.ts';
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
  readonly accounts: Accounts;
  readonly desk: Desk;
  /** Called when somebody was told something. */
  readonly nudge: () => void;
  readonly limits: PaymentLimits;
  readonly fees: FeeSchedule;
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
    ...heldHandlers(dependencies),
    ...splitHandlers(dependencies),
    ...fundingHandlers(dependencies),
  };
}

type PeopleEndpoint = 'startLink' | 'startSession' | 'choosePin' | 'wallet' | 'resolvePayee';
type HeldEndpoint = 'listHeld' | 'claimHeld' | 'declineHeld';
type SplitEndpoint = 'createSplit' | 'getSplit' | 'confirmSplit' | 'cancelSplit';
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
): Omit<Handlers, PeopleEndpoint | FundingEndpoint | HeldEndpoint | SplitEndpoint> {
  return {
    createPayment: ({ caller, body, idempotencyKey, requestId }) =>
      createPayment(dependencies, {
        payerId: caller.personId,
        body,
        order: orderOf(caller.personId, idempotencyKey, 'POST /v1/payments', body),
        requestId,
      }),
    listPayments: async ({ caller, query, requestId }) =>
      answerOf(await pageOfPayments(dependencies, caller.personId, query), 200, requestId),
    getPayment: async ({ caller, params, requestId, log }) => {
      const result = await getPayment(dependencies, caller.personId, fromWireId('pay', params.id));
      if (!result.ok) logForeign(log, caller, params);
      return answerOf(result, 200, requestId);
    },
    confirmPayment: async ({ caller, params, body, idempotencyKey, requestId, log }) => {
      const paymentId = fromWireId('pay', params.id);
      // Neither code nor signature may enter the hash: it is kept for thirty days.
      const content = { payment: paymentId, version: body.version };
      const answer = await confirmPayment(dependencies, {
        session: caller,
        id: paymentId,
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
      const answer = await cancelPayment(dependencies, {
        personId: caller.personId,
        ...{ id: paymentId, order, requestId },
      });
      if (answer.status === 404) logForeign(log, caller, params);
      return answer;
    },
    refundPayment: async ({ caller, params, body, idempotencyKey, requestId, log }) => {
      const paymentId = fromWireId('pay', params.id);
      const order = orderOf(caller.personId, idempotencyKey, 'POST /v1/payments/:id/refunds', {
        payment: paymentId,
        amount: body.amount,
      });
      const answer = await refundPayment(dependencies, {
        personId: caller.personId,
        ...{ paymentId, body, order, requestId },
      });
      if (answer.status === 404) logForeign(log, caller, params);
      return answer;
    },
  };
}

function heldHandlers(dependencies: HandlerDependencies): Pick<Handlers, HeldEndpoint> {
  const take =
    (act: 'claim' | 'decline') =>
    async ({ caller, params, idempotencyKey, requestId, log }: Call<'claimHeld' | 'declineHeld'>) => {
      const paymentId = fromWireId('pay', params.id);
      const route = `POST /v1/held/:id/${act}`;
      const order = orderOf(caller.personId, idempotencyKey, route, { payment: paymentId });
      const answer = await takeHeld(dependencies, {
        act,
        personId: caller.personId,
        ...{ paymentId, order, requestId },
      });
      if (answer.status === 404) logForeign(log, caller, params);
      return answer;
    };
  return {
    listHeld: async ({ caller, query, requestId }) =>
      answerOf(await pageOfHeld(dependencies.pool, caller.personId, query), 200, requestId),
    claimHeld: take('claim'),
    declineHeld: take('decline'),
  };
}

function splitHandlers(dependencies: HandlerDependencies): Pick<Handlers, SplitEndpoint> {
  return {
    createSplit: ({ caller, body, idempotencyKey, requestId }) =>
      createSplit(dependencies, {
        payerId: caller.personId,
        body,
        order: orderOf(caller.personId, idempotencyKey, 'POST /v1/splits', body),
        requestId,
      }),
    getSplit: async ({ caller, params, requestId, log }) => {
      const result = await getSplit(dependencies, caller.personId, fromWireId('spl', params.id));
      if (!result.ok) logForeign(log, caller, params);
      return answerOf(result, 200, requestId);
    },
    confirmSplit: async ({ caller, params, body, idempotencyKey, requestId, log }) => {
      const id = fromWireId('spl', params.id);
      const order = orderOf(caller.personId, idempotencyKey, 'POST /v1/splits/:id/confirm', { split: id });
      const answer = await confirmSplit(dependencies, {
        session: caller,
        ...{ id, confirmation: body, order, requestId },
      });
      if (answer.status >= 400) logRefusal(log, answer, { splitId: params.id, deviceId: caller.device.id });
      return answer;
    },
    cancelSplit: async ({ caller, params, idempotencyKey, requestId, log }) => {
      const id = fromWireId('spl', params.id);
      const order = orderOf(caller.personId, idempotencyKey, 'POST /v1/splits/:id/cancel', { split: id });
      const answer = await cancelSplit(dependencies, {
        personId: caller.personId,
        ...{ id, order, requestId },
      });
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
