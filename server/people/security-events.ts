/** What a person is told of his own devices, code and passkeys, so that what he has not done himself is noticed. */
import type { SecurityChange } from '../../lib/protocol/index.ts';
import type { NewEvent } from '../events/events.ts';
import { toWireId } from '../ids.ts';

type Change = {
  readonly what: SecurityChange['what'];
  /** Which of his devices asked for it. */
  readonly device: { readonly id: string; readonly name: string } | null | undefined;
  readonly from?: Date | null;
};

export function securityEvent(personId: string, { what, device, from }: Change): NewEvent {
  return {
    personId,
    type: 'security.changed',
    payload: {
      what,
      device: device ? { id: toWireId('dev', device.id), name: device.name } : null,
      from: from?.toISOString() ?? null,
    },
  };
}
