/**
 * € in the row of buttons of a profile that isn't one's own. X reuses the head of a profile for the next one, so its
 * text is watched and the button bound again; in between, when the parts disagree, there is none.
 */
import { type ProfileRef, placeInProfile, profileHead, readProfile } from '../../lib/x/index.ts';
import type { Feature, Page } from './page.ts';
import { createPayButton, type PayButton } from './pay-button.ts';

/** Milliseconds until a head whose parts disagree is read again: X changes address and head one after the other. */
const RETRY_MS = 400;
const MAX_RETRIES = 5;

export const profileButton: Feature = {
  name: 'profile-button',
  init(page) {
    const row = new ProfileRow(page);
    page.watcher.add({ name: 'profile-button', signal: page.signal, settled: () => row.check() });
    page.signal.addEventListener('abort', () => row.stop(), { once: true });
  },
};

class ProfileRow {
  readonly #page: Page;
  readonly #observer: MutationObserver;
  #head: Element | null = null;
  #button: PayButton | null = null;
  #key = '';
  #retries = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(page: Page) {
    this.#page = page;
    this.#observer = new MutationObserver(() => {
      this.#retries = 0;
      page.watcher.changedOutside();
    });
  }

  check(): void {
    const { document } = this.#page;
    this.#observe(profileHead(document));
    const profile = this.#head && this.#read();
    const place = profile?.rowAnchor ? placeInProfile(document) : null;
    if (!profile || !place || this.#isOwn(profile)) {
      this.#remove();
      if (this.#head && !profile) this.#retry();
      return;
    }
    this.#retries = 0;
    const key = `${profile.handle.toLowerCase()}|${profile.numericId}|${this.#page.language()}`;
    if (this.#key === key && this.#button?.host.parentElement === place.parent) return;
    this.#remove();
    this.#key = key;
    this.#button = createPayButton(document, 'profile', { theme: this.#page.theme() }, () => this.#wish());
    this.#button.label(this.#page.words().payTo(profile.handle));
    // X's rows wrap with a margin below, or not: as the neighbour, so that the row's height stays.
    const neighbour = place.parent.firstElementChild;
    const style = neighbour && document.defaultView?.getComputedStyle(neighbour);
    this.#button.host.style.marginBottom = style?.marginBottom ?? '';
    place.parent.insertBefore(this.#button.host, place.before);
  }

  stop(): void {
    this.#observer.disconnect();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#remove();
  }

  #read(): ProfileRef | null {
    return readProfile(this.#page.document, this.#page.url(), this.#page.misses);
  }

  #isOwn(profile: ProfileRef): boolean {
    return profile.own || profile.handle.toLowerCase() === this.#page.viewer().handle?.toLowerCase();
  }

  /** Text and links of the head only: its text changes without any node being added. */
  #observe(head: Element | null): void {
    if (head === this.#head) return;
    this.#observer.disconnect();
    this.#head = head;
    if (!head) return;
    this.#observer.observe(head, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['data-testid', 'href'],
    });
  }

  #retry(): void {
    if (this.#timer !== null || this.#retries >= MAX_RETRIES) return;
    this.#retries++;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#page.watcher.changedOutside();
    }, RETRY_MS);
  }

  #remove(): void {
    this.#button?.host.remove();
    this.#button = null;
    this.#key = '';
  }

  /** Read again at the click, and frozen. */
  #wish(): void {
    const profile = this.#read();
    if (!profile || this.#isOwn(profile)) {
      this.#remove();
      return;
    }
    const { handle, numericId, name, parody } = profile;
    const notes = { reposted: false, parody, addressHandle: null };
    this.#page.pay({ place: 'profile', handle, xUserId: numericId, name, notes });
  }
}
