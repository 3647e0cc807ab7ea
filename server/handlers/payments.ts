/** Payments, and money that is held. Wiring only. */
import { answerOf } from '../http/answer.ts';
import { orderOf } from '../http/idempotency.ts';
import type { Call, Handlers } from '../http/register.ts';
import { fromWireId } from '../ids.ts';
import { cancelPayment } from '../payments/cancel.ts';
import { confirmPayment } from '../payments/confirm.ts';
import { createPayment } from '../payments/create.ts';
import { pageOfHeld, takeHeld } from '../payments/held.ts';
import { getPayment, pageOfPayments } from '../payments/history.ts';
import { refundPayment } from '../payments/refund.ts';
import { thankForPayment } from '../payments/thanks.ts';
import { readReceipt } from '../receipts/receipts.ts';
import type { HandlerDependencies } from './dependencies.ts';
import { logForeign, logRefusal } from './refusals.ts';

type PaymentEndpoint =
  | 'createPayment'
  | 'listPayments'
  | 'getPayment'
  | 'receipt'
  | 'confirmPayment'
  | 'cancelPayment'
  | 'refundPayment'
  | 'thankForPayment';
type HeldEndpoint = 'listHeld' | 'claimHeld' | 'declineHeld';

export function paymentHandlers(dependencies: HandlerDependencies): Pick<Handlers, PaymentEndpoint> {
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
    receipt: async ({ caller, params, requestId, language, log }) => {
      const id = fromWireId('pay', params.id);
      const result = await readReceipt(dependencies.pool, caller.personId, id, language);
      if (!result.ok && result.error.code === 'not_found') logForeign(log, caller, params);
      return answerOf(result, 200, requestId);
    },
    confirmPayment: async ({ caller, params, body, idempotencyKey, requestId, client, log }) => {
      const paymentId = fromWireId('pay', params.id);
      // Neither code nor signature may enter the hash: it is kept for thirty days.
      const content = { payment: paymentId, version: body.version };
      const answer = await confirmPayment(dependencies, {
        session: caller,
        id: paymentId,
        confirmation: body,
        client,
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
    thankForPayment: async ({ caller, params, requestId, log }) => {
      const result = await thankForPayment(dependencies, caller.personId, fromWireId('pay', params.id));
      if (!result.ok) logForeign(log, caller, params);
      return answerOf(result, 200, requestId);
    },
  };
}

export function heldHandlers(dependencies: HandlerDependencies): Pick<Handlers, HeldEndpoint> {
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
