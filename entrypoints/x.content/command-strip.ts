/**
 * The state of a command under the viewer's own tweet that holds one, and "to you" under one that paid him. Drawn at once
 * with its room, filled when the background has answered, so that nothing moves. It shows only what the background says
 * and reads no amount itself; a trusted click opens the wallet. For what others' tweets, quotes and translations say, none
 * ever says anything (T04).
 */
import type { PostedCommand, TweetKnown } from '../../lib/messages.ts';
import { mayHoldCommand } from '../../lib/x/editor.ts';
import { actionBar, findTweets, firstText, readTweet, readWritten } from '../../lib/x/index.ts';
import { type Known, knownOf } from './known.ts';
import { oursIn } from './ours.ts';
import type { Feature, Page } from './page.ts';
import { keepEvents, oncePer, whenTrusted } from './pay-button.ts';
import { type PrivateText, privateText } from './private-text.ts';

export const STRIP_TAG = 'moineau-command';

/** Milliseconds after its post in which a command is mostly confirmed. */
const YOUNG_MS = 24 * 3_600_000;

type Strip = {
  readonly host: HTMLElement;
  readonly key: string;
  readonly bar: Element;
  show(known: State): void;
};
type Found = {
  readonly tweetId: string;
  readonly command: PostedCommand | null;
  /** Another's command that names the viewer, posted so lately that he may be paid by it while he looks on. */
  readonly mayPay: boolean;
  /** Another's command that names the viewer. */
  readonly namesViewer: boolean;
  readonly isFocal: boolean;
};
type State = TweetKnown['strip'];

export const commandStrip: Feature = {
  name: 'command-strip',
  init(page) {
    const { signal, document } = page;
    const known = knownOf(page);
    const strips = new Strips(page);
    page.watcher.add({ name: 'command-strip', signal, tweet: (article) => strips.dress(article) });
    known.onAnswer(() => {
      for (const article of findTweets(document)) strips.dress(article);
    }, signal);
    const stop = () => {
      for (const host of oursIn(document)) if (host.localName === STRIP_TAG) host.remove();
    };
    signal.addEventListener('abort', stop, { once: true });
  },
};

class Strips {
  readonly #page: Page;
  readonly #known: Known;
  // Weak: articles that X unmounts take their entries along.
  readonly #strips = new WeakMap<Element, Strip>();
  readonly #seen = new WeakSet<Element>();

  constructor(page: Page) {
    this.#page = page;
    this.#known = knownOf(page);
  }

  dress(article: Element): void {
    const isNew = !this.#seen.has(article);
    this.#seen.add(article);
    if (!mayHoldCommand(firstText(article))) {
      this.#remove(article);
      return;
    }
    const found = this.#read(article);
    const bar = found && actionBar(article);
    const state = found && (this.#known.of(found.tweetId)?.strip ?? null);
    const isAnswered = found && this.#known.of(found.tweetId) !== undefined;
    // One's own gets its room before the answer, and so does another's that names the viewer. All others' get none.
    const waits = found?.mayPay || (!(isAnswered && isNew) && (found?.command || found?.namesViewer));
    if (!found || !bar?.parentElement || (!state && !waits)) {
      this.#remove(article);
      return;
    }
    const key = `${found.tweetId}|${found.command?.text ?? ''}|${this.#page.language()}`;
    const now = this.#strips.get(article);
    if (now?.key === key && now.bar === bar && now.host.isConnected) {
      now.show(state);
      return;
    }
    // What would push a timeline under the reader's eyes waits until X draws this tweet again. On its own page it comes.
    if (!isNew && !now && !found.isFocal && isInSight(article)) return;
    now?.host.remove();
    const strip = this.#create(article, key, bar, found.command !== null);
    strip.show(state);
    bar.parentElement.insertBefore(strip.host, bar.nextSibling);
    this.#strips.set(article, strip);
  }

  /** Whose tweet it is, and the command in it if it is the viewer's own; asks what is known of it. */
  #read(article: Element): Found | null {
    const tweet = readTweet(article);
    if (!tweet?.tweetId || !tweet.handle || tweet.promoted || !tweet.hasActionBar) return null;
    const { tweetId } = tweet;
    const viewer = this.#page.viewer().handle?.toLowerCase() ?? null;
    const isOwn = tweet.handle.toLowerCase() === viewer;
    const written = viewer === null ? null : readWritten(article);
    const isCommand = written !== null && mayHoldCommand(written.text);
    const command = isCommand && isOwn ? { tweetId, ...written } : null;
    const namesViewer = isCommand && !isOwn && viewer !== null && names(written, viewer);
    const mayPay = namesViewer && Date.now() - Date.parse(written.postedAt ?? '') < YOUNG_MS;
    this.#known.want(tweetId, command ?? undefined);
    return { tweetId, command, mayPay, namesViewer, isFocal: tweet.focal };
  }

  #remove(article: Element): void {
    const strip = this.#strips.get(article);
    if (!strip) return;
    // Taking away the room would move what is below: unless it is out of sight, it only goes empty.
    strip.show(null);
    if (strip.host.isConnected && isInSight(article)) return;
    strip.host.remove();
    this.#strips.delete(article);
  }

  #create(article: Element, key: string, bar: Element, isOwn: boolean): Strip {
    const { document } = this.#page;
    const host = document.createElement(STRIP_TAG);
    host.dataset.theme = this.#page.theme();
    const root = host.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-label', this.#page.words().command);
    button.setAttribute('aria-describedby', 'state');
    const text = document.createElement('span');
    text.id = 'state';
    button.append(text);
    root.append(style, button);
    keepEvents(host);
    let shown: State = null;
    const open = oncePer(1_000, () => {
      if (shown) this.#open(article);
    });
    button.addEventListener('click', whenTrusted(open));
    const inner = privateText(text, TEXT_STYLE);
    return {
      host,
      key,
      bar,
      show(state) {
        // One's own is the same to look at for X's scripts whatever it says; another's has no button while it is empty.
        shown = state;
        button.hidden = !isOwn && state === null;
        draw(inner, state);
      },
    };
  }

  /** Read again at the click: the background judges the words that stand there now. */
  #open(article: Element): void {
    const found = this.#read(article);
    if (!found) return;
    const { handle, numericId } = this.#page.viewer();
    const viewer = { handle, xUserId: numericId };
    void this.#page.ask('page.command_open', { viewer, tweetId: found.tweetId, command: found.command });
  }
}

/** Whether a command mentions somebody, or answers him. Whether it pays him is the background's to know. */
function names({ text, replyTo }: { text: string; replyTo: string | null }, handle: string): boolean {
  const mentions = text.toLowerCase().match(/[@＠]\w+/g) ?? [];
  return replyTo?.toLowerCase() === handle || mentions.some((mention) => mention.slice(1) === handle);
}

const SIGN = { waiting: '●', done: '✓', stopped: '–' } as const;

function draw(inner: PrivateText, state: State): void {
  inner.set(state ? [{ text: `€ ${SIGN[state.tone]} ${state.text}`, tone: state.tone }] : []);
}

/** Whether a person can see it or what it would push: above the window's lower edge. */
function isInSight(article: Element): boolean {
  const view = article.ownerDocument.defaultView;
  const { top, bottom, height } = article.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < (view?.innerHeight ?? 0);
}

/** One line, always as high: what it says never changes its height. */
const STYLE = `
:host { all: initial; display: block; height: 1.75rem; margin-top: 4px; --ours: #0b6e56; --muted: rgb(83,100,113);
  --stop: rgb(196,32,44); --ground: rgba(14,138,107,.1); }
:host([data-theme=dim]), :host([data-theme=dark]) { --ours: #3ed6ae; --muted: rgb(139,152,165); --stop: #ff7a85;
  --ground: rgba(62,214,174,.12); }
button { all: unset; box-sizing: border-box; display: block; max-width: 100%; height: 1.75rem; cursor: pointer; border-radius: 9999px; }
button[hidden] { display: none; }
button:focus-visible { outline: 2px solid var(--ours); outline-offset: -2px; }
span { display: block; max-width: 100%; }
`;

const TEXT_STYLE = `
b { display: block; box-sizing: border-box; max-width: 100%; height: 1.75rem; padding-inline: .8rem; border-radius: 9999px;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: 600 .87rem/1.75rem system-ui, sans-serif;
  color: var(--ours); background: var(--ground); unicode-bidi: plaintext; }
b.waiting { text-decoration: underline; text-underline-offset: .2em; }
b.stopped { color: var(--stop); }
@media (forced-colors: active) { b { color: ButtonText; border: 1px solid; } }
`;
