/** Telling browsers by push. Wiring only. */
import { answerOf } from '../http/answer.ts';
import type { Handlers } from '../http/register.ts';
import { pushSettings, subscribePush, unsubscribePush } from '../notifications/subscriptions.ts';
import type { HandlerDependencies } from './dependencies.ts';

type NotificationEndpoint = 'pushSettings' | 'subscribePush' | 'unsubscribePush';

export function notificationHandlers(
  dependencies: HandlerDependencies,
): Pick<Handlers, NotificationEndpoint> {
  return {
    pushSettings: async ({ caller }) => ({ status: 200, body: await pushSettings(dependencies, caller) }),
    subscribePush: async ({ caller, body, requestId }) =>
      answerOf(await subscribePush(dependencies, caller, body), 200, requestId),
    unsubscribePush: async ({ caller }) => {
      await unsubscribePush(dependencies, caller);
      return { status: 204, body: undefined };
    },
  };
}
