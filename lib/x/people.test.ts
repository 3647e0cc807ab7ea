// @vitest-environment jsdom
/** People in lists and on hover cards: who is meant, and where € may stand. */
import { describe, expect, it } from 'vitest';
import { findAll } from './find.ts';
import { ad, cell, follow, hoverCard, userCell } from './page.fixture.ts';
import { cardAround, placeInCard, readCard } from './people.ts';
import { loadSnapshot, snapshotNames, WITHOUT_SNAPSHOTS } from './snapshots.fixture.ts';

function card(html: string): Element {
  const page = document.createElement('div');
  page.innerHTML = html;
  return findAll(page, 'personCard')[0] as Element;
}

const bob = { handle: 'bob', name: 'Bob', numericId: '42', parody: false, promoted: false };
const parody = '<a href="https://help.x.com/rules-and-policies/authenticity">Parody account</a>';

describe('who it is', () => {
  it.each([
    ['in a list', userCell('bob', '42')],
    ['followed already', userCell('bob', '42', { follow: follow('42', 'unfollow') })],
    ['on a hover card', hoverCard('bob', '42')],
  ])('%s', (_where, html) => {
    expect(readCard(card(html))).toEqual(bob);
  });

  it('carries the parody label', () => {
    expect(readCard(card(hoverCard('bob', '42', { below: parody })))?.parody).toBe(true);
  });

  it.each([
    ['a name that is another’s handle', userCell('mallory', '6', { name: '@bob' }), 'mallory'],
    ['a name that holds one', hoverCard('mallory', '6', { name: 'Alice @bob' }), 'mallory'],
    ['T09 a handle that looks like a known one', userCell('pauI_1', '6', { name: 'Paul L' }), 'pauI_1'],
  ])('is the handle, with %s', (_what, html, handle) => {
    expect(readCard(card(html))?.handle).toBe(handle);
  });

  it.each([
    ['picture', { avatar: 'mallory' }],
    ['line with the handle', { at: 'mallory' }],
    ['link', { linkHandle: 'mallory' }],
  ])('is nobody where the %s disagrees', (_what, options) => {
    expect(readCard(card(userCell('bob', '42', options)))).toBeNull();
    expect(readCard(card(hoverCard('bob', '42', options)))).toBeNull();
  });

  it('is nobody while a card is still being drawn, or shows no handle', () => {
    const misses = new Map();
    expect(
      readCard(card('<div data-testid="HoverCard"><div role="progressbar"></div></div>'), misses),
    ).toBeNull();
    expect([...misses.keys()]).toEqual(['authorLink']);
    expect(readCard(card(userCell('bob', '42').replace('@bob', '')))).toBeNull();
  });

  it.each([
    ['wrapped whole in X’s tracker', ad(userCell('bob', '42'))],
    [
      'with pixels in its cell',
      cell(`<div data-testid="top-impression-pixel"></div>${userCell('bob', '42')}`),
    ],
    [
      'with pixels of its own',
      userCell('bob', '42', { below: '<div data-testid="left-impression-pixel"></div>' }),
    ],
  ])('is an ad: %s', (_what, html) => {
    expect(readCard(card(html))?.promoted).toBe(true);
  });
});

describe('where € stands', () => {
  it.each([
    ['a list', userCell('bob', '42')],
    ['a hover card', hoverCard('bob', '42')],
  ])('in %s: before the box of Follow, in its row', (_where, html) => {
    const place = placeInCard(card(html));
    expect(place?.parent.className).toBe('row');
    expect(place?.before?.getAttribute('data-testid')).toBe('placementTracking');
  });

  it('pitfall: "…-unfollow" and "AppTabBar_Follow_Link" are not "<id>-follow"', () => {
    const decoy = '<a data-testid="AppTabBar_Follow_Link"></a><button data-testid="not-follow"></button>';
    expect(placeInCard(card(userCell('bob', '42', { follow: decoy })))).toBeNull();
    expect(readCard(card(userCell('bob', '42', { follow: decoy })))?.numericId).toBeNull();
  });

  it('nowhere without a Follow button: on oneself, on a spinner', () => {
    expect(placeInCard(card(userCell('bob', '42', { follow: '' })))).toBeNull();
  });

  it('belongs to the kind of card it is asked for', () => {
    const cell = card(userCell('bob', '42'));
    const inside = cell.querySelector('a') as Element;
    expect(cardAround(inside, 'userCell')).toBe(cell);
    expect(cardAround(inside, 'hoverCard')).toBeNull();
  });
});

describe.skipIf(snapshotNames.length === 0)(`people on real pages ${WITHOUT_SNAPSHOTS}`, () => {
  const cards = snapshotNames.flatMap((name) =>
    findAll(loadSnapshot(name), 'userCell').map((found) => [name, found] as const),
  );

  it('are 19, from 2021 to 2026', () => {
    expect(cards).toHaveLength(19);
  });

  it.each(cards)('%s: named, numbered, no ad, with a place before Follow', (_name, found) => {
    const person = readCard(found);
    expect(found.querySelector('a[href]')?.getAttribute('href')).toMatch(new RegExp(`/${person?.handle}$`));
    expect(person?.name).not.toBe('');
    expect(person?.numericId).toMatch(/^\d+$/);
    expect(person?.promoted).toBe(false);
    const place = placeInCard(found);
    expect(place?.before?.querySelector('[data-testid$="follow"]')).not.toBeNull();
    // The row that also holds the names, so that it stands beside Follow and not in its box.
    expect(place?.parent.querySelectorAll('a[href]').length).toBeGreaterThanOrEqual(1);
  });
});
