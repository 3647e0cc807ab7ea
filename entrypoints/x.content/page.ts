/**
 * What features share on one page of X: watcher, viewer, theme, language, and the way to send a wish. A feature that
 * throws is reported and left out; the others go on.
 */
import type { PayWish } from '../../lib/messages.ts';
import { type PageWords, pageWords } from '../../lib/words/page.ts';
import {
  type Language,
  type Misses,
  PageWatcher,
  readAccent,
  readLanguage,
  readViewer,
  type Theme,
  themeOf,
  type Viewer,
} from '../../lib/x/index.ts';
import { createSwitches, type Switches } from '../../lib/x/switches.ts';
import type { Ask } from './extension.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { isOurs, oursIn } from './ours.ts';
import { type PlacedButton, wakeButtons } from './pay-button.ts';

/** Milliseconds between two looks for the accent colour, until it is found. */
const ACCENT_MS = 1_000;

export type Page = {
  readonly document: Document;
  /** A feature's own: aborted when it is switched off. */
  readonly signal: AbortSignal;
  /** The page's: aborted when the extension has gone. */
  readonly life: AbortSignal;
  readonly watcher: PageWatcher;
  /** Selectors that found nothing so far. */
  readonly misses: Misses;
  /** The path alone: this script runs on X's own hosts only. */
  url(): string;
  viewer(): Viewer;
  theme(): Theme;
  /** The viewer's own colour on X; null until a post with a link was seen. */
  accent(): string | null;
  words(): PageWords;
  language(): Language;
  /** Opens the wallet on a wish. */
  pay(wish: PayWish): void;
  /** Asks the background. */
  readonly ask: Ask;
  /** What the background tells. */
  readonly inbox: Inbox;
  /** The buttons on tweets. Weak: an article that X unmounts takes its entry along. */
  readonly placed: WeakMap<Element, PlacedButton>;
};

/**
 * One thing we add to X's page. Its page's signal is its own: aborted when the extension goes and when the feature is
 * switched off, whereupon it takes every element and listener of its own away.
 */
export type Feature = { readonly name: string; init(page: Page): void };

export type PageOptions = {
  readonly document: Document;
  readonly signal: AbortSignal;
  readonly pay: (wish: PayWish) => void;
  readonly ask?: Ask;
  readonly inbox?: Inbox;
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
    isOurs,
    onError: report,
  });
  wakeButtons(document, signal);
  const look = rememberedLook(document, signal, () => watcher.recheck());
  const viewer = rememberedViewer(document);
  const ask = options.ask ?? (() => Promise.resolve(null));
  const inbox = options.inbox ?? openInbox(null, signal);
  const language = rememberedLanguage(document);
  return {
    document,
    signal,
    life: signal,
    watcher,
    misses: new Map(),
    url: () => document.location.pathname,
    viewer,
    theme: look.theme,
    accent: look.accent,
    words: () => pageWords[language()],
    language,
    pay: options.pay,
    ask,
    inbox,
    placed: new WeakMap(),
  };
}

type Look = { theme(): Theme; accent(): string | null };

/**
 * Read when the attributes change by which X sets it, and not at each tweet: asking for a computed colour makes the
 * browser restyle all that has just been added. A page that comes back from the browser's own cache may have missed one.
 * @param onNews something changed that is not told by attributes of ours: language, or a page that has come back
 */
function rememberedLook(document: Document, signal: AbortSignal, onNews: () => void): Look {
  const view = document.defaultView;
  const colour = (element: Element, property: 'color' | 'backgroundColor') =>
    view?.getComputedStyle(element)[property] ?? '';
  let theme = themeOf(colour(document.body, 'backgroundColor'));
  let accent: string | null = null;
  let { lang } = document.documentElement;
  const paint = () => {
    for (const element of oursIn(document)) {
      element.dataset.theme = theme;
      if (accent) element.style.setProperty('--accent', accent);
    }
  };
  const look = () => {
    const before = theme;
    theme = themeOf(colour(document.body, 'backgroundColor'));
    if (theme !== before) paint();
    if (document.documentElement.lang === lang) return;
    lang = document.documentElement.lang;
    onNews();
  };
  const observer = new MutationObserver(look);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, {
      attributes: true,
      attributeFilter: ['style', 'data-theme', 'class', 'lang'],
    });
  }
  const onShow = (event: PageTransitionEvent) => {
    if (!event.persisted) return;
    look();
    onNews();
  };
  view?.addEventListener('pageshow', onShow, { signal });
  // Once a page's posts are drawn, and not while they are: one reading is enough for all that follow.
  const findAccent = () => {
    if (signal.aborted || accent) return;
    accent = readAccent(document, (link) => colour(link, 'color'));
    if (accent) paint();
    else setTimeout(findAccent, ACCENT_MS);
  };
  setTimeout(findAccent, ACCENT_MS);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  return { theme: () => theme, accent: () => accent };
}

/** Asked for at each tweet, and read anew only when X has named another. */
function rememberedLanguage(document: Document): () => Language {
  let lang: string | null = null;
  let language: Language = 'en';
  return () => {
    const now = document.documentElement.lang;
    if (now !== lang) language = readLanguage(document);
    lang = now;
    return language;
  };
}

/** The viewer is asked for at each tweet, and known for good once the navigation bar names him. */
function rememberedViewer(document: Document): () => Viewer {
  let known: Viewer = { handle: null, numericId: null };
  return () => {
    if (known.handle === null) known = readViewer(document);
    return known;
  };
}

/**
 * Starts the features that are on, and starts or stops each whenever its switch changes.
 * @returns how another feature joins them
 */
export function runFeatures(
  features: readonly Feature[],
  page: Page,
  switches: Switches = createSwitches(),
): (feature: Feature) => void {
  for (const left of oursIn(page.document)) left.remove();
  page.signal.addEventListener('abort', () => {
    for (const left of oursIn(page.document)) left.remove();
  });
  const running = new Map<Feature, AbortController | null>();
  const follow = (feature: Feature) => {
    const own = running.get(feature) ?? null;
    const isOn = switches.isOn(feature.name) && !page.signal.aborted;
    if (isOn === (own !== null)) return;
    own?.abort();
    running.set(feature, isOn ? startFeature(feature, page) : null);
  };
  const join = (feature: Feature) => {
    running.set(feature, null);
    follow(feature);
  };
  const refollow = () => {
    for (const feature of running.keys()) follow(feature);
    page.watcher.recheck();
  };
  for (const feature of features) join(feature);
  switches.onChange(refollow, page.signal);
  page.watcher.start();
  return (feature) => {
    join(feature);
    // It has seen nothing of what stands there already.
    page.watcher.recheck();
  };
}

function startFeature(feature: Feature, page: Page): AbortController {
  const own = new AbortController();
  page.signal.addEventListener('abort', () => own.abort(), { once: true, signal: own.signal });
  if (page.signal.aborted) own.abort();
  try {
    feature.init({ ...page, signal: own.signal });
  } catch (error) {
    report(feature.name, error);
    own.abort();
  }
  return own;
}

function report(name: string, error: unknown): void {
  console.warn(`[moineau] ${name}`, error);
}
