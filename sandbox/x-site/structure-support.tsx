/** What both structure tests need: the saved pages, our components drawn into jsdom, and the comparison. */

import { JSDOM } from 'jsdom';
import { type ComponentChildren, render } from 'preact';
import { act } from 'preact/test-utils';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { readXDom } from '../../tests/support/x-dom.ts';
import { setState, startWith, takeWorld } from './client/store.ts';
import { TweetCell } from './client/tweet-cell.tsx';
import { createTweetBook } from './tweets.ts';

export const alice = '1500000000000000101';
export const bob = '1500000000000000202';
const files = {
  home2024: '2024-11_home_loggedin_dark_a.html',
  modal2024: '2024-11_tmh_modal.html',
  home2025: '2025-02_home_loggedin_dark.html',
  profile2025: '2025-12_profile_loggedout_dark.html',
  home2026: '2026-10_home_loggedin_light_fragment.html',
  reply2026: '2026-10_reply_modal_composer_fragment.html',
  status2026: '2026-10_status_focal_quote_inlinereply_fragment.html',
  chat2026: '2026-10_dm_chat_shadowroot_fragment.html',
  header2023: '2023-12_profile_header_other_following.html',
} as const;

export function saved(file: keyof typeof files): Document {
  // A declarative shadow root is a template to this parser; its content is made findable.
  const html = readXDom(files[file])
    .replaceAll(/<template shadowrootmode="open">/g, '<div>')
    .replaceAll('</template>', '</div>');
  return new JSDOM(html).window.document;
}

export function savedAll(selector: string, ...from: (keyof typeof files)[]): Element[] {
  return from.flatMap((file) => [...saved(file).querySelectorAll(selector)]);
}

let drawn: Element | undefined;

/** Draws into the page, in place of what was drawn before. Its effects run now: none may outlive the test's page. */
export function draw(content: ComponentChildren): Element {
  erase();
  const place = document.createElement('div');
  document.body.append(place);
  void act(() => render(content, place));
  drawn = place;
  return place;
}

function erase(): void {
  const place = drawn;
  drawn = undefined;
  if (place) void act(() => render(null, place));
  document.body.replaceChildren();
}

export function only(root: ParentNode, selector: string): Element {
  const found = root.querySelector(selector);
  if (found === null) throw new Error(`our page lacks ${selector}`);
  return found;
}

export function cell(tweetId: string, kind: 'list' | 'focal' | 'copy' = 'list'): Element {
  return only(draw(<TweetCell entry={{ key: 'k', tweetId }} kind={kind} />), 'article');
}

/** Ours, minus theirs, minus what is accepted. */
export function foreign(
  ours: Iterable<string>,
  theirs: ReadonlySet<string>,
  accepted: Readonly<Record<string, string>> = {},
): string[] {
  return [...ours].filter((relation) => !theirs.has(relation) && accepted[relation] === undefined);
}

/** Call once in a test file: a page in jsdom, signed in as alice, with the seeded world. */
export function useSeededPage(): void {
  afterAll(erase);
  beforeAll(() => {
    globalThis.ResizeObserver = class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
    window.scrollTo = () => undefined;
  });

  beforeEach(() => {
    startWith({
      session: { user_id: alice, isActiveCreator: false },
      entities: { users: { entities: {} } },
      settings: { remote: { settings: { screen_name: 'alice', language: 'en' } } },
      sandbox: {
        preferences: {
          lang: 'en',
          dir: 'ltr',
          theme: 'light',
          fontSize: 15,
          baseClass: 'css-g5y9jx',
          accent: 'blue',
        },
        signInAs: [],
      },
    });
    takeWorld(createTweetBook({}).world());
    setState({ menu: undefined, toast: undefined });
  });
}
