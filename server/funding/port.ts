/** What the payment API needs of a card acquirer, in our words. `server/funding/stripe.ts` speaks to it. */
import type { Cents } from '../../lib/money.ts';

/** `processing`: look again later; the redirect or a lost answer never decides. */
export type ChargeState = 'processing' | 'paid' | 'failed';

export type Charge = { readonly acquirerId: string; readonly state: ChargeState; readonly amount: Cents };

/** The acquirer does not answer: the charge may or may not exist; ask again with the same key. */
export class AcquirerUnavailableError extends Error {
  override readonly name = 'AcquirerUnavailableError';
}

/**
 * The acquirer refuses the order itself (a card token it does not know, an amount it does not take): there is no
 * charge, and asking again makes none.
 */
export class AcquirerRefusedError extends Error {
  override readonly name = 'AcquirerRefusedError';
}

export interface CardAcquirer {
  /**
   * Charges a card once: the same `idempotencyKey` never charges twice.
   * A declined card is a `failed` charge, not an error. @throws AcquirerRefusedError, AcquirerUnavailableError
   */
  charge(order: {
    amount: Cents;
    paymentMethod: string;
    topUpId: string;
    idempotencyKey: string;
  }): Promise<Charge>;
  /** @throws AcquirerUnavailableError */
  find(acquirerId: string): Promise<Charge | null>;
}
