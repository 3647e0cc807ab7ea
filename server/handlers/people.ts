/** Signing in, sessions, the code, other people. Wiring only. */
import { endpoints } from '../../lib/protocol/index.ts';
import { type Answer, answerOf } from '../http/answer.ts';
import type { Handlers } from '../http/register.ts';
import { fromWireId } from '../ids.ts';
import { resolvePayee } from '../people/payees.ts';
import { startLink, startSession } from '../people/sign-in.ts';
import { block, unblock } from '../requests/blocks.ts';
import { unlockSession } from '../wallets/unlock.ts';
import type { HandlerDependencies } from './dependencies.ts';
import { logAct } from './refusals.ts';

type PeopleEndpoint =
  | 'startLink'
  | 'startSession'
  | 'choosePin'
  | 'resolvePayee'
  | 'unlockSession'
  | 'blockPerson'
  | 'unblockPerson';

const nothing: Answer = { status: 204, body: undefined };

export function peopleHandlers(dependencies: HandlerDependencies): Pick<Handlers, PeopleEndpoint> {
  const { pool, pins } = dependencies;
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
    resolvePayee: async ({ body, requestId }) =>
      answerOf(
        await resolvePayee(dependencies, body.handle),
        endpoints.resolvePayee.success.status,
        requestId,
      ),
    unlockSession: async ({ caller, body, requestId, log }) => {
      const result = await unlockSession(dependencies, caller, body);
      if (!result.ok) logAct(log, caller, result.error);
      return result.ok ? nothing : answerOf(result, 204, requestId);
    },
    blockPerson: async ({ caller, params, requestId }) => {
      const result = await block(pool, caller.personId, fromWireId('per', params.id));
      return result.ok ? nothing : answerOf(result, 204, requestId);
    },
    unblockPerson: async ({ caller, params, requestId }) => {
      const result = await unblock(pool, caller.personId, fromWireId('per', params.id));
      return result.ok ? nothing : answerOf(result, 204, requestId);
    },
  };
}
