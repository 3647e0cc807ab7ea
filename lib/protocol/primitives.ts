/**
 * The smallest pieces of the API: ids, handles, amounts, times. Every other schema is built from these.
 * All objects are strict: an unknown field is refused, never dropped (DESIGN.md §5).
 */
import { z } from 'zod';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** A prefixed id: `pay_` + UUIDv7. The prefix tells a reader of logs what he looks at. */
export function prefixedId(prefix: string) {
  return z.string().regex(new RegExp(`^${prefix}_${UUID}$`));
}

export const PersonId = prefixedId('per');
export const PaymentId = prefixedId('pay');
export const DeviceId = prefixedId('dev');
export const TopUpId = prefixedId('top');
export const LinkId = prefixedId('lnk');
export const PasskeyId = prefixedId('psk');
export const RefundId = prefixedId('ref');
export const SplitId = prefixedId('spl');
export const RequestId = prefixedId('req');

/** X's numeric user id: 64 bits, so a string in JavaScript. What a wallet is bound to; handles change. */
export const XUserId = z.string().regex(/^[1-9][0-9]{0,19}$/);
export type XUserId = z.infer<typeof XUserId>;

/** X's numeric id of one tweet. */
export const TweetId = z.string().regex(/^[1-9][0-9]{0,19}$/);

/** An X handle without its `@`. Compare without case. */
export const Handle = z.string().regex(/^[A-Za-z0-9_]{1,15}$/);
export type Handle = z.infer<typeof Handle>;

/** An amount on the wire: minor units as a string, so that no JSON parser makes a float of it. */
export const Money = z.strictObject({
  amount: z.string().regex(/^(0|[1-9][0-9]{0,17})$/),
  currency: z.literal('EUR'),
});
export type Money = z.infer<typeof Money>;

/** An instant, ISO 8601 in UTC. */
export const Instant = z.iso.datetime();

/** No text may hold half a character: it has no UTF-8, so what is stored would not be what was sent. */
const WELL_FORMED = /^\P{Cs}*$/u;

/** The payer's words for the payee: at most 140 UTF-16 units, no control characters (T54). */
export const Memo = z
  .string()
  .min(1)
  .max(140)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
  .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/)
  .regex(WELL_FORMED);

/** What a person calls his device: one line, like a memo. */
export const DeviceName = Memo.max(60);

/** UUID made by the client before it sends an order, and kept until the order's outcome is known. */
export const IdempotencyKey = z.uuid();

/** Six digits. Whether it is too simple is judged by `isTrivialPin`. */
export const Pin = z.string().regex(/^[0-9]{6}$/);

/** A raw ECDSA P-256 signature (r‖s, 64 bytes), base64url without padding. */
export const Signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/);

/** Strictly increasing per device; an equal or lower one means a cloned profile. */
export const UseCounter = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
