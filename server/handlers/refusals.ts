/** What is logged of refusals: ids and problems, never a code, an amount or a name. */
import type { FastifyBaseLogger } from 'fastify';
import type { Answer } from '../http/answer.ts';
import type { Session } from '../http/authentication.ts';
import type { Refusal } from '../result.ts';

/** T52: somebody may be trying ids. */
export function logForeign(log: FastifyBaseLogger, caller: Session, { id }: { id: string }): void {
  log.warn({ id, personId: caller.personId }, 'something that is not his was asked for');
}

export function logRefusal(
  log: { warn(fields: object, text: string): void },
  answer: Answer,
  fields: object,
): void {
  log.warn({ ...fields, problem: answer.body }, 'a confirmation was not accepted');
}

export function logAct(log: FastifyBaseLogger, caller: Session, { code }: Refusal): void {
  log.warn({ code, deviceId: caller.device.id }, 'what a person wanted with his wallet was not accepted');
}
