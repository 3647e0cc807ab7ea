/** A page of X with our features on it, for tests: the watcher's frames come when the test says so. */
import { type Mock, vi } from 'vitest';
import type { PayWish } from '../../lib/messages.ts';
import type { Ask } from './extension.ts';
import type { Inbox } from './inbox.ts';
import { type Feature, openPage, type Page, runFeatures } from './page.ts';
import { payButtonsIn } from './pay-button.ts';
import { profileButton } from './profile-button.ts';
import { tweetButton } from './tweet-button.ts';

export type Opened = {
  page: Page;
  /** What stands for X: everything is rendered in here. */
  root: HTMLElement;
  pay: Mock<(wish: PayWish) => void>;
  abort: () => void;
  dead: Mock<() => void>;
  alive: { now: boolean };
};

let watcher: Page['watcher'] | null = null;

/** Ends when the watcher has looked at everything. */
export async function settle(): Promise<void> {
  do {
    await new Promise((done) => setTimeout(done, 20));
  } while (watcher && watcher.pending > 0);
}

export function goTo(path: string): void {
  history.replaceState(null, '', path);
}

export async function openX(
  html: string,
  features: readonly Feature[] = [tweetButton, profileButton],
  wiring: { ask?: Ask; inbox?: Inbox } = {},
): Promise<Opened> {
  rememberClickListeners();
  rememberClosedRoots();
  document.body.innerHTML = '<div id="react-root"></div>';
  const root = document.getElementById('react-root') as HTMLElement;
  root.innerHTML = html;
  const controller = new AbortController();
  const pay = vi.fn<(wish: PayWish) => void>();
  const alive = { now: true };
  const dead = vi.fn(() => controller.abort());
  const page = openPage({
    document,
    signal: controller.signal,
    pay,
    isAlive: () => alive.now,
    onDead: dead,
    ...wiring,
  });
  watcher = page.watcher;
  runFeatures(features, page);
  await settle();
  return { page, root, pay, dead, alive, abort: () => controller.abort() };
}

export function buttons(): HTMLElement[] {
  return payButtonsIn(document);
}

export function inner(host: Element | undefined): HTMLButtonElement {
  return host?.shadowRoot?.querySelector('button') as HTMLButtonElement;
}

export function labels(): (string | null)[] {
  return buttons().map((host) => inner(host).getAttribute('aria-label'));
}

/** Click listeners by target, of everything opened since. */
const clickListeners = new WeakMap<EventTarget, EventListener[]>();

function rememberClickListeners(): void {
  const add = EventTarget.prototype.addEventListener;
  vi.spyOn(EventTarget.prototype, 'addEventListener').mockImplementation(function (
    this: EventTarget,
    ...args
  ) {
    const [type, listener] = args;
    if (type === 'click' && typeof listener === 'function') {
      clickListeners.set(this, [...(clickListeners.get(this) ?? []), listener]);
    }
    add.apply(this, args);
  });
}

const closedRoots = new WeakMap<Element, ShadowRoot>();

function rememberClosedRoots(): void {
  const attach = Element.prototype.attachShadow;
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (this: Element, init) {
    const root = attach.call(this, init);
    if (init.mode === 'closed') closedRoots.set(this, root);
    return root;
  });
}

/** What this person alone sees in an element of ours: the text of its closed root. Null if it has none. */
export function privately(host: Element | undefined): string | null {
  for (const element of host?.shadowRoot?.querySelectorAll('*') ?? []) {
    const root = closedRoots.get(element);
    if (root) return [...root.querySelectorAll('b, span')].map((line) => line.textContent).join('|');
  }
  return null;
}

/** What a person does: jsdom can't make a trusted event, so the listeners are told that theirs is. */
export function trustedClick(host: Element | undefined): void {
  inner(host).dispatchEvent(new Event('pointerdown', { bubbles: true, composed: true }));
  const listeners = clickListeners.get(inner(host)) ?? [];
  if (listeners.length === 0) throw new Error('nothing listens to a click on the button');
  for (const listener of listeners) listener({ isTrusted: true } as Event);
}
