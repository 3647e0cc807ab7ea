/** Whom this wallet knows: everybody who has paid or was paid, by X's numeric id. From the history alone. */
import type { Party, Payment } from '../protocol/index.ts';
import { openStore } from './database.ts';

/** Everybody in the history, as he was called in one of his payments. */
export async function knownPeople(): Promise<Party[]> {
  const payments = (await openStore()).transaction('payments').store;
  const found = new Map<string, Party>();
  for (const side of ['payee', 'payer'] as const) {
    let cursor = await payments.index(side).openCursor(null, 'nextunique');
    for (; cursor; cursor = await cursor.continue()) {
      const { direction, [side]: party } = cursor.value;
      const isOther = (direction === 'out') === (side === 'payee');
      if (isOther) found.set(party.x_user_id, party);
    }
  }
  return [...found.values()];
}

/** The payments between this wallet and that X account, newest first. */
export async function paymentsWith(xUserId: string): Promise<Payment[]> {
  const payments = (await openStore()).transaction('payments').store;
  const both = await Promise.all([
    payments.index('payee').getAll(xUserId),
    payments.index('payer').getAll(xUserId),
  ]);
  // Ids are UUIDv7: their order is the order of creation.
  return both
    .flatMap((side, place) => side.filter(({ direction }) => (direction === 'out') === (place === 0)))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}
