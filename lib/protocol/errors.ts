/**
 * The closed list of errors the API can answer, with the HTTP status of each and whether a retry can help.
 * A new error does not exist until it has a row here, a text in both languages and a paragraph in
 * docs/api/errors (tests hold both). Shape: RFC 9457 problem details.
 */
import { z } from 'zod';

type ProblemRule = { readonly status: number; readonly retryable: boolean; readonly title: string };

export const problems = {
  invalid_request: { status: 400, retryable: false, title: 'The request does not have the documented form.' },
  idempotency_key_missing: { status: 400, retryable: false, title: 'This order needs an Idempotency-Key.' },
  unauthenticated: {
    status: 401,
    retryable: false,
    title: 'The session is missing, ended or not of this device.',
  },
  authentication_failed: { status: 401, retryable: false, title: 'The confirmation was not accepted.' },
  sign_in_failed: { status: 401, retryable: false, title: 'X did not confirm who you are.' },
  sign_in_again: {
    status: 403,
    retryable: false,
    title: 'This needs a sign-in with X of the last ten minutes, on this device.',
  },
  card_declined: { status: 402, retryable: false, title: 'The card was declined.' },
  insufficient_funds: { status: 402, retryable: false, title: 'There is not enough money in the wallet.' },
  not_found: { status: 404, retryable: false, title: 'There is nothing of yours at this address.' },
  payee_unknown: { status: 404, retryable: false, title: 'X knows no such account.' },
  payment_expired: { status: 409, retryable: false, title: 'The payment was not confirmed in time.' },
  payment_not_awaiting: {
    status: 409,
    retryable: false,
    title: 'The payment is no longer waiting for this.',
  },
  payment_not_held: { status: 409, retryable: false, title: 'This money is no longer held.' },
  payment_not_refundable: {
    status: 409,
    retryable: false,
    title: 'Only money that has reached its payee can be given back.',
  },
  part_of_split: {
    status: 409,
    retryable: false,
    title: 'This payment is confirmed and cancelled together with the others of its split.',
  },
  claimed_money_waits: {
    status: 409,
    retryable: true,
    title: 'Money claimed by a new member can be spent a day after signing in.',
  },
  terms_changed: { status: 409, retryable: false, title: 'The terms have changed: look at them again.' },
  request_in_flight: { status: 409, retryable: true, title: 'The same order is being handled right now.' },
  pin_already_set: { status: 409, retryable: false, title: 'A code has been chosen already.' },
  payment_not_confirmed: {
    status: 409,
    retryable: false,
    title: 'There is a receipt of a payment that was confirmed, and of no other.',
  },
  request_not_open: { status: 409, retryable: false, title: 'This request is no longer open.' },
  too_many_open_requests: {
    status: 409,
    retryable: false,
    title: 'So many requests to this person are open already.',
  },
  wallet_not_empty: {
    status: 409,
    retryable: false,
    title: 'There is still money in the wallet, or something under way.',
  },
  passkey_refused: {
    status: 422,
    retryable: false,
    title: 'This passkey can’t be added.',
  },
  pin_not_set: { status: 409, retryable: false, title: 'Choose a code first.' },
  idempotency_key_reused: {
    status: 422,
    retryable: false,
    title: 'This Idempotency-Key was used for another order.',
  },
  limit_exceeded: { status: 422, retryable: false, title: 'The amount is above a limit.' },
  payee_is_payer: { status: 422, retryable: false, title: 'Nobody can pay himself.' },
  payee_without_wallet: { status: 422, retryable: false, title: 'The payee has no wallet yet.' },
  payer_without_wallet: { status: 422, retryable: false, title: 'Who is asked has no wallet yet.' },
  refund_exceeds_payment: {
    status: 422,
    retryable: false,
    title: 'More than was received would be given back.',
  },
  pin_too_simple: { status: 422, retryable: false, title: 'This code is too easy to guess.' },
  pin_locked: { status: 423, retryable: true, title: 'Too many wrong codes: wait before the next try.' },
  pin_blocked: {
    status: 423,
    retryable: false,
    title: 'Too many wrong codes: sign in with X again and choose another.',
  },
  session_locked: {
    status: 423,
    retryable: false,
    title: 'The session was idle for too long: unlock it with the code.',
  },
  wallet_frozen: { status: 423, retryable: false, title: 'The wallet is frozen: nothing can leave it.' },
  upgrade_required: {
    status: 426,
    retryable: false,
    title: 'This version of the client is too old to do anything but read.',
  },
  rate_limited: { status: 429, retryable: true, title: 'Too many requests.' },
  internal_error: { status: 500, retryable: true, title: 'Something went wrong on our side.' },
  x_unavailable: { status: 503, retryable: true, title: 'X does not answer right now.' },
  unavailable: { status: 503, retryable: true, title: 'The service is not ready: try again shortly.' },
} as const satisfies Record<string, ProblemRule>;

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** Why somebody can't leave yet. */
export const ErasureObstacle = z.enum([
  'balance',
  'payments_awaiting',
  'held_sent',
  'held_received',
  'topups_under_way',
]);
export type ErasureObstacle = z.infer<typeof ErasureObstacle>;

/** RFC 9457, with our stable `code`, the request's id for support, and JSON pointers to what is wrong. */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(problemCodes),
  detail: z.string().optional(),
  request_id: z.string(),
  retryable: z.boolean(),
  /** Seconds; the same as the Retry-After header where there is one. */
  retry_after: z.int().optional(),
  /** How many tries are left before the code is locked; with `authentication_failed` only. */
  attempts_left: z.int().optional(),
  /** The limit that was passed, minor units; with `limit_exceeded` only. */
  limit: z.string().optional(),
  /** All of what stands in the way; with `wallet_not_empty` only. */
  obstacles: z.array(ErasureObstacle).optional(),
  errors: z.array(z.strictObject({ pointer: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;
