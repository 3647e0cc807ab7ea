/** What this device's own history says of a payee before he is paid. Reads only; asks nobody. */
import type { Acquaintance } from '../messages.ts';
import type { Payee, Payment } from '../protocol/index.ts';
import { knownPeople, paymentsWith } from '../store/people.ts';
import { looksLike } from './look-alike.ts';

function wasPaid({ direction, state }: Payment): boolean {
  return direction === 'out' && (state === 'settled' || state === 'held');
}

/** Whoever was paid before is known by his numeric id, and looks like nobody. */
export async function acquaintanceWith({ x_user_id, handle, name }: Payee): Promise<Acquaintance> {
  const last = (await paymentsWith(x_user_id)).find(wasPaid);
  if (last) {
    const renamed = last.payee.handle.toLowerCase() !== handle.toLowerCase();
    const formerHandle = renamed ? last.payee.handle : null;
    return { xUserId: x_user_id, isNew: false, formerHandle, looksLike: null };
  }
  const others = (await knownPeople()).filter((known) => known.x_user_id !== x_user_id);
  const alike = others.find((known) => looksLike({ handle, name }, known));
  return {
    xUserId: x_user_id,
    isNew: true,
    formerHandle: null,
    looksLike: alike ? { handle: alike.handle, name: alike.name } : null,
  };
}
