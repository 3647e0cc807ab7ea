/**
 * X's keyboard shortcuts. X uses Mousetrap, which leaves keys alone that start in a field, and takes the field
 * from `composedPath()[0]`: an input in an open shadow root is seen, one in a closed root is not, and typing
 * "n" there opens the composer.
 */

import { openMenu, openReply } from './action-bar.tsx';
import { closeModal, currentPlace, isModal, leadOf, navigate, statusOf } from './router.ts';
import { getState, setState, showWaiting, toggle } from './store.ts';

/** Mousetrap's stopCallback: true where the key belongs to a field. */
export function belongsToField(event: Pick<KeyboardEvent, 'target' | 'composedPath'>): boolean {
  const first = event.composedPath()[0] ?? event.target;
  const element = first instanceof HTMLElement ? first : undefined;
  if (element === undefined) return false;
  // isContentEditable is not in jsdom.
  const editable = element.isContentEditable === true || element.closest('[contenteditable="true"]') !== null;
  return ['INPUT', 'SELECT', 'TEXTAREA'].includes(element.tagName) || editable;
}

/** A key pressed a second after "g" still belongs to it. */
const chord_ms = 1_000;
let gPressedAt_ms = Number.NEGATIVE_INFINITY;

export function startShortcuts(page: Document): void {
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return closeTop();
    if (event.ctrlKey || event.metaKey || event.altKey || belongsToField(event)) return;
    if (getState().viewerId === undefined) return;
    const act = actionFor(event.key, event.timeStamp, page);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  // X takes Ctrl+K before anyone else, to open its search.
  window.addEventListener(
    'keydown',
    (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        page.querySelector<HTMLElement>('[data-testid="SearchBox_Search_Input"]')?.focus();
      }
    },
    true,
  );
}

/** Escape closes what lies on top: a menu, then a modal. */
function closeTop(): void {
  if (getState().menu !== undefined) setState({ menu: undefined });
  else if (isModal(currentPlace().path)) closeModal();
}

function actionFor(key: string, at_ms: number, page: Document): (() => void) | undefined {
  if (at_ms - gPressedAt_ms < chord_ms) {
    gPressedAt_ms = Number.NEGATIVE_INFINITY;
    const viewer = getState().viewer?.handle ?? '';
    const path = { h: '/home', p: `/${viewer}`, m: '/i/chat', n: '/notifications', e: '/explore' }[key];
    if (path !== undefined) return () => navigate(path);
  }
  const article = selected(page);
  const tweet =
    article === undefined
      ? undefined
      : getState().tweets.get(statusOf(leadOf(article) ?? currentPlace().below)?.tweetId ?? '');
  switch (key) {
    case 'g':
      return () => {
        gPressedAt_ms = at_ms;
      };
    case 'n':
      return () => navigate('/compose/post');
    case 'j':
      return () => step(page, 1);
    case 'k':
      return () => step(page, -1);
    case '.':
      return showWaiting;
    case '/':
      return () => page.querySelector<HTMLElement>('[data-testid="SearchBox_Search_Input"]')?.focus();
    default:
      break;
  }
  if (tweet === undefined || article === undefined) return undefined;
  switch (key) {
    case 'l':
      return () => toggle('liked', tweet.id);
    case 'b':
      return () => toggle('bookmarked', tweet.id);
    case 'r':
      return () => openReply(tweet);
    case 't': {
      const button = article.querySelector('[data-testid="retweet"], [data-testid="unretweet"]');
      return button === null ? undefined : () => openMenu(tweet, 'repost', button);
    }
    case 'Enter':
      // Only with the focus on the tweet itself: Enter on a button in it is the button's.
      return page.activeElement === article
        ? () => navigate(leadOf(article) ?? currentPlace().path)
        : undefined;
    default:
      return undefined;
  }
}

/** The tweet that holds the focus, or the focal one of a tweet's page. */
function selected(page: Document): Element | undefined {
  const focused = page.activeElement?.closest('article[data-testid="tweet"]');
  return (
    focused ??
    page.querySelector('[data-testid="primaryColumn"] article[data-testid="tweet"][tabindex="-1"]') ??
    undefined
  );
}

function step(page: Document, by: 1 | -1): void {
  const articles = [
    ...page.querySelectorAll<HTMLElement>('[data-testid="primaryColumn"] article[data-testid="tweet"]'),
  ].sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top);
  const focused = page.activeElement?.closest<HTMLElement>('article[data-testid="tweet"]');
  const current = focused === null || focused === undefined ? -1 : articles.indexOf(focused);
  const next = articles[current === -1 ? 0 : current + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'center' });
}
