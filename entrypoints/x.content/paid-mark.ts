/**
 * "€ 5" in the place of the sign, on tweets that this person paid: to him alone. From what the background answers; it
 * asks for a tweet when its button stands, and marks it before the next paint if the answer is there already. Takes no
 * room: nothing beside it moves.
 */
import { findTweets } from '../../lib/x/index.ts';
import { type Known, knownOf } from './known.ts';
import type { Feature, Page } from './page.ts';
import { FACE_ID } from './pay-button.ts';
import { privateText } from './private-text.ts';

type Paid = { readonly short: string; readonly text: string } | null;

/** In the place of the sign, as wide as its disc at most; `--n` is the number of characters. */
const STYLE = `
b { position: absolute; inset: 0; display: flex; align-items: center; justify-content: center; white-space: nowrap;
  font: 700 min(.8rem, calc(4.1rem / var(--n)))/1 system-ui, sans-serif; font-variant-numeric: tabular-nums;
  color: var(--ours); pointer-events: none; direction: ltr; unicode-bidi: isolate; }
@media (forced-colors: active) { b { color: ButtonText; } }
`;

/** What is drawn, by button: so that nothing is drawn twice. */
const shown = new WeakMap<Element, string>();

export const paidMark: Feature = {
  name: 'paid-mark',
  init(page) {
    const { signal, document } = page;
    const known = knownOf(page);
    const markIt = (article: Element) => mark(page, known, article);
    page.watcher.add({ name: 'paid-mark', signal, tweet: markIt });
    known.onAnswer((tweetIds) => {
      for (const article of findTweets(document)) {
        if (tweetIds.has(page.placed.get(article)?.tweetId ?? '')) markIt(article);
      }
    }, signal);
    const unmark = () => {
      for (const article of findTweets(document)) draw(page.placed.get(article)?.host, null);
    };
    signal.addEventListener('abort', unmark, { once: true });
  },
};

function mark({ placed }: Page, known: Known, article: Element): void {
  const button = placed.get(article);
  if (!button?.tweetId) return;
  const answer = known.of(button.tweetId);
  if (answer === undefined) known.want(button.tweetId);
  else draw(button.host, answer?.paid ?? null);
}

function draw(host: Element | undefined, paid: Paid): void {
  if (!host) return;
  const key = paid ? `${paid.short}\n${paid.text}` : '';
  if (key === (shown.get(host) ?? '')) return;
  const face = host.shadowRoot?.getElementById(FACE_ID);
  if (!face) return;
  shown.set(host, key);
  // A closed root can't be taken off again, and an element may have one only once.
  const next = face.cloneNode(true) as HTMLElement;
  face.replaceWith(next);
  if (!paid) return;
  // The sign is the element's child and in no slot: over it stands what only this person sees.
  const style = `:host{--n:${[...paid.short].length}}${STYLE}`;
  privateText(next, style).set([{ text: paid.short }, { text: paid.text, hidden: true }]);
}
