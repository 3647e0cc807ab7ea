/**
 * What features share on one page of X: watcher, viewer, theme, language, and the way to send a wish. A feature that
 * throws is reported and left out; the others go on.
 */
import type { PayWish } from '../../lib/messages.ts';
import { type PageWords, pageWords } from '../../lib/words/page.ts';
import {
  type Misses,
  PageWatcher,
  readLanguage,
  readViewer,
  type Theme,
  themeOf,
  type Viewer,
} from '../../lib/x/index.ts';
import { isPayButton, payButtonsIn } from './pay-button.ts';

export type Page = {
  readonly document: Document;
  readonly signal: AbortSignal;
  readonly watcher: PageWatcher;
  /** Selectors that found nothing so far. */
  readonly misses: Misses;
  /** The path alone: this script runs on X's own hosts only. */
  url(): string;
  viewer(): Viewer;
  theme(): Theme;
  words(): PageWords;
  /** Opens the wallet on a wish. */
  pay(wish: PayWish): void;
};

/** One thing we add to X's page. Lets go of everything when the page's signal is aborted. */
export type Feature = { readonly name: string; init(page: Page): void };

export type PageOptions = {
  readonly document: Document;
  readonly signal: AbortSignal;
  readonly pay: (wish: PayWish) => void;
  readonly isAlive: () => boolean;
  /** The extension has gone: aborts the signal. */
  readonly onDead: () => void;
};

export function openPage(options: PageOptions): Page {
  const { document, signal, isAlive, onDead } = options;
  const watcher = new PageWatcher({
    document,
    signal,
    isAlive,
    onDead,
    isOurs: isPayButton,
    onError: report,
  });
  return {
    document,
    signal,
    watcher,
    misses: new Map(),
    url: () => document.location.pathname,
    viewer: rememberedViewer(document),
    theme: rememberedTheme(document, signal),
    words: () => pageWords[readLanguage(document)],
    pay: options.pay,
  };
}

/**
 * Read when the attributes change by which X sets it, and not at each tweet: asking for a computed colour makes the
 * browser restyle all that has just been added.
 */
function rememberedTheme(document: Document, signal: AbortSignal): () => Theme {
  const read = () => themeOf(document.defaultView?.getComputedStyle(document.body).backgroundColor ?? '');
  let shown = read();
  const observer = new MutationObserver(() => {
    const theme = read();
    if (theme === shown) return;
    shown = theme;
    for (const button of payButtonsIn(document)) button.dataset.theme = theme;
  });
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true, attributeFilter: ['style', 'data-theme', 'class'] });
  }
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  return () => shown;
}

/** The viewer is asked for at each tweet, and known for good once the navigation bar names him. */
function rememberedViewer(document: Document): () => Viewer {
  let known: Viewer = { handle: null, numericId: null };
  return () => {
    if (known.handle === null) known = readViewer(document);
    return known;
  };
}

export function runFeatures(features: readonly Feature[], page: Page): void {
  for (const left of payButtonsIn(page.document)) left.remove();
  page.signal.addEventListener('abort', () => {
    for (const button of payButtonsIn(page.document)) button.remove();
  });
  for (const feature of features) {
    try {
      feature.init(page);
    } catch (error) {
      report(feature.name, error);
    }
  }
  page.watcher.start();
}

function report(name: string, error: unknown): void {
  console.warn(`[moineau] ${name}`, error);
}
