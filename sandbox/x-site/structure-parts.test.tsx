// @vitest-environment jsdom
/** Holds composers, profile, people, page frame, chat and photo modal to X's structure, as structure.test.tsx does tweets. */

import { describe, expect, it, vi } from 'vitest';
import { PATIENCE } from '../../tests/support/patience.ts';
import { xDomFolder } from '../../tests/support/x-dom.ts';
import { ChatRoot } from './client/chat.tsx';
import { Composer } from './client/composer.tsx';
import { ComposerModal } from './client/composer-modal.tsx';
import { HoverCard } from './client/hover-card.tsx';
import { Layout } from './client/layout.tsx';
import { PhotoModal } from './client/photo-modal.tsx';
import { ProfileHeader } from './client/profile-header.tsx';
import { UserCell } from './client/user-cell.tsx';
import { common, nameOf, relationsOf, union } from './skeleton.ts';
import { alice, bob, draw, foreign, only, saved, savedAll, useSeededPage } from './structure-support.tsx';
import { openingIds } from './texts/opening.ts';
import { createTweetBook } from './tweets.ts';

useSeededPage();

describe.skipIf(xDomFolder === undefined)('the structure of the sandbox X site’s parts', () => {
  it('draws the reply modal as in October 2026, with a copy that has neither links in its name nor a bar', () => {
    const modal = only(draw(<ComposerModal replyToId={openingIds.bread} />), '[aria-modal="true"]');
    const theirs = savedAll('[aria-modal="true"]', 'reply2026').map((one) => relationsOf(one));
    expect(foreign(relationsOf(modal), union(theirs))).toEqual([]);
    expect([...common(theirs)].filter((relation) => !relationsOf(modal).has(relation))).toEqual([]);
    const copy = only(modal, 'article');
    expect(copy.querySelector('[role="group"], [data-testid="User-Name"] a')).toBeNull();
  });

  it('draws the home composer as in October 2026', () => {
    const box = only(draw(<Composer where="home" />), '[data-testid="tweetTextarea_0_label"]');
    const theirs = savedAll('[data-testid="tweetTextarea_0_label"]', 'home2026').map((one) =>
      relationsOf(one, false),
    );
    expect(foreign(relationsOf(box), union(theirs))).toEqual([]);
    const bar = only(draw(<Composer where="home" />), '[data-testid="toolBar"]');
    const bars = savedAll('[data-testid="toolBar"]', 'home2026').map((one) => relationsOf(one));
    expect(foreign(relationsOf(bar), union(bars))).toEqual([]);
    expect([...common(bars)].filter((relation) => !relationsOf(bar).has(relation))).toEqual([]);
  });

  it('draws the editor’s inside as Draft.js does', async () => {
    const inside = (root: ParentNode) =>
      only(root, '[data-block]').outerHTML.replaceAll(/ (data-(editor|offset-key)|class|style)="[^"]*"/g, '');
    const ours = draw(<Composer where="home" />);
    await vi.waitFor(() => only(ours, '[data-block]'), PATIENCE);
    expect(inside(ours)).toBe(inside(saved('home2026')));
  });

  it('puts the profile’s buttons in X’s order, with X’s own payment button between message and bell', () => {
    const person = createTweetBook({})
      .world()
      .people.find((one) => one.id === bob);
    if (person === undefined) throw new Error('no bob');
    const row = only(draw(<ProfileHeader person={person} />), '[data-testid="userActions"]').parentElement;
    const names = [...(row?.children ?? [])].map(nameOf);
    const theirRow = only(saved('header2023'), '[data-testid="userActions"]').parentElement;
    const theirs = [...(theirRow?.children ?? [])].map(nameOf);
    // Not in the snapshot of 2023: paymentsFromProfile, read in X's code of July 2025 (REPORT 2.10).
    expect(names.filter((name) => name !== 'button(button)[paymentsFromProfile]')).toEqual(theirs);
    expect(names.indexOf('button(button)[paymentsFromProfile]')).toBe(
      names.indexOf('button(button)[sendDMFromProfile]') + 1,
    );
  });

  it('draws the profile’s names and items with X’s relations only', () => {
    const person = createTweetBook({})
      .world()
      .people.find((one) => one.id === bob);
    if (person === undefined) throw new Error('no bob');
    const header = draw(<ProfileHeader person={person} />);
    const whole = [saved('profile2025').body, saved('header2023').body].map((one) => relationsOf(one));
    for (const part of ['UserName', 'UserDescription', 'UserProfileHeader_Items']) {
      expect(
        foreign(
          relationsOf(only(header, `[data-testid="${part}"]`)),
          union([
            ...whole,
            ...savedAll(`[data-testid="${part}"]`, 'profile2025', 'header2023').map((one) =>
              relationsOf(one),
            ),
          ]),
        ),
      ).toEqual([]);
    }
  });

  it('draws people as X does in its right column', () => {
    const person = createTweetBook({})
      .world()
      .people.find((one) => one.id === bob);
    if (person === undefined) throw new Error('no bob');
    const ours = relationsOf(only(draw(<UserCell person={person} />), '[data-testid="UserCell"]'));
    const theirs = savedAll('[data-testid="UserCell"]', 'home2024', 'home2025').map((one) =>
      relationsOf(one),
    );
    // The verified mark stood on none of the people of that page; on tweets it stands so.
    expect(
      foreign(ours, union(theirs), { 'a(link) > svg(img)[icon-verified]': 'the tick of a verified person' }),
    ).toEqual([]);
    expect([...common(theirs)].filter((relation) => !ours.has(relation))).toEqual([]);
  });

  it('draws the hover card of the parts that X’s lists and profiles have', () => {
    const person = createTweetBook({})
      .world()
      .people.find((one) => one.id === bob);
    if (person === undefined) throw new Error('no bob');
    const card = draw(<HoverCard person={person} loaded />);
    // Of X's own card no page was saved: its parts are held to those of a list's person and a profile's head.
    const theirs = union([
      ...savedAll('[data-testid="UserCell"]', 'home2024', 'home2025').map((one) => relationsOf(one)),
      ...[saved('header2023').body, saved('profile2025').body].map((one) => relationsOf(one)),
    ]);
    const drawn = [...relationsOf(card)];
    expect(
      foreign(drawn, theirs, { 'a(link) > svg(img)[icon-verified]': 'the tick of a verified person' }),
    ).toEqual(
      // The card itself stands in no saved page; what stands in it does.
      [
        '(root) > div[HoverCard]',
        ...['div[UserAvatar-Container-*]', 'div[placementTracking]', 'a(link)'].map(
          (part) => `div[HoverCard] > ${part}`,
        ),
      ],
    );
  });

  it('has X’s page skeleton: heading, layers, header, main with two columns', () => {
    Object.assign(window, { innerWidth: 1400 });
    const page = draw(<Layout>{null}</Layout>);
    const app = only(page, '#layers').parentElement;
    const theirs = only(saved('home2025'), '#layers').parentElement;
    const kinds = (root: Element | null) =>
      [...(root?.children ?? [])].map(
        (child) =>
          `${child.tagName}${child.id === '' ? '' : `#${child.id}`}${child.hasAttribute('dir') ? '[dir]' : ''}`,
      );
    expect(kinds(app)).toEqual(kinds(theirs));
    const whole = union(
      [saved('home2025').body, saved('home2026').body, saved('home2024').body].map((one) => relationsOf(one)),
    );
    for (const part of ['header[role="banner"]', 'main[role="main"]']) {
      expect(
        foreign(relationsOf(only(page, part)), whole, {
          '(root) > div[primaryColumn]': 'root of this comparison',
        }),
      ).toEqual([]);
    }
  });

  it('draws the chat as in October 2026', () => {
    const chat = draw(
      <div data-testid="xchatEmbedRoute">
        <ChatRoot conversation={`${alice}-${bob}`} />
      </div>,
    );
    const theirs = relationsOf(only(saved('chat2026'), '[data-testid="xchatEmbedRoute"]'));
    expect(foreign(relationsOf(only(chat, '[data-testid="xchatEmbedRoute"]')), theirs)).toEqual([]);
  });

  it('lays a plain div[data-testid=tweet] around the photo, not an article', () => {
    const modal = draw(<PhotoModal tweetId={openingIds.photo} />);
    const around = only(modal, 'div[data-testid="tweet"]');
    const theirs = only(saved('modal2024'), 'div[data-testid="tweet"]');
    expect(
      relationsOf(theirs).has('div[tweet] > div[swipe-to-dismiss]') ||
        theirs.querySelector('[data-testid="swipe-to-dismiss"]') !== null,
    ).toBe(true);
    expect(around.querySelector('[data-testid="swipe-to-dismiss"]')).not.toBeNull();
    expect(around.querySelectorAll('article').length > 0).toBe(theirs.querySelectorAll('article').length > 0);
  });
});
