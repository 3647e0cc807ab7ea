/**
 * The quick look at a post, for the most that scroll by: one search for whatever bears a test id, and one walk through
 * what it finds. Says something only of a post that is just as X draws them today, with every mark in its place; of all
 * else it says nothing, and the patient reader (tweet.ts) has the word. Where both speak, they say the same. Pure.
 */
import { find, findAll } from './find.ts';
import { agreed, avatarHandle, handleOfLink, lastHandle, statusOfLink } from './handles.ts';
import { areAsBuilt } from './rules.ts';
import { MARKED, selectors, testIds } from './selectors.ts';

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

const [CELL] = selectors.cell;
/** What may stand between a mark and its post, and would make the mark another's. */
const OWNERS = [...selectors.article, ...selectors.quote].join(',');
/** Around a cell: an ad's tracker, a post that holds others. */
const AROUND = [...selectors.article, ...selectors.tracker].join(',');

/** Null: look patiently. Never an ad, a focal post, or one of whose author there is the least doubt. */
export function plainGlance(article: Element): Glance | null {
  if (!areAsBuilt() || article.getAttribute('tabindex') !== '0') return null;
  const cell = article.closest(CELL ?? '');
  const marks = cell && readMarks(cell, article);
  if (!marks || cell.parentElement?.closest(AROUND)) return null;
  const { picture, row, reply, context } = marks;
  const isOwn = (element: Element) => element.closest(OWNERS) === article;
  if (!isOwn(picture) || !isOwn(row) || !isOwn(reply) || (context && !isOwn(context))) return null;
  const bar = reply.closest(selectors.actionBar[0] ?? '');
  const name = find(row, 'link');
  const time = find(row, 'permalinkTime')?.closest(selectors.link[0] ?? '');
  const status = time && statusOfLink(time);
  if (!bar || !article.contains(bar) || !name || !status?.handle) return null;
  const votes = [avatarHandle(picture), handleOfLink(name), lastHandle(findAll(row, 'textBlock'))];
  // Silence of one of them is a doubt too, here.
  if (votes.includes(null)) return null;
  const handle = agreed([...votes, status.handle]);
  if (!handle) return null;
  const { tweetId } = status;
  return { bar, handle, tweetId, promoted: false, focal: false, hasContext: context !== null };
}

type Marks = {
  readonly picture: Element;
  readonly row: Element;
  readonly reply: Element;
  readonly context: Element | null;
};

/** The first of each kind, in the order in which X draws them; null for what isn't so, and for ads. */
function readMarks(cell: Element, article: Element): Marks | null {
  let context: Element | null = null;
  let picture: Element | null = null;
  let row: Element | null = null;
  let before = '';
  for (const mark of cell.querySelectorAll(MARKED)) {
    const id = mark.getAttribute('data-testid') ?? '';
    if (before === '') {
      // Nothing but the post stands in a plain cell, and nothing marked around it.
      if (mark !== article || id !== testIds.tweet) return null;
    } else if (id === testIds.authorName) {
      row = mark;
      break;
    } else if (id === testIds.socialContext) context = mark;
    else if (id.startsWith(testIds.avatar)) {
      if (picture || before !== testIds.avatarBox) return null;
      picture = mark;
    }
    before = id;
  }
  if (!picture || !row || find(cell, 'adPixel')) return null;
  const reply = find(article, 'reply');
  return reply && { picture, row, reply, context };
}
