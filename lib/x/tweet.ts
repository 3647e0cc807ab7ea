/**
 * Reads one tweet: whose it is, which, and where our button may stand. Pure: Element → values, null on doubt.
 * Must never throw on a page written by somebody hostile, change the page, or take the quoted person for the author.
 */
import { around, find, findAll, isA, type Misses, noteMiss } from './find.ts';
import { agreed, avatarHandle, handleAfterAt, handleOfLink, lastHandle, statusOfLink } from './handles.ts';
import type { SelectorName } from './selectors.ts';
import { textOf, writtenText } from './text.ts';

/** UTF-16 units; what `PayWish` takes. */
const MAX_SHOWN = 200;

/** The least that says whether somebody can be paid for a tweet, and who. Every tweet that X mounts is looked at so. */
export type Glance = {
  /** The author; of a repost, who wrote it first. Null unless every source on the page agrees. */
  readonly handle: string | null;
  /** Null where the page doesn't tell: some ads, the copy in the reply window. */
  readonly tweetId: string | null;
  readonly promoted: boolean;
  /** The post a page is about, with its larger bar. */
  readonly focal: boolean;
  /** Shown with "reposted", "pinned" or the like above it. */
  readonly hasContext: boolean;
  /** The row of reply, repost, like. */
  readonly bar: Element | null;
};

export type TweetRef = Omit<Glance, 'bar'> & {
  /** Display name as shown: its owner wrote it, it may hold another's @handle. */
  readonly name: string;
  readonly isQuoteInside: boolean;
  readonly hasActionBar: boolean;
  /** Somebody else passed it on; the author is not him. */
  readonly reposted: boolean;
  /** X labels the account a parody: worth a word before paying. */
  readonly parody: boolean;
  readonly excerpt: string;
};

/** All tweets of a page or part of one, in document order, modals included; never one inside another. */
export function findTweets(root: ParentNode): Element[] {
  return findAll(root, 'article', isOutermostTweet);
}

export function isTweet(article: Element): boolean {
  return isA(article, 'article') && isOutermostTweet(article);
}

function isOutermostTweet(article: Element): boolean {
  if (article.parentElement && around(article.parentElement, 'article')) return false;
  return isA(article, 'tweetMark') || find(article, 'tweetMark') !== null || find(article, 'reply') !== null;
}

/** The tweet an element is part of: the outermost article around it. */
export function tweetAround(element: Element): Element | null {
  let outermost: Element | null = null;
  for (let at = around(element, 'article'); at; at = around(at.parentElement ?? at, 'article')) {
    if (at === outermost) break;
    outermost = at;
  }
  return outermost && isTweet(outermost) ? outermost : null;
}

/** What of the article is the author's: without the quoted post and without embedded articles. */
function ownPart(article: Element) {
  const isOwn = (element: Element) =>
    around(element, 'article') === article && quoteAround(element, article) === null;
  return {
    first(name: SelectorName): Element | null {
      // Nearly always the author's own comes first: then the rest of the article need not be searched.
      const found = find(article, name);
      return found === null || isOwn(found) ? found : (findAll(article, name, isOwn)[0] ?? null);
    },
    all: (name: SelectorName): Element[] => findAll(article, name, isOwn),
  };
}

/** The quoted post of the article that an element is part of. */
function quoteAround(element: Element, article: Element): Element | null {
  for (let at = around(element, 'quote'); at && at !== article && article.contains(at); ) {
    if (find(at, 'quoteMark')) return at;
    at = at.parentElement && around(at.parentElement, 'quote');
  }
  return null;
}

/** What is needed of every post that X mounts: it is to cost no more than it must. */
export function glanceAt(article: Element, misses?: Misses): Glance | null {
  return isTweet(article) ? lookAt(article, ownPart(article), misses) : null;
}

function lookAt(article: Element, own: Own, misses: Misses | undefined): Glance & { author: Author } {
  const bar = barOf(article, own);
  const status = readStatus(own);
  const author = readAuthor(article, own);
  if (!bar) noteMiss(misses, 'reply');
  if (!status) noteMiss(misses, 'permalinkTime');
  if (author.votes.length === 0) noteMiss(misses, 'authorName');
  return {
    bar,
    author,
    handle: agreed([...author.votes, ...(status?.handle ? [status.handle] : [])]),
    tweetId: status?.tweetId ?? null,
    promoted: isPromoted(article),
    focal: bar !== null && article.getAttribute('tabindex') === '-1',
    hasContext: own.first('socialContext') !== null,
  };
}

export function readTweet(article: Element, misses?: Misses): TweetRef | null {
  if (!isTweet(article)) return null;
  const own = ownPart(article);
  const { bar, author, ...seen } = lookAt(article, own, misses);
  const text = own.first('tweetText');
  return {
    ...seen,
    name: author.nameBlock ? textOf(author.nameBlock, MAX_SHOWN) : '',
    isQuoteInside: findAll(article, 'quote', (link) => find(link, 'quoteMark') !== null).length > 0,
    hasActionBar: bar !== null,
    reposted: own.all('socialContext').some(namesSomebodyElse(seen.handle)),
    parody: own.first('parodyLink') !== null,
    excerpt: text ? textOf(text, MAX_SHOWN) : '',
  };
}

type Own = ReturnType<typeof ownPart>;

/** "Pinned" leads nowhere; "Chloé reposted" to Chloé. Somebody who reposts himself is no other. */
function namesSomebodyElse(author: string | null): (context: Element) => boolean {
  return (context) => {
    const link = around(context, 'link') ?? find(context, 'link');
    const named = link && handleOfLink(link);
    return named !== null && named.toLowerCase() !== author?.toLowerCase();
  };
}

/** The text that stands first in a post, nearly always its author's own; '' for a post without. Nothing to rely on. */
export function firstText(article: Element): string {
  return find(article, 'tweetText')?.textContent ?? '';
}

/** What the grammar may be given of a tweet. */
export type WrittenCommand = {
  readonly text: string;
  /** Whom the tweet answers, where the page says it and names one person; else null. */
  readonly replyTo: string | null;
  /** ISO 8601, as X's own `time` has it. */
  readonly postedAt: string | null;
};

/** UTF-16 units. A command is short; what is longer than any post is none. */
const MAX_WRITTEN = 4_000;

/**
 * The author's own words, whole and in his language: never a quoted post, never X's translation, never the first lines
 * of more (T04). Null where the page doesn't show them so.
 */
export function readWritten(article: Element): WrittenCommand | null {
  const own = ownPart(article);
  const block = own.first('tweetText');
  if (!block || own.first('showMore') || isTranslation(block)) return null;
  const text = writtenText(block, MAX_WRITTEN);
  if (text === null) return null;
  const posted_ms = Date.parse(own.first('permalinkTime')?.getAttribute('datetime') ?? '');
  const postedAt = Number.isNaN(posted_ms) ? null : new Date(posted_ms).toISOString();
  return { text, replyTo: readReplyTo(own, block), postedAt };
}

/** Above its own translations X says so, with a button to the original. */
function isTranslation(block: Element): boolean {
  for (let above = block.previousElementSibling; above; above = above.previousElementSibling) {
    if (find(above, 'aboveText')) return true;
  }
  return false;
}

/** "Replying to @bob" stands between the author's row and the text. Of several, none is the one. */
function readReplyTo(own: Own, block: Element): string | null {
  const row = own.first('authorName');
  const isBetween = (link: Element) =>
    row !== null &&
    (row.compareDocumentPosition(link) & 4) !== 0 && // DOCUMENT_POSITION_FOLLOWING
    !row.contains(link) &&
    (block.compareDocumentPosition(link) & 2) !== 0 && // DOCUMENT_POSITION_PRECEDING
    !block.contains(link);
  const named = own.all('link').filter((link) => isBetween(link) && handleAfterAt(link.textContent ?? ''));
  const [first, ...more] = named.map(handleOfLink);
  return more.length === 0 ? (first ?? null) : null;
}

type Author = { readonly votes: readonly string[]; readonly nameBlock: Element | null };

/** Each source that speaks of the author has one vote. */
function readAuthor(article: Element, own: Own): Author {
  const votes: (string | null)[] = [avatarHandle(own.first('avatar'))];
  const block = own.first('authorName') ?? legacyAuthorLink(article, own);
  if (!block) return { votes: votes.filter((vote) => vote !== null), nameBlock: null };
  const nameLink = isA(block, 'link') ? block : find(block, 'link');
  const blocks = findAll(block, 'textBlock');
  votes.push(nameLink && handleOfLink(nameLink), lastHandle(blocks));
  return { votes: votes.filter((vote) => vote !== null), nameBlock: blocks[0] ?? null };
}

/** Until 2022 nothing marked the author's row: it is the first profile link that shows an `@handle` in a block. */
function legacyAuthorLink(article: Element, own: Own): Element | null {
  const scope = isA(article, 'tweetMark') ? article : (find(article, 'tweetMark') ?? article);
  return (
    own
      .all('authorLink')
      .find(
        (link) =>
          scope.contains(link) &&
          !around(link, 'socialContext') &&
          handleOfLink(link) !== null &&
          lastHandle(findAll(link, 'textBlock')) !== null,
      ) ?? null
  );
}

function readStatus(own: Own): { handle: string | null; tweetId: string } | null {
  const first = statusOf(own.first('permalinkTime'));
  if (first) return first;
  for (const time of own.all('permalinkTime')) {
    const status = statusOf(time);
    if (status) return status;
  }
  const analytics = own.first('analyticsLink');
  return analytics ? statusOfLink(analytics) : null;
}

function statusOf(time: Element | null): ReturnType<typeof statusOfLink> {
  const link = time && around(time, 'link');
  return link && statusOfLink(link);
}

/**
 * An ad is wrapped whole in X's visibility tracker, at once; its pixels come when heights are known. A tracker
 * inside the tweet is a player's, one around several tweets a list's.
 */
function isPromoted(article: Element): boolean {
  const cell = around(article, 'cell');
  if (cell && find(cell, 'adPixel')) return true;
  const tracker = around(article, 'tracker');
  if (!tracker) return false;
  return cell?.contains(tracker) || findTweets(tracker).length === 1;
}

function barOf(article: Element, own: Own): Element | null {
  const isInside = (bar: Element | null) => (bar && article.contains(bar) ? bar : null);
  const reply = own.first('reply');
  const first = reply && isInside(around(reply, 'actionBar'));
  if (first || !reply) return first;
  for (const other of own.all('reply')) {
    const bar = isInside(around(other, 'actionBar'));
    if (bar) return bar;
  }
  return null;
}

/** The row of reply, repost, like; the first one if the post has two. */
export function actionBar(article: Element): Element | null {
  return barOf(article, ownPart(article));
}

export type Place = { readonly parent: Element; readonly before: Element | null };

/**
 * Before the share menu, which is X's last and has no test id; after everything where X put something else last.
 * Another extension's button may stand behind it or before it: what opens a menu is X's.
 */
export function placeInBar(bar: Element, isOurs: (element: Element) => boolean = () => false): Place {
  const isPlain = (child: Element) =>
    !isOurs(child) && !isA(child, 'engagement') && find(child, 'engagement') === null;
  const opensMenu = (child: Element) => isA(child, 'opensMenu') || find(child, 'opensMenu') !== null;
  let last = bar.lastElementChild;
  for (let at = last; at; at = at.previousElementSibling) {
    if (isPlain(at) && opensMenu(at)) return { parent: bar, before: at };
  }
  while (last && isOurs(last)) last = last.previousElementSibling;
  return { parent: bar, before: last && isPlain(last) ? last : null };
}
