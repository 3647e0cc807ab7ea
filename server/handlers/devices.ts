/** Devices, sessions, passkeys, another code. Wiring only. */
import { type Answer, answerOf } from '../http/answer.ts';
import type { Session } from '../http/authentication.ts';
import type { Call, Handlers } from '../http/register.ts';
import { endSession, listDevices, renameDevice, revokeDevice, unlinkX } from '../people/device-list.ts';
import { addPasskey, listPasskeys, removePasskey } from '../people/passkeys.ts';
import { changePin, resetPin } from '../people/pin-change.ts';
import type { Result } from '../result.ts';
import type { HandlerDependencies } from './dependencies.ts';
import { logAct, logForeign } from './refusals.ts';

type DeviceEndpoint =
  | 'listDevices'
  | 'renameDevice'
  | 'revokeDevice'
  | 'unlinkX'
  | 'endSession'
  | 'keepSession'
  | 'changePin'
  | 'resetPin'
  | 'listPasskeys'
  | 'addPasskey'
  | 'removePasskey';

const nothing: Answer = { status: 204, body: undefined };

type Asked = Pick<Call<'listDevices'>, 'requestId' | 'log'> & { readonly caller: Session };

/** The answer of an act, and a line in the log when it was not accepted. */
function told(
  { caller, requestId, log }: Asked,
  result: Result<unknown>,
  status: 200 | 204,
  params?: { id: string },
): Answer {
  if (!result.ok && result.error.code === 'not_found' && params) logForeign(log, caller, params);
  else if (!result.ok) logAct(log, caller, result.error);
  return result.ok && status === 204 ? nothing : answerOf(result, status, requestId);
}

export function deviceHandlers(dependencies: HandlerDependencies): Pick<Handlers, DeviceEndpoint> {
  const { pool } = dependencies;
  return {
    listDevices: async ({ caller }) => ({ status: 200, body: await listDevices(pool, caller) }),
    renameDevice: async (call) => {
      const { caller, params, body } = call;
      return told(call, await renameDevice(pool, caller, params.id, body.name), 200, params);
    },
    revokeDevice: async (call) => {
      const { caller, params, body } = call;
      return told(call, await revokeDevice(dependencies, caller, params.id, body), 200, params);
    },
    unlinkX: async (call) => told(call, await unlinkX(dependencies, call.caller, call.body), 204),
    endSession: async ({ caller }) => {
      await endSession(pool, caller);
      return nothing;
    },
    // Being asked is all there is to it: the session's presence was written on the way here.
    keepSession: async () => nothing,
    changePin: async (call) => told(call, await changePin(dependencies, call.caller, call.body), 204),
    resetPin: async (call) => told(call, await resetPin(dependencies, call.caller, call.body), 204),
    listPasskeys: async ({ caller }) => ({ status: 200, body: await listPasskeys(pool, caller.personId) }),
    addPasskey: async (call) => told(call, await addPasskey(dependencies, call.caller, call.body), 200),
    removePasskey: async (call) => {
      const { caller, params, body } = call;
      return told(call, await removePasskey(dependencies, caller, params.id, body), 200, params);
    },
  };
}
