/** Who somebody on X is, and what this wallet and he have paid each other. */
import type { PersonView } from '../messages.ts';
import { type Cents, centsFromWire, centsToWire, negateCents, sumCents } from '../money.ts';
import type { Payment } from '../protocol/index.ts';
import { paymentsWith } from '../store/people.ts';
import { acquaintanceWith } from './acquaintance.ts';
import * as api from './generated/operations.ts';
import { doneOf } from './kept-key.ts';
import { callAsPerson } from './session.ts';

const LATEST = 20;

/** What of a payment stayed with the other: refunds have come back. */
function kept({ amount, amount_refunded }: Payment): Cents {
  return sumCents([centsFromWire(amount.amount), negateCents(centsFromWire(amount_refunded.amount))]);
}

function sumOf(payments: readonly Payment[], direction: Payment['direction']): string {
  const settled = payments.filter((one) => one.state === 'settled' && one.direction === direction);
  return centsToWire(sumCents(settled.map(kept)));
}

export async function personView(handle: string): Promise<PersonView> {
  const payee = doneOf(await callAsPerson(api.resolvePayee, { body: { handle } }));
  const payments = await paymentsWith(payee.x_user_id);
  return {
    payee,
    acquaintance: await acquaintanceWith(payee),
    payments: payments.slice(0, LATEST),
    sentMinor: sumOf(payments, 'out'),
    receivedMinor: sumOf(payments, 'in'),
  };
}
