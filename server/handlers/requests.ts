/** Asking others for money. Wiring only. */
import { answerOf } from '../http/answer.ts';
import { orderOf } from '../http/idempotency.ts';
import type { Call, Handlers } from '../http/register.ts';
import { fromWireId } from '../ids.ts';
import { acceptRequest } from '../requests/accept.ts';
import { createRequest } from '../requests/ask.ts';
import { endRequest } from '../requests/ends.ts';
import { pageOfRequests } from '../requests/requests.ts';
import type { HandlerDependencies } from './dependencies.ts';
import { logForeign } from './refusals.ts';

type RequestEndpoint =
  | 'createRequest'
  | 'listRequests'
  | 'acceptRequest'
  | 'declineRequest'
  | 'cancelRequest';
type Answering = Call<'acceptRequest' | 'declineRequest' | 'cancelRequest'>;

export function requestHandlers(dependencies: HandlerDependencies): Pick<Handlers, RequestEndpoint> {
  return {
    createRequest: ({ caller, body, idempotencyKey, requestId }) =>
      createRequest(dependencies, {
        personId: caller.personId,
        body,
        order: orderOf(caller.personId, idempotencyKey, 'POST /v1/requests', body),
        requestId,
      }),
    listRequests: async ({ caller, query, requestId }) =>
      answerOf(await pageOfRequests(dependencies.pool, caller.personId, query), 200, requestId),
    acceptRequest: async (call) => {
      const answer = await acceptRequest(dependencies, inputOf(call, 'accept'));
      if (answer.status === 404) logForeign(call.log, call.caller, call.params);
      return answer;
    },
    declineRequest: (call) => end(dependencies, call, 'declined'),
    cancelRequest: (call) => end(dependencies, call, 'cancelled'),
  };
}

async function end(dependencies: HandlerDependencies, call: Answering, as: 'declined' | 'cancelled') {
  const does = as === 'declined' ? 'decline' : 'cancel';
  const answer = await endRequest(dependencies, { as, ...inputOf(call, does) });
  if (answer.status === 404) logForeign(call.log, call.caller, call.params);
  return answer;
}

function inputOf({ caller, params, idempotencyKey, requestId }: Answering, does: string) {
  const { personId } = caller;
  const id = fromWireId('req', params.id);
  const order = orderOf(personId, idempotencyKey, `POST /v1/requests/:id/${does}`, { request: id });
  return { personId, id, order, requestId };
}
