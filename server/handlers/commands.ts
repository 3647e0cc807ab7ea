/** What people wrote on X, and what X's people see of payments. Wiring only. */
import { viewCommands } from '../commands/commands.ts';
import { chooseVisibility, removeDisclosure, viewDisclosure } from '../commands/disclosures.ts';
import { invitationFor, refuseInvitations } from '../commands/invitations.ts';
import { answerOf } from '../http/answer.ts';
import type { Handlers } from '../http/register.ts';
import { fromWireId } from '../ids.ts';
import { viewPayment } from '../payments/payments.ts';
import { accept, refuse } from '../result.ts';
import type { HandlerDependencies } from './dependencies.ts';
import { logForeign } from './refusals.ts';

type CommandEndpoint =
  | 'listCommands'
  | 'getCommand'
  | 'chooseVisibility'
  | 'getDisclosure'
  | 'removeDisclosure'
  | 'getInvitation'
  | 'refuseInvitations';

const LIST = 50;

export function commandHandlers({
  pool,
  nudge,
  publicOrigin,
}: HandlerDependencies): Pick<Handlers, CommandEndpoint> {
  return {
    listCommands: async ({ caller, requestId }) => {
      const items = await viewCommands(pool, caller.personId, { id: null, limit: LIST });
      return answerOf(accept({ items }), 200, requestId);
    },
    getCommand: async ({ caller, params, requestId, log }) => {
      const id = fromWireId('cmd', params.id);
      const [command] = await viewCommands(pool, caller.personId, { id, limit: 1 });
      if (!command) logForeign(log, caller, params);
      return answerOf(command ? accept(command) : refuse('not_found'), 200, requestId);
    },
    chooseVisibility: async ({ caller, params, body, requestId }) => {
      const { personId } = caller;
      const chosen = await chooseVisibility(pool, personId, fromWireId('pay', params.id), body.visibility);
      nudge();
      const view = chosen.ok ? accept(viewPayment(chosen.value, personId)) : chosen;
      return answerOf(view, 200, requestId);
    },
    getDisclosure: async ({ caller, params, requestId }) =>
      answerOf(await viewDisclosure(pool, caller.personId, fromWireId('pay', params.id)), 200, requestId),
    removeDisclosure: async ({ caller, params, requestId }) =>
      answerOf(await removeDisclosure(pool, caller.personId, fromWireId('pay', params.id)), 200, requestId),
    getInvitation: async ({ caller, params, requestId, language }) => {
      const paymentId = fromWireId('pay', params.id);
      const claimUrl = `${publicOrigin}/w/#/held`;
      const asked = { personId: caller.personId, paymentId, language, claimUrl };
      return answerOf(await invitationFor(pool, asked), 200, requestId);
    },
    refuseInvitations: async ({ caller }) => {
      await refuseInvitations(pool, caller.personId);
      return { status: 204, body: undefined };
    },
  };
}
