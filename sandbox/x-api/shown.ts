/**
 * A post as X's API shows it. REST has had new names since August 2026 (`post.fields`, `referenced_posts`, `note_post`);
 * the stream keeps the old ones. Must never show what was not asked for.
 */
import type { SandboxAccount } from '../world.ts';
import { escapeText, findMentions } from './mentions.ts';
import type { ShownPost } from './record.ts';

/** What X puts into `text`; the whole stands in the note. */
const shortLength = 280;

export type Names = 'rest' | 'stream';

// biome-ignore format: a list of names
export const postFieldsKnown: ReadonlySet<string> = new Set([
  'article', 'article_title', 'attachments', 'card_uri', 'community_id', 'context_annotations', 'conversation_id',
  'created_at', 'display_text_range', 'edit_controls', 'entities', 'geo', 'id', 'lang', 'matched_media_notes',
  'media_metadata', 'non_public_metrics', 'note_post', 'note_request_suggestions', 'organic_metrics',
  'paid_partnership', 'possibly_sensitive', 'promoted_metrics', 'public_metrics', 'reply_settings', 'scopes', 'source',
  'suggested_source_links', 'suggested_source_links_with_counts', 'text', 'withheld',
]);

/** @param asked fields and expansions together: with REST, whose post it is comes with an expansion. */
export function showPost(
  shown: ShownPost,
  accounts: readonly SandboxAccount[],
  asked: ReadonlySet<string>,
  names: Names,
): Record<string, unknown> {
  const { post, versions } = shown;
  const full = escapeText(shown.text);
  const text = [...full].length > shortLength ? `${[...full].slice(0, shortLength - 1).join('')}…` : full;
  const old = names === 'stream';
  const all: Record<string, unknown> = {
    author_id: post.authorId,
    conversation_id: post.inReplyToId ?? post.id,
    created_at: post.createdAt,
    display_text_range: [shown.shownFrom, [...text].length],
    entities: entitiesOf(text, accounts),
    in_reply_to_user_id: shown.inReplyToUserId,
    lang: post.lang,
    [old ? 'note_tweet' : 'note_post']:
      text === full ? undefined : { text: full, entities: entitiesOf(full, accounts) },
    [old ? 'referenced_tweets' : 'referenced_posts']: referencesOf(shown),
  };
  const wanted = Object.entries(all).filter(([field, value]) => asked.has(field) && value !== undefined);
  return {
    id: post.id,
    text,
    [old ? 'edit_history_tweet_ids' : 'edit_history_post_ids']: versions,
    ...Object.fromEntries(wanted),
  };
}

function entitiesOf(text: string, accounts: readonly SandboxAccount[]): object | undefined {
  const mentions = findMentions(text).map((mention) => {
    const account = accounts.find(({ handle }) => handle.toLowerCase() === mention.username.toLowerCase());
    return account ? { ...mention, username: account.handle, id: account.id } : mention;
  });
  return mentions.length === 0 ? undefined : { mentions };
}

function referencesOf({ post }: ShownPost): object[] | undefined {
  const references = [
    ...(post.inReplyToId === undefined ? [] : [{ type: 'replied_to', id: post.inReplyToId }]),
    ...(post.quotedId === undefined ? [] : [{ type: 'quoted', id: post.quotedId }]),
    ...(post.repostedId === undefined ? [] : [{ type: 'retweeted', id: post.repostedId }]),
  ];
  return references.length === 0 ? undefined : references;
}
