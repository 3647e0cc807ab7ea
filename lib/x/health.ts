/**
 * Says of a page which parts of it our readers still understand. What a part holds is known by witnesses of another kind
 * than the selectors that are judged: were they the same, a page that X has changed would only look empty. Pure; used by
 * the content script for the wallet's notice, and by `npm run x:canary` for saved pages.
 */
import { placeBeside } from './composer.ts';
import { around, find, findAll } from './find.ts';
import { readProfile } from './profile.ts';
import { inForce } from './rules.ts';
import type { SelectorName } from './selectors.ts';
import { findTweets, readTweet } from './tweet.ts';

export type PartName = 'tweets' | 'profiles' | 'composers' | 'chat';

export type PartHealth = {
  readonly part: PartName;
  /** `absent`: nothing of that kind is on this page. */
  readonly state: 'well' | 'off' | 'absent';
  /** How many of them are understood, of how many. */
  readonly read: number;
  readonly seen: number;
  /** Selectors that found nothing, where the part is off. */
  readonly missing: readonly SelectorName[];
};

/** What tells that something is there, whatever X calls it today. Never used to act on anything. */
const WITNESSES: Readonly<Record<PartName, string>> = {
  tweets:
    'article, [data-testid="tweet"], [data-testid="tweetText"], a[href*="/status/"] > time, ' +
    '[data-testid="cellInnerDiv"] [lang][dir="auto"]',
  profiles:
    '[data-testid="UserName"], [data-testid="UserProfileHeader_Items"], [data-testid="UserDescription"], ' +
    '[data-testid="UserJoinDate"], script[data-testid="UserProfileSchema-test"]',
  composers: '[contenteditable="true"][role="textbox"], textarea[data-testid*="tweet" i]',
  chat: 'textarea, [contenteditable="true"]',
};

/** Not tweets, though articles; not of the profile, though descriptions of people. */
const NOT_HERE = 'aside, [data-testid="HoverCard"], [data-testid="UserCell"], [aria-hidden="true"]';

/** The selectors without which a part can't be read, most telling first. */
const NEEDED: Readonly<Record<PartName, readonly SelectorName[]>> = {
  tweets: ['article', 'tweetMark', 'avatar', 'authorName', 'permalinkTime', 'reply', 'actionBar'],
  profiles: ['profileName', 'profileActions', 'follow', 'tracker', 'avatar'],
  composers: ['editor', 'editorLine', 'postButton'],
  chat: ['chatEditor', 'chatComposer', 'chatPartner'],
};

/** Fewer than this share of a page's tweets understood: the feature is off there. */
const ENOUGH = 0.5;

/**
 * @param url the page's address or path, or null where it isn't known
 * @param chat the inside of X's chat, where the page has one
 */
export function examinePage(document: Document, url: string | null, chat: ParentNode | null): PartHealth[] {
  return [
    examineTweets(document),
    examineProfile(document, url),
    examineComposers(document),
    chat ? examineChat(chat) : health('chat', document, 0, 0),
  ];
}

function examineTweets(document: Document): PartHealth {
  const witnesses = witnessesOf('tweets', document);
  const articles = witnesses.filter((element) => element.localName === 'article' && isOutermost(element));
  const tweets = findTweets(document).map((article) => ({ article, tweet: readTweet(article) }));
  const read = tweets.filter(({ tweet }) => tweet?.hasActionBar && tweet.handle !== null).length;
  // The copy of a post in the reply window has no bar, and needs no button.
  const isCopy = (article: Element) => around(article, 'modal') !== null;
  const copies = tweets.filter(
    ({ article, tweet }) => tweet?.hasActionBar === false && isCopy(article),
  ).length;
  const found = Math.max(articles.length, tweets.length, witnesses.length > 0 ? 1 : 0);
  return health('tweets', document, read, found - copies);
}

function examineProfile(document: Document, url: string | null): PartHealth {
  if (witnessesOf('profiles', document).length === 0) return health('profiles', document, 0, 0);
  const profile = readProfile(document, url);
  return health('profiles', document, profile?.rowAnchor ? 1 : 0, 1);
}

function examineComposers(document: Document): PartHealth {
  const editors = findAll(document, 'editor');
  const read = editors.filter((editor) => placeBeside(editor) !== null).length;
  const seen = new Set([...witnessesOf('composers', document).filter(isNoMessage), ...editors]).size;
  return health('composers', document, read, seen);
}

function examineChat(chat: ParentNode): PartHealth {
  const editors = findAll(chat, 'chatEditor');
  const read = editors.filter((editor) => placeBeside(editor) !== null && find(chat, 'chatPartner')).length;
  return health('chat', chat, read, witnessesOf('chat', chat).length === 0 ? 0 : Math.max(1, editors.length));
}

function health(part: PartName, root: ParentNode, read: number, seen: number): PartHealth {
  const state = seen === 0 ? 'absent' : read >= seen * ENOUGH && read > 0 ? 'well' : 'off';
  const missing = state === 'off' ? NEEDED[part].filter((name) => !isThere(root, name)) : [];
  return { part, state, read, seen, missing };
}

const isThere = (root: ParentNode, name: SelectorName): boolean =>
  inForce(name).some((selector) => root.querySelector(selector) !== null);

function witnessesOf(part: PartName, root: ParentNode): Element[] {
  return [...root.querySelectorAll(WITNESSES[part])].filter((element) => !element.closest(NOT_HERE));
}

const isOutermost = (element: Element): boolean => !element.parentElement?.closest('article');

/** The editors of X's old messages are none of its composers. */
const isNoMessage = (element: Element): boolean =>
  !(element.getAttribute('data-testid') ?? '').toLowerCase().startsWith('dm');
