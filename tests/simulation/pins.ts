/**
 * The check of the code, cheap: argon2id would take nine tenths of a simulation's time, and has its own tests. In
 * memory, and without a hash; wrong codes are counted and lock as they do in the product. The choice of a code is signed
 * and written as the product does it.
 */
import { canonicalPinChoice } from '../../lib/protocol/index.ts';
import { type Pool, withTransaction } from '../../server/db/pool.ts';
import { isSignedBy } from '../../server/http/public-keys.ts';
import { toWireId } from '../../server/ids.ts';
import { raiseCounter } from '../../server/people/devices.ts';
import { isPinSet } from '../../server/people/people.ts';
import type { Pins } from '../../server/people/pins.ts';
import { accept, refuse } from '../../server/result.ts';
import { type Clock, MINUTE_MS, SECOND_MS } from './clock.ts';

export const PIN = '481516';

const MAX_FAILURES = 5;
const LOCK_MS = 15 * MINUTE_MS;

export function createCheapPins(pool: Pool, clock: Clock): Pins {
  const failures = new Map<string, { count: number; until: number }>();
  const look = (personId: string) => {
    const found = failures.get(personId) ?? { count: 0, until: 0 };
    const now = clock.now().getTime();
    if (found.count >= MAX_FAILURES && found.until > now)
      return refuse('pin_locked', { retryAfter: Math.ceil((found.until - now) / SECOND_MS) });
    return found.count >= MAX_FAILURES ? { count: 0, until: 0 } : found;
  };
  return {
    async check(personId, pin) {
      const found = look(personId);
      if ('ok' in found) return found;
      if (pin === PIN) {
        failures.delete(personId);
        return accept(null);
      }
      const count = found.count + 1;
      failures.set(personId, { count, until: clock.now().getTime() + LOCK_MS });
      return refuse('authentication_failed', { attemptsLeft: MAX_FAILURES - count });
    },
    async pretend(personId) {
      const found = look(personId);
      return 'ok' in found
        ? found
        : refuse('authentication_failed', { attemptsLeft: MAX_FAILURES - found.count });
    },
    // What no person of the simulation does.
    encode: async () => null,
    load: () => ({ running: 0, waiting: 0 }),
    async choose({ personId, device }, { signature, use_counter: useCounter }) {
      const ids = { personId: toWireId('per', personId), deviceId: toWireId('dev', device.id) };
      if (!(await isSignedBy(device.jwk, canonicalPinChoice({ ...ids, useCounter }), signature)))
        return refuse('authentication_failed');
      if (await isPinSet(pool, personId)) return refuse('pin_already_set');
      return withTransaction(pool, async (tx) => {
        const inserted = await tx.query(
          "insert into pins (person_id, hash) values ($1, 'simulated') on conflict (person_id) do nothing",
          [personId],
        );
        if (inserted.rowCount === 0) return refuse('pin_already_set');
        if ((await raiseCounter(tx, device.id, useCounter)) === 'risen') return accept(null);
        await tx.query('delete from pins where person_id = $1', [personId]);
        return refuse('authentication_failed');
      });
    },
  };
}
