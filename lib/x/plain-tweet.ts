/**
 * The quick look at a post, for the most that scroll by: each mark is searched for once, by its newest selector alone, and
 * no more elements are touched than that. Says something only of a post that is just as X draws them today, with every mark
 * in its place; of all else it says nothing, and the patient reader (tweet.ts) has the word. Where both speak, they say the
 * same. Pure.
 */
import { agreed, avatarHandle, handleOfLink, lastHandle, statusOfLink } from './handles.ts';
import { areAsBuilt } from './rules.ts';
import { type SelectorName, selectors, testIds } from './selectors.ts';

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

const newest = (name: SelectorName): string => selectors[name][0] ?? '';
const ARTICLE = newest('article');
const CELL = newest('cell');
const AD_PIXEL = newest('adPixel');
const AVATAR = newest('avatar');
const AUTHOR = newest('authorName');
const CONTEXT = newest('socialContext');
const TIME = newest('permalinkTime');
const REPLY = newest('reply');
const BAR = newest('actionBar');
const LINK = newest('link');
const BLOCK = newest('textBlock');
/** What may stand between a mark and its post, and would make the mark another's. */
const OWNERS = [...selectors.article, ...selectors.quote].join(',');
/** A post within a post, or in what may be an ad. */
const ELSEWHERE = [`${ARTICLE} ${ARTICLE}`, ...selectors.tracker].join(',');

/** The one post of a cell that a timeline puts in, which is nearly all that comes; null: look patiently. */
export function postOfCell(node: Element): Element | null {
  if (!areAsBuilt() || node.getAttribute('data-testid') !== testIds.cell) return null;
  const articles = node.querySelectorAll(ARTICLE);
  const post = articles.length === 1 ? articles[0] : undefined;
  if (post?.getAttribute('data-testid') !== testIds.tweet || node.closest(ARTICLE)) return null;
  return post;
}

/** Null: look patiently. Never an ad, a focal post, or one of whose author there is the least doubt. */
export function plainGlance(article: Element): Glance | null {
  if (!areAsBuilt() || article.getAttribute('tabindex') !== '0') return null;
  if (article.getAttribute('data-testid') !== testIds.tweet || article.closest(ELSEWHERE)) return null;
  const cell = article.closest(CELL);
  if (!cell || cell.querySelector(AD_PIXEL)) return null;
  const picture = ownFirst(article, AVATAR);
  const row = ownFirst(article, AUTHOR);
  const time = ownFirst(article, TIME)?.closest(LINK);
  const reply = ownFirst(article, REPLY);
  const bar = reply?.closest(BAR);
  if (!picture || !row || !time || !bar || !article.contains(bar)) return null;
  const context = article.querySelector(CONTEXT);
  if (context && context.closest(OWNERS) !== article) return null;
  const name = row.querySelector(LINK);
  const status = statusOfLink(time);
  if (!name || !status) return null;
  const votes = [
    avatarHandle(picture),
    handleOfLink(name),
    lastHandle(row.querySelectorAll(BLOCK)),
    status.handle,
  ];
  // Silence of one of them is a doubt too, here.
  const handle = votes.includes(null) ? null : agreed(votes);
  if (!handle) return null;
  const { tweetId } = status;
  return { bar, handle, tweetId, promoted: false, focal: false, hasContext: context !== null };
}

/** The first of a kind, unless it is another's. */
function ownFirst(article: Element, selector: string): Element | null {
  const found = article.querySelector(selector);
  return found?.closest(OWNERS) === article ? found : null;
}
