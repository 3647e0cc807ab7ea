/**
 * The payment intents of the sandbox's acquirer: what each test card does, and an intent in Stripe's shape.
 * Of Stripe's API version 2026-10-28.endive, which the SDK 23.1 asks for.
 * Must never hold a real card: it knows Stripe's test names only.
 */
import { randomBytes } from 'node:crypto';
import { type Decline, declineFields } from './errors.ts';

type Card =
  | { readonly outcome: 'succeeds' }
  | { readonly outcome: 'declined'; readonly decline: Decline }
  /** Not settled by the first answer: the bank's word comes with the second look-up. */
  | { readonly outcome: 'processing' };

const cards: ReadonlyMap<string, Card> = new Map<string, Card>([
  ['pm_card_visa', { outcome: 'succeeds' }],
  [
    'pm_card_visa_chargeDeclined',
    declinedCard('card_declined', 'generic_decline', 'Your card was declined.'),
  ],
  [
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    declinedCard('card_declined', 'insufficient_funds', 'Your card has insufficient funds.'),
  ],
  // Ours: Stripe has no card that stays in processing.
  ['pm_card_processing', { outcome: 'processing' }],
]);

function declinedCard(code: string, declineCode: string, message: string): Card {
  return { outcome: 'declined', decline: { code, declineCode, message } };
}

/** Look-ups after which a processing intent has succeeded. */
const lookupsUntilSettled = 2;

export function cardNamed(name: string): Card | undefined {
  return cards.get(name);
}

export type Order = {
  /** In cents, between 50 and 99999999 as Stripe takes it. */
  readonly amountMinor: number;
  readonly currency: 'eur';
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
};

export class Intent {
  readonly id = stripeId('pi');
  readonly #order: Order;
  readonly #card: Card;
  readonly #created: number;
  readonly #secret = randomBytes(12).toString('hex');
  readonly #method = stripeId('pm');
  readonly charge = stripeId('ch');
  #lookups = 0;

  /** @param now in milliseconds */
  constructor(order: Order, card: Card, now: number) {
    this.#order = order;
    this.#card = card;
    this.#created = Math.floor(now / 1000);
  }

  /** Counts one look-up; the second one settles an intent that is processing. */
  lookUp(): void {
    this.#lookups += 1;
  }

  get decline(): Decline | null {
    return this.#card.outcome === 'declined' ? this.#card.decline : null;
  }

  get #status(): 'processing' | 'requires_payment_method' | 'succeeded' {
    if (this.#card.outcome === 'declined') return 'requires_payment_method';
    if (this.#card.outcome === 'processing' && this.#lookups < lookupsUntilSettled) return 'processing';
    return 'succeeded';
  }

  /** The intent as Stripe shows it now. */
  present(): Record<string, unknown> {
    const { amountMinor, currency, description, metadata } = this.#order;
    const status = this.#status;
    return {
      id: this.id,
      object: 'payment_intent',
      allowed_payment_method_types: ['card'],
      amount: amountMinor,
      amount_capturable: 0,
      amount_received: status === 'succeeded' ? amountMinor : 0,
      application: null,
      automatic_payment_methods: null,
      canceled_at: null,
      cancellation_reason: null,
      capture_method: 'automatic',
      client_secret: `${this.id}_secret_${this.#secret}`,
      confirmation_method: 'automatic',
      created: this.#created,
      currency,
      customer: null,
      description,
      last_payment_error: this.decline && declineFields(this.decline, this.charge),
      latest_charge: this.charge,
      livemode: false,
      metadata,
      next_action: null,
      payment_method: this.decline ? null : this.#method,
      payment_method_types: ['card'],
      processing: null,
      receipt_email: null,
      setup_future_usage: null,
      status,
    };
  }
}

function stripeId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}
