/** The wallet: what is in it, its limits, money into it, freezing, leaving. Wiring only. */
import { createTopUp, getTopUp } from '../funding/topups.ts';
import { answerOf } from '../http/answer.ts';
import { orderOf } from '../http/idempotency.ts';
import type { Handlers } from '../http/register.ts';
import { fromWireId } from '../ids.ts';
import { viewWallet } from '../people/people.ts';
import { eraseWallet } from '../wallets/erase.ts';
import { freezeWallet, unfreezeWallet } from '../wallets/freeze.ts';
import { changeLimits, viewLimits } from '../wallets/limits.ts';
import type { HandlerDependencies } from './dependencies.ts';
import { logAct, logForeign } from './refusals.ts';

type WalletEndpoint =
  | 'wallet'
  | 'getLimits'
  | 'changeLimits'
  | 'freezeWallet'
  | 'unfreezeWallet'
  | 'eraseWallet'
  | 'createTopUp'
  | 'getTopUp';

export function walletHandlers(dependencies: HandlerDependencies): Pick<Handlers, WalletEndpoint> {
  const { pool, limits } = dependencies;
  return {
    wallet: async ({ caller }) => ({ status: 200, body: await viewWallet(pool, caller, limits) }),
    getLimits: async ({ caller }) => ({
      status: 200,
      body: await viewLimits(dependencies, caller.personId),
    }),
    changeLimits: async ({ caller, body, requestId, log }) => {
      const result = await changeLimits(dependencies, caller, body);
      if (!result.ok) logAct(log, caller, result.error);
      return answerOf(result, 200, requestId);
    },
    freezeWallet: async ({ caller }) => ({
      status: 200,
      body: await freezeWallet(dependencies, caller),
    }),
    unfreezeWallet: async ({ caller, body, requestId, log }) => {
      const result = await unfreezeWallet(dependencies, caller, body);
      if (!result.ok) logAct(log, caller, result.error);
      return answerOf(result, 200, requestId);
    },
    eraseWallet: async ({ caller, body, requestId, log }) => {
      const result = await eraseWallet(dependencies, caller, body);
      if (!result.ok) logAct(log, caller, result.error);
      return result.ok ? { status: 204, body: undefined } : answerOf(result, 204, requestId);
    },
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
