/** Several payments, one confirmation. Wiring only. */
import { answerOf } from '../http/answer.ts';
import { orderOf } from '../http/idempotency.ts';
import type { Handlers } from '../http/register.ts';
import { fromWireId } from '../ids.ts';
import { cancelSplit } from '../payments/cancel.ts';
import { confirmSplit } from '../payments/confirm.ts';
import { createSplit } from '../payments/create.ts';
import { getSplit } from '../payments/history.ts';
import type { HandlerDependencies } from './dependencies.ts';
import { logForeign, logRefusal } from './refusals.ts';

type SplitEndpoint = 'createSplit' | 'getSplit' | 'confirmSplit' | 'cancelSplit';

export function splitHandlers(dependencies: HandlerDependencies): Pick<Handlers, SplitEndpoint> {
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
    confirmSplit: async ({ caller, params, body, idempotencyKey, requestId, client, log }) => {
      const id = fromWireId('spl', params.id);
      const order = orderOf(caller.personId, idempotencyKey, 'POST /v1/splits/:id/confirm', { split: id });
      const answer = await confirmSplit(dependencies, {
        session: caller,
        ...{ id, confirmation: body, order, requestId, client },
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
