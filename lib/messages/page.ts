/**
 * What travels between our script in X's page and the background. Nothing here may take a code, name an amount or tell a
 * balance; what is answered of a person's own payments is words to draw where X's scripts can't read them.
 */
import { z } from 'zod';
import { Handle, Instant, TweetId, XUserId } from '../protocol/index.ts';

/** UTF-16 units; X's longest posts have 25,000 characters. */
const DraftedText = z.string().max(50_000);

/** What somebody types in X's page, and what the page knows beside it. Only of texts that hold a command's keyword. */
export const CommandDraft = z.strictObject({
  place: z.enum(['composer', 'chat']),
  text: DraftedText,
  /** The author of the post that is answered, or the person one writes to. */
  replyTo: Handle.nullable(),
  /** The viewer, where the page names him. */
  author: Handle.nullable(),
  language: z.enum(['fr', 'en']),
});
export type CommandDraft = z.infer<typeof CommandDraft>;

const TextSpan = z.strictObject({ start: z.int(), end: z.int() });

/** What stands beside the editor: one sentence, and which characters it is about. */
export const CommandView = z.strictObject({
  kind: z.enum(['payment', 'ask', 'refuse']),
  text: z.string(),
  spans: z.array(TextSpan),
  /** Writes `text` in the place of those characters. */
  fix: z.strictObject({ label: z.string(), text: z.string(), ...TextSpan.shape }).nullable(),
  /** Names of the two ways to pay; null unless the command can be carried out as it stands. */
  pay: z.strictObject({ alone: z.string(), posting: z.string() }).nullable(),
});
export type CommandView = z.infer<typeof CommandView>;

/**
 * A typed command that its author wants carried out. The text and not its reading: the background reads it itself, and
 * no amount goes through the page's hands but in the words of whoever pays.
 */
const commandWish = {
  /** Made by the page: by it the background tells how the wish ended. */
  wish: z.uuid(),
  text: DraftedText,
  replyTo: Handle.nullable(),
  author: Handle.nullable(),
  /** The post as which X has published the text; null if it wasn't, or the page doesn't tell. */
  tweetId: TweetId.nullable(),
};

/** What X's page tells of a person beside his handle. Shown as a warning before anything is paid; decides nothing. */
export const PageNotes = z.strictObject({
  /** Somebody else passed the post on: its author is paid. */
  reposted: z.boolean(),
  /** X's own "Parody account" label. */
  parody: z.boolean(),
  /** The handle in the post's address, where it isn't the author's: he has changed it, or the link lies. */
  addressHandle: Handle.nullable(),
});
export type PageNotes = z.infer<typeof PageNotes>;

/** What the page says about where € was clicked. Untrusted: the server resolves the handle itself. */
export const PayWish = z.discriminatedUnion('place', [
  z.strictObject({
    place: z.literal('tweet'),
    handle: Handle,
    tweetId: TweetId.nullable(),
    /** Display name as shown; written by its owner, so never parsed. */
    name: z.string().max(200),
    /** The beginning of the tweet, to recognise it by. */
    excerpt: z.string().max(200),
    notes: PageNotes,
  }),
  z.strictObject({
    place: z.literal('profile'),
    handle: Handle,
    /** X's numeric id as the header tells it; a mismatch with the server's answer stops the payment. */
    xUserId: z.string().max(20).nullable(),
    name: z.string().max(200),
    notes: PageNotes,
  }),
  z.strictObject({ place: z.literal('composer'), ...commandWish }),
  z.strictObject({ place: z.literal('chat'), ...commandWish }),
]);
export type PayWish = z.infer<typeof PayWish>;
/** A wish of one of our € buttons. */
export type ButtonWish = Extract<PayWish, { handle: string }>;
/** A wish of a typed command. */
export type CommandWish = Extract<PayWish, { wish: string }>;

/** Scripts that are put into a page on demand. */
export const PageScript = z.enum(['composer', 'doctor', 'marks']);
export type PageScript = z.infer<typeof PageScript>;

/** The parts of X's page whose health is watched. */
export const HealthPart = z.enum(['tweets', 'profiles', 'composers', 'chat']);
export type HealthPart = z.infer<typeof HealthPart>;

/** One page's look at itself: what could be read, and by the names of our selectors what could not. */
export const HealthReport = z.strictObject({
  well: z.array(HealthPart),
  off: z.array(z.strictObject({ part: HealthPart, missing: z.array(z.string().max(40)).max(20) })),
});
export type HealthReport = z.infer<typeof HealthReport>;

/** Parts on which € is off, because X has changed there. */
export const PageHealth = z.strictObject({ off: z.array(HealthPart) });
export type PageHealth = z.infer<typeof PageHealth>;

/** Whom the page takes for its viewer: what is known of his posts is answered to nobody else. */
export const PageViewer = z.strictObject({ handle: Handle.nullable(), xUserId: XUserId.nullable() });

/** The viewer's own post with a command in it, as he wrote it. */
export const PostedCommand = z.strictObject({
  tweetId: TweetId,
  text: z.string().max(4_000),
  replyTo: Handle.nullable(),
  postedAt: Instant.nullable(),
});
export type PostedCommand = z.infer<typeof PostedCommand>;

/** Posts asked for at once. */
export const MAX_ASKED = 100;

export const KnownQuery = z.strictObject({
  viewer: PageViewer,
  language: z.enum(['fr', 'en']),
  /** Which posts there is anything to know of at all, and what of the most recent: so that a page knows before it draws. */
  recent: z.boolean(),
  tweets: z.array(TweetId).max(MAX_ASKED),
  commands: z.array(PostedCommand).max(20),
});
export type KnownQuery = z.infer<typeof KnownQuery>;

export const StripTone = z.enum(['waiting', 'done', 'stopped']);

/** What this person alone is shown on one post. Words only: nothing for the page to decide by. */
export const TweetKnown = z.strictObject({
  tweetId: TweetId,
  /** What he paid on it: `short` in the place of €, `text` for who can't see it. */
  paid: z.strictObject({ short: z.string(), text: z.string() }).nullable(),
  /** The state of the command in it. */
  strip: z.strictObject({ text: z.string(), tone: StripTone }).nullable(),
});
export type TweetKnown = z.infer<typeof TweetKnown>;

/** The posts with a payment of this person's: of all others a page need not ask. Numbers only, and not all of them. */
export const KnownPosts = z.strictObject({
  /** As text: what stands before it in the order of texts may have payments too. */
  from: z.string(),
  ids: z.array(TweetId),
});
export type KnownPosts = z.infer<typeof KnownPosts>;

export const KnownAnswer = z.strictObject({
  /** Null unless it was asked for. */
  posts: KnownPosts.nullable(),
  known: z.array(TweetKnown),
});
export type KnownAnswer = z.infer<typeof KnownAnswer>;
