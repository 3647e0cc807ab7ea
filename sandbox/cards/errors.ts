/**
 * Stripe's errors in Stripe's shape: `{error: {type, code, message, …}}`.
 * Must never invent a type or a code: the real SDK chooses its error class by them.
 */
import type { Answer } from '../http.ts';

type ErrorFields = {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly payment_intent?: unknown;
  readonly charge?: string;
};

function stripeError(status: number, fields: ErrorFields): Answer {
  const { code } = fields;
  const docUrl = code && { doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` };
  return { status, body: { error: { ...fields, ...docUrl } } };
}

export function noKey(): Answer {
  const message =
    'You did not provide an API key. You need to provide your API key in the Authorization header, ' +
    "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
  return stripeError(401, { type: 'invalid_request_error', message });
}

export function wrongKey(): Answer {
  return stripeError(401, {
    type: 'invalid_request_error',
    message: 'Invalid API Key provided: sk_test_****',
  });
}

export function unknownAddress(method: string, path: string): Answer {
  const message = `Unrecognized request URL (${method}: ${path}).`;
  return stripeError(404, { type: 'invalid_request_error', message });
}

export function missingParameter(param: string): Answer {
  const message = `Missing required param: ${param}.`;
  return stripeError(400, { type: 'invalid_request_error', code: 'parameter_missing', param, message });
}

export function unknownParameter(param: string): Answer {
  const message = `Received unknown parameter: ${param}`;
  return stripeError(400, { type: 'invalid_request_error', code: 'parameter_unknown', param, message });
}

export function badParameter(param: string, code: string, message: string): Answer {
  return stripeError(400, { type: 'invalid_request_error', code, param, message });
}

export function noSuch(what: 'PaymentMethod' | 'payment_intent', id: string, param: string): Answer {
  const status = what === 'payment_intent' ? 404 : 400;
  const message = `No such ${what}: '${id}'`;
  return stripeError(status, { type: 'invalid_request_error', code: 'resource_missing', param, message });
}

/** The same key came with other parameters. */
export function keyUsedOtherwise(key: string): Answer {
  const message =
    'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
    `Try using a key other than '${key}' if you meant to execute a different request.`;
  return stripeError(400, { type: 'idempotency_error', message });
}

/** What the bank says of a card, and Stripe's words for it. */
export type Decline = { readonly code: string; readonly declineCode: string; readonly message: string };

/** The `last_payment_error` of an intent, and the `error` of the call. */
export function declineFields(decline: Decline, charge: string): ErrorFields {
  return {
    type: 'card_error',
    code: decline.code,
    decline_code: decline.declineCode,
    message: decline.message,
    charge,
  };
}

export function declined(decline: Decline, charge: string, paymentIntent: unknown): Answer {
  return stripeError(402, { ...declineFields(decline, charge), payment_intent: paymentIntent });
}
