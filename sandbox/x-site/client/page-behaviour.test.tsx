// @vitest-environment jsdom
/** What an extension meets on X besides the markup: the virtual list, shortcuts, clicks. */

import { describe, expect, it } from 'vitest';
import { destinationOf } from './clicks.ts';
import { piecesOf } from './rich-text.tsx';
import { leadTo } from './router.ts';
import { belongsToField } from './shortcuts.ts';
import { type ListItem, placementsFor } from './virtual-list.tsx';

const items: ListItem[] = Array.from({ length: 300 }, (_, n) => ({ key: `item-${n}`, render: () => null }));

describe('the virtual list', () => {
  it('draws what is near the window only', () => {
    const { placements, total } = placementsFor(items, new Map(), { from: 18_000, to: 19_000 });
    expect(placements[0]?.item.key).toBe('item-99');
    expect(placements.length).toBeLessThan(10);
    expect(total).toBe(300 * 180);
  });
  it('flows around a cell that became higher', () => {
    const before = placementsFor(items, new Map(), { from: 0, to: 500 });
    const after = placementsFor(items, new Map([['item-0', 220]]), { from: 0, to: 500 });
    expect((after.placements[1]?.top ?? 0) - (before.placements[1]?.top ?? 0)).toBe(40);
  });
});

describe('shortcuts', () => {
  /** What a listener on the document sees when a key is pressed in an input within a shadow root. */
  function seen(mode: 'open' | 'closed'): boolean | undefined {
    const host = document.createElement('moineau-test');
    const root = host.attachShadow({ mode });
    const input = document.createElement('input');
    root.append(input);
    document.body.replaceChildren(host);
    let result: boolean | undefined;
    document.addEventListener(
      'keydown',
      (event) => {
        result = belongsToField(event);
      },
      { once: true },
    );
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true, composed: true }));
    return result;
  }
  it('leave an input in an open shadow root alone', () => expect(seen('open')).toBe(true));
  it('take keys from an input in a closed one: X cannot see the field', () =>
    expect(seen('closed')).toBe(false));
});

describe('clicks', () => {
  it('on a tweet open it, also on a foreign element in it, but not on its buttons', () => {
    const root = document.createElement('div');
    root.innerHTML =
      '<article><p></p><button><i></i></button><foreign-element></foreign-element><a href="/bob"></a></article>';
    const article = root.querySelector('article');
    leadTo('/bob/status/1')(article);
    const pathOf = (selector: string) => {
      const path: EventTarget[] = [];
      for (let element = root.querySelector(selector); element !== null; element = element.parentElement)
        path.push(element);
      return path;
    };
    expect(destinationOf(pathOf('p'), root)).toEqual({ path: '/bob/status/1' });
    expect(destinationOf(pathOf('foreign-element'), root)).toEqual({ path: '/bob/status/1' });
    expect(destinationOf(pathOf('i'), root)).toBeUndefined();
    expect(destinationOf(pathOf('a'), root)).toEqual({ path: '/bob' });
  });
});

describe('texts', () => {
  it.each([
    ['#envoyer 10€ @bob', ['hashtag', 'text', 'mention']],
    ['10€@bob', ['text', 'mention']],
    ['mail me@example.org', ['text']],
    ['🥖 bread', ['emoji', 'text']],
  ])('%s', (text, kinds) => {
    expect(piecesOf(text).map((piece) => piece.kind)).toEqual(kinds);
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});
