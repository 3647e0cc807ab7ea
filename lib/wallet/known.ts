/**
 * What X's page may show its viewer of his own payments: from the local store alone, in words, and only if the viewer is
 * the person of this wallet. It must never answer with a balance, a code, a name, or anything of a post not asked for but
 * the latest ones' words and that others have a payment; and it moves nothing.
 */
import { readCommand } from '../command/index.ts';
import type { KnownAnswer, KnownPosts, KnownQuery, PostedCommand, TweetKnown } from '../messages.ts';
import { type Cents, centsFromWire, formatCents, negateCents, sumCents } from '../money.ts';
import type { Payment } from '../protocol/index.ts';
import { getSingleton } from '../store/database.ts';
import { latestTweets, listPayments, paymentsOfTweets } from '../store/payments.ts';
import { commandWords } from '../words/command.ts';
import { errorText } from '../words/errors.ts';
import { wordsEverywhere } from '../words/everywhere/index.ts';
import type { Language } from '../words/language.ts';
import { stripWords } from '../words/strip.ts';
import { viewCommand } from './command-view.ts';

/** Payments told before a page asks for their posts, so that it can draw them at once. */
const RECENT = 200;
/** Posts named as having a payment. Of those with lower numbers a page asks one by one. */
const MAX_POSTS = 3_000;
/** Milliseconds after which a command that was never ordered is told as expired. */
const COMMAND_LIFE_MS = 24 * 3_600_000;
/** Milliseconds between a post and a payment from the composer that belongs to it though it doesn't name it. */
const SAME_MOMENT_MS = 15 * 60_000;

type Strip = NonNullable<TweetKnown['strip']>;
/** What a command still asks for: not ordered yet, or not any more. */
export type Open = {
  readonly payees: readonly string[];
  readonly amount: Cents;
  readonly memo: string | null;
};

export async function knownOf(query: KnownQuery): Promise<KnownAnswer> {
  const author = await ownHandle(query.viewer);
  if (author === null) return { posts: query.recent ? { from: '', ids: [] } : null, known: [] };
  const recent = query.recent || query.commands.length > 0 ? await listPayments({ limit: RECENT }) : [];
  const ofTweets = query.recent
    ? new Set([...query.tweets, ...recent.flatMap(({ tweet_id }) => tweet_id ?? [])])
    : new Set(query.tweets);
  const payments = await paymentsOfTweets([...ofTweets]);
  const commands = new Map(query.commands.map((command) => [command.tweetId, command]));
  const answers: TweetKnown[] = [];
  for (const tweetId of ofTweets) {
    const those = payments.get(tweetId) ?? [];
    const command = commands.get(tweetId);
    const known = {
      tweetId,
      paid: paidOn(those, query.language),
      strip: command
        ? stripOfOwn(withAuthor(command, author), those, recent, query.language)
        : stripOfIncoming(those, query.language),
    };
    if (known.paid || known.strip) answers.push(known);
  }
  return { posts: query.recent ? await knownPosts() : null, known: answers };
}

async function knownPosts(): Promise<KnownPosts> {
  const ids = await latestTweets(MAX_POSTS);
  return { from: (ids.length < MAX_POSTS ? null : ids.at(-1)) ?? '', ids };
}

/**
 * The handle of the page's viewer, if he is the person of this wallet; by X's number where the page tells it. Null for
 * anybody else.
 */
export async function ownHandle(viewer: KnownQuery['viewer']): Promise<string | null> {
  const person = (await getSingleton('session'))?.person;
  if (!person) return null;
  const isOwn =
    viewer.xUserId === null
      ? viewer.handle?.toLowerCase() === person.handle.toLowerCase()
      : viewer.xUserId === person.x_user_id;
  return isOwn ? (viewer.handle ?? person.handle) : null;
}

/** A command and who wrote it: nobody pays himself. */
export type OwnCommand = PostedCommand & { readonly author: string };

export function withAuthor(command: PostedCommand, author: string): OwnCommand {
  return { ...command, author };
}

const sum = (payments: readonly Payment[]): Cents =>
  sumCents(payments.map(({ amount }) => centsFromWire(amount.amount)));

/** What has left this person's wallet for a post, and has not come back. */
function paidOn(payments: readonly Payment[], language: Language): TweetKnown['paid'] {
  const paid = payments.filter(
    ({ direction, state }) => direction === 'out' && (state === 'settled' || state === 'held'),
  );
  const refunded = sumCents(paid.map(({ amount_refunded }) => centsFromWire(amount_refunded.amount)));
  const stayed = sumCents([sum(paid), negateCents(refunded)]);
  if (stayed === 0n) return null;
  const amount = formatCents(stayed, language);
  // The sign stands where it stood before; whole euros without their cents.
  const digits = amount.replace(/[€\s]/g, '');
  const whole = digits.replace(/[.,]00$/, '');
  const short = whole === digits ? `€${digits}` : `€\u2009${whole}`;
  return { short, text: stripWords[language].paid(amount) };
}

function stripOfIncoming(payments: readonly Payment[], language: Language): Strip | null {
  const mine = payments.find(
    ({ direction, state, origin }) =>
      direction === 'in' && state === 'settled' && (origin === 'command_tweet' || origin === 'composer'),
  );
  if (!mine) return null;
  const amount = formatCents(centsFromWire(mine.amount.amount), language);
  return { text: stripWords[language].toYou(amount, mine.payer.handle), tone: 'done' };
}

/** Of money that went nowhere nothing is known but that it was ordered: it may have been for any post. */
const CAME_TO_NOTHING: ReadonlySet<Payment['state']> = new Set(['cancelled', 'expired', 'refused']);

/** A payment from the composer may have been made before X gave the post its number: asked twice, it would be paid twice. */
export function withUnnamed(
  command: OwnCommand,
  payments: readonly Payment[],
  recent: readonly Payment[],
): Payment[] {
  const postedAt = Date.parse(command.postedAt ?? '');
  const wish = readOwn(command);
  const payees = new Set(wish?.payees.map((handle) => handle.toLowerCase()));
  const near = recent.filter(
    (payment) =>
      payment.tweet_id === null &&
      payment.origin === 'composer' &&
      payment.direction === 'out' &&
      !CAME_TO_NOTHING.has(payment.state) &&
      payees.has(payment.payee.handle.toLowerCase()) &&
      centsFromWire(payment.amount.amount) === wish?.amount &&
      Math.abs(Date.parse(payment.created_at) - postedAt) < SAME_MOMENT_MS,
  );
  return [...payments, ...near];
}

function readOwn({ text, replyTo, author }: OwnCommand): Open | null {
  const reading = readCommand(text, { replyTo, author });
  if (reading?.kind !== 'payment') return null;
  return { payees: reading.payees, amount: reading.amountMinor, memo: reading.memo };
}

export function isWaiting(payment: Payment, now_ms: number): boolean {
  const waits = payment.state === 'awaiting_confirmation' || payment.state === 'created';
  return waits && payment.direction === 'out' && Date.parse(payment.expires_at) > now_ms;
}

/** What an own command still asks for: the payees for whom nothing was ordered. Null if it is read as no payment, or is old. */
export function openOf(command: OwnCommand, payments: readonly Payment[], now_ms: number): Open | null {
  const read = readOwn(command);
  const posted_ms = Date.parse(command.postedAt ?? '');
  if (!read || !(now_ms - posted_ms < COMMAND_LIFE_MS)) return null;
  const ordered = new Set(
    payments.filter((payment) => payment.direction === 'out').map(({ payee }) => payee.handle.toLowerCase()),
  );
  const payees = read.payees.filter((payee) => !ordered.has(payee.toLowerCase()));
  return payees.length > 0 ? { ...read, payees } : null;
}

function stripOfOwn(
  command: OwnCommand,
  named: readonly Payment[],
  recent: readonly Payment[],
  language: Language,
): Strip | null {
  const now_ms = Date.now();
  const payments = withUnnamed(command, named, recent);
  const out = payments.filter(({ direction }) => direction === 'out');
  const open = openOf(command, payments, now_ms);
  const states = wordsEverywhere(language).states;
  const parts = out.map((payment) => {
    const { handle } = payment.payee;
    const state = isLate(payment, now_ms) ? 'expired' : payment.state;
    const word = states[state]({ direction: 'out', payee: `@${handle}` });
    const said = saying(word, centsFromWire(payment.amount.amount), handle, language);
    return payment.refusal === null ? said : `${said} · ${whyRefused(payment.refusal, language)}`;
  });
  if (open) {
    const word = states.awaiting_confirmation({ direction: 'out', payee: '' });
    for (const payee of open.payees) parts.push(saying(word, open.amount, payee, language));
  }
  if (parts.length > 0) {
    const waits = open !== null || out.some((payment) => isWaiting(payment, now_ms));
    const isDone = out.some(({ state }) => state === 'settled' || state === 'held');
    return { text: parts.join(' · '), tone: waits ? 'waiting' : isDone ? 'done' : 'stopped' };
  }
  return neverOrdered(command, language);
}

/** Nothing was ordered for it: it was not confirmed in time, or it is no payment and says why. */
function neverOrdered(command: OwnCommand, language: Language): Strip | null {
  const read = readOwn(command);
  if (read) {
    const word = wordsEverywhere(language).states.expired({ direction: 'out', payee: '' });
    const to = read.payees.map((payee) => `@${payee}`).join(', ');
    return { text: `${capital(word)} · ${formatCents(read.amount, language)} ${to}`, tone: 'stopped' };
  }
  const { text, replyTo, author } = command;
  const view = viewCommand({ place: 'composer', text, replyTo, author, language });
  return view ? { text: stripWords[language].notRead(view.text), tone: 'stopped' } : null;
}

/** The API has not said so yet, or this computer has not heard it. */
const isLate = (payment: Payment, now_ms: number): boolean =>
  (payment.state === 'awaiting_confirmation' || payment.state === 'created') && !isWaiting(payment, now_ms);

function whyRefused(code: NonNullable<Payment['refusal']>, language: Language): string {
  return errorText({ code, attemptsLeft: null, limitMinor: null }, null, language);
}

function saying(word: string, amount: Cents, handle: string, language: Language): string {
  return `${capital(word)} · ${commandWords[language].to(formatCents(amount, language), handle)}`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
