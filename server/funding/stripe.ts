/**
 * The card acquirer, Stripe, by its own SDK: the one module that imports `stripe`.
 * It must never see a card number (the browser gives those to Stripe), and never decide that a charge failed
 * when it does not know.
 */
import Stripe from 'stripe';
import { type Cents, centsFromWire, centsToWire } from '../../lib/money.ts';
import { createDirectedAgent } from '../outbound/directed-agent.ts';
import {
  AcquirerRefusedError,
  AcquirerUnavailableError,
  type CardAcquirer,
  type Charge,
  type ChargeState,
} from './port.ts';

export type StripeConfig = {
  readonly secretKey: string;
  /** `https://host:port` instead of api.stripe.com; the certificate there must still be for api.stripe.com. */
  readonly apiUrl?: string | undefined;
  /** PEM; the only CA believed at `apiUrl`. */
  readonly apiCa?: string | undefined;
  /** For one call of ours, the SDK's own second try included. */
  readonly timeoutMs?: number | undefined;
};

const apiHost = 'api.stripe.com';
const defaultTimeoutMs = 20_000;
/** The SDK repeats with the same idempotency key after a broken connection, 409 or 5xx. */
const retries = 1;
/** Stripe takes at most eight digits, in cents. */
const mostPerCharge = 99_999_999n;

/** The acquirer as the product sees it. Without `apiUrl` it is the real Stripe. */
export function createStripeAcquirer(config: StripeConfig): CardAcquirer {
  const timeoutMs = config.timeoutMs ?? defaultTimeoutMs;
  const stripe = new Stripe(config.secretKey, {
    timeout: Math.ceil(timeoutMs / (retries + 1)),
    maxNetworkRetries: retries,
    telemetry: false,
    ...(config.apiUrl === undefined
      ? {}
      : { httpAgent: createDirectedAgent({ url: config.apiUrl, ca: config.apiCa, servername: apiHost }) }),
  });
  return {
    async charge(order) {
      if (order.amount <= 0n || order.amount > mostPerCharge) {
        throw new RangeError(`not an amount that can be charged: ${order.amount} cents`);
      }
      const create = stripe.paymentIntents.create(
        {
          amount: Number(centsToWire(order.amount)),
          currency: 'eur',
          confirm: true,
          payment_method: order.paymentMethod,
          allowed_payment_method_types: ['card'],
          // Nobody is there to answer a bank's question: such a card fails instead of hanging.
          error_on_requires_action: true,
          metadata: { top_up_id: order.topUpId },
        },
        { idempotencyKey: order.idempotencyKey },
      );
      try {
        return toCharge(await withDeadline(create, timeoutMs));
      } catch (error) {
        const declined = declinedCharge(error);
        if (declined) return declined;
        throw refusedOrder(error) ?? acquirerError(error);
      }
    },

    async find(acquirerId) {
      try {
        return toCharge(await withDeadline(stripe.paymentIntents.retrieve(acquirerId), timeoutMs));
      } catch (error) {
        if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return null;
        throw acquirerError(error);
      }
    },
  };
}

/** The SDK's timeout counts silence, once for each try; this one counts the whole call. */
async function withDeadline<Value>(call: Promise<Value>, timeoutMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    const late = () => reject(new AcquirerUnavailableError(`acquirer: no answer in ${timeoutMs} ms`));
    timer = setTimeout(late, timeoutMs);
  });
  try {
    return await Promise.race([call, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** A card that the bank refuses: the intent exists and has failed. */
function declinedCharge(error: unknown): Charge | null {
  if (!(error instanceof Stripe.errors.StripeCardError) || !error.payment_intent) return null;
  return toCharge(error.payment_intent);
}

/**
 * An order that Stripe did not begin to carry out: 400 or 404, without an intent. The same key would have brought
 * back a charge made earlier, so there is none. Its message is not repeated: it quotes what was sent.
 */
function refusedOrder(error: unknown): AcquirerRefusedError | null {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError) || error.payment_intent) return null;
  if (error.statusCode !== 400 && error.statusCode !== 404) return null;
  return new AcquirerRefusedError(`acquirer: ${error.code ?? error.type} (${error.param ?? 'no parameter'})`);
}

function toCharge(intent: Stripe.PaymentIntent): Charge {
  if (intent.currency !== 'eur') throw new TypeError(`charge ${intent.id} is in ${intent.currency}`);
  const state = stateOf(intent.status);
  // What was received is what may be credited, should it ever differ from what was asked.
  const amount: Cents = centsFromWire(String(state === 'paid' ? intent.amount_received : intent.amount));
  return { acquirerId: intent.id, state, amount };
}

/** A state that is not known to be final is `processing`: it is looked at again, never given up. */
function stateOf(status: Stripe.PaymentIntent.Status): ChargeState {
  switch (status) {
    case 'succeeded':
      return 'paid';
    case 'canceled':
    case 'requires_payment_method':
      return 'failed';
    default:
      return 'processing';
  }
}

/**
 * Silence, 5xx, limits, a call with this key under way (409) and a key that Stripe refuses (401, 403: ours to
 * mend) all mean "ask again with the same key". What is left is our own mistake and stays as it is.
 */
function acquirerError(error: unknown): unknown {
  const { StripeError, StripeConnectionError, StripeAPIError } = Stripe.errors;
  if (!(error instanceof StripeError)) return error;
  const status = error.statusCode ?? 0;
  const again =
    error instanceof StripeConnectionError ||
    error instanceof StripeAPIError ||
    status >= 500 ||
    [401, 403, 409, 429].includes(status);
  if (!again) return error;
  return new AcquirerUnavailableError(`acquirer: ${error.type} (HTTP ${status || 'none'})`);
}
