/** Payments asked for by writing on X: what the service has read of it, and what it makes known. */
import { z } from 'zod';
import { Visibility } from './payments.ts';
import { Instant, PaymentId, prefixedId, SplitId, TweetId } from './primitives.ts';

export const CommandId = prefixedId('cmd');

/**
 * Why a text ordered nothing: a question or reason of the grammar, an error code, or one of `not_one_order` (edited after
 * its order), `too_many` and `too_old`.
 */
export const CommandProblem = z.string().regex(/^[a-z_]{1,40}$/);

/** What its author wrote to the service, and what came of it. */
export const Command = z.strictObject({
  id: CommandId,
  channel: z.enum(['tweet', 'dm']),
  /** The post, as it is now; null for a direct message. */
  tweet_id: TweetId.nullable(),
  /** As it was last read. */
  text: z.string(),
  state: z.enum(['new', 'ordered', 'refused']),
  problem: CommandProblem.nullable(),
  payment_ids: z.array(PaymentId),
  /** Where there are several: confirmed together. */
  split_id: SplitId.nullable(),
  written_at: Instant,
  /** Changed, or gone, since it was first read. */
  edited_at: Instant.nullable(),
  deleted_at: Instant.nullable(),
});
export type Command = z.infer<typeof Command>;

/** Newest first. */
export const CommandList = z.strictObject({ items: z.array(Command) });

export const VisibilityChoice = z.strictObject({ visibility: Visibility });

/**
 * What X's people get to see of a payment. `none`: nothing, now or ever. `waiting`: not yet. `wallet`: the payee's wallet
 * tells him, since X allows no message to him. `told`: a message or post is out. `removed`: the post was taken back.
 */
export const Disclosure = z.strictObject({
  visibility: Visibility,
  state: z.enum(['none', 'waiting', 'told', 'wallet', 'failed', 'removed']),
  /** The public post. */
  tweet_id: TweetId.nullable(),
});
export type Disclosure = z.infer<typeof Disclosure>;

/**
 * For a payee without a wallet, to be passed on by the payer himself: a text that names no amount, and the address where
 * he claims by signing in, which is also what a QR code should hold. Null where he wants no invitations.
 */
export const Invitation = z.strictObject({
  text: z.string().nullable(),
  url: z.url().nullable(),
});
export type Invitation = z.infer<typeof Invitation>;
