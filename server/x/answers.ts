/**
 * X's answers about texts, checked and put into our words. X renamed its fields in August 2026 in REST and not in the
 * stream, so both names are read. Nothing here connects to anything.
 */
import { z } from 'zod';
import { type XMention, type XPage, type XPost, type XText, XUnavailableError } from './port.ts';

const Id = z.string().regex(/^[1-9][0-9]{0,18}$/);

const Entities = z.object({
  mentions: z.array(z.object({ username: z.string().nullish(), id: z.string().nullish() })).nullish(),
});
const Reference = z.object({ type: z.string(), id: Id });
const Note = z.object({ text: z.string(), entities: Entities.nullish() });

const Post = z.object({
  id: Id,
  text: z.string(),
  author_id: Id,
  created_at: z.iso.datetime(),
  display_text_range: z.tuple([z.int(), z.int()]).optional(),
  entities: Entities.optional(),
  edit_history_post_ids: z.array(Id).optional(),
  edit_history_tweet_ids: z.array(Id).optional(),
  in_reply_to_user_id: Id.optional(),
  note_post: Note.optional(),
  note_tweet: Note.optional(),
  referenced_posts: z.array(Reference).optional(),
  referenced_tweets: z.array(Reference).optional(),
});

const Message = z.object({
  id: Id,
  event_type: z.string(),
  text: z.string().optional(),
  sender_id: Id.optional(),
  created_at: z.iso.datetime().optional(),
  entities: Entities.optional(),
});

const Meta = z.object({ next_token: z.string().optional() });
const PostPage = z.object({ data: z.array(Post).optional(), meta: Meta.optional() });
const MessagePage = z.object({ data: z.array(Message).optional(), meta: Meta.optional() });

/** The fields of REST that a post is read from. */
export const postFields = {
  'post.fields': 'created_at,display_text_range,entities,note_post,text',
  expansions: 'author_id,edit_history_post_ids,in_reply_to_user_id,referenced_posts',
} as const;
export const messageFields = {
  'dm_event.fields': 'created_at,entities,event_type,id,text',
  expansions: 'sender_id',
  event_types: 'MessageCreate',
} as const;

/** @throws XUnavailableError when it is not what X says it is */
export function readPostPage(answer: unknown): XPage<XPost> {
  const { data = [], meta } = parse(PostPage, answer);
  return { items: data.map(toPost), next: meta?.next_token ?? null };
}

/** @throws XUnavailableError when it is not what X says it is */
export function readMessagePage(answer: unknown): XPage<XText> {
  const { data = [], meta } = parse(MessagePage, answer);
  return { items: data.flatMap(toText), next: meta?.next_token ?? null };
}

/** What X answered, if it has this form. @throws XUnavailableError */
export function parse<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const reading = schema.safeParse(answer);
  if (reading.success) return reading.data;
  throw new XUnavailableError(
    `X's answer is not of its documented form (${reading.error.issues[0]?.path.join('.')})`,
  );
}

function toPost(post: z.output<typeof Post>): XPost {
  const note = post.note_post ?? post.note_tweet;
  const references = post.referenced_posts ?? post.referenced_tweets ?? [];
  const repliedTo = references.find(({ type }) => type === 'replied_to') ?? null;
  const versions = post.edit_history_post_ids ?? post.edit_history_tweet_ids ?? [post.id];
  const whole = note?.text ?? post.text;
  const { text, uncertainLead } = repliedTo
    ? withoutLead(whole, post.display_text_range?.[0])
    : { text: whole, uncertainLead: [] };
  return {
    id: post.id,
    authorId: post.author_id,
    text: unescapeText(text),
    writtenAt: new Date(post.created_at),
    mentions: mentionsOf([post.entities, note?.entities]),
    versions: versions.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
    isRepost: references.some(({ type }) => type === 'retweeted'),
    repliedToId: repliedTo?.id ?? null,
    repliedToUserId: post.in_reply_to_user_id ?? null,
    uncertainLead,
  };
}

/** Other events than messages have no text. */
function toText({ id, text, sender_id, created_at, entities }: z.output<typeof Message>): XText[] {
  if (text === undefined || sender_id === undefined || created_at === undefined) return [];
  const writtenAt = new Date(created_at);
  return [{ id, authorId: sender_id, text, writtenAt, mentions: mentionsOf([entities]) }];
}

/** Handles with an id each. One that X names with two ids is none: X contradicts itself. */
function mentionsOf(entities: readonly (z.output<typeof Entities> | null | undefined)[]): XMention[] {
  const ids = new Map<string, string | null>();
  const all = entities.flatMap((one) => one?.mentions ?? []);
  for (const { username, id } of all) {
    if (!username || !id || !Id.safeParse(id).success) continue;
    const key = username.toLowerCase();
    const known = ids.get(key);
    ids.set(key, known === undefined || known === id ? id : null);
  }
  return [...ids].flatMap(([handle, xUserId]) => (xUserId === null ? [] : [{ handle, xUserId }]));
}

const leading = /^(?:\s*[@＠][A-Za-z0-9_]{1,15}(?![A-Za-z0-9_@＠]))+\s*/u;

/**
 * A reply without the handles that X puts before it. Where X says what its site shows (in code points), that is what
 * its author wrote; where it does not, handles at the beginning may be either's.
 */
function withoutLead(text: string, shownFrom: number | undefined) {
  if (shownFrom !== undefined) {
    return { text: [...text].slice(shownFrom).join(''), uncertainLead: [] };
  }
  const lead = leading.exec(text)?.[0] ?? '';
  const handles = [...lead.matchAll(/[A-Za-z0-9_]+/g)].map(([handle]) => handle);
  return { text: text.slice(lead.length), uncertainLead: handles };
}

/** X escapes three characters, and only in posts; after cutting, since its offsets count them as escaped. */
function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
