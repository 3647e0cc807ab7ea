/**
 * Joins every endpoint to the service that does it. Wiring only: no rule of money and no SQL stands here.
 */
import { commandHandlers } from './handlers/commands.ts';
import type { HandlerDependencies } from './handlers/dependencies.ts';
import { deviceHandlers } from './handlers/devices.ts';
import { notificationHandlers } from './handlers/notifications.ts';
import { pageRulesHandlers } from './handlers/page-rules.ts';
import { heldHandlers, paymentHandlers } from './handlers/payments.ts';
import { peopleHandlers } from './handlers/people.ts';
import { requestHandlers } from './handlers/requests.ts';
import { splitHandlers } from './handlers/splits.ts';
import { walletHandlers } from './handlers/wallet.ts';
import type { Handlers } from './http/register.ts';

/** The handlers of the whole endpoint table. */
export function createHandlers(dependencies: HandlerDependencies): Handlers {
  return {
    ...peopleHandlers(dependencies),
    ...deviceHandlers(dependencies),
    ...walletHandlers(dependencies),
    ...paymentHandlers(dependencies),
    ...heldHandlers(dependencies),
    ...splitHandlers(dependencies),
    ...requestHandlers(dependencies),
    ...notificationHandlers(dependencies),
    ...commandHandlers(dependencies),
    ...pageRulesHandlers(dependencies),
  };
}
