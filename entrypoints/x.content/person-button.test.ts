// @vitest-environment jsdom
/** € beside Follow: in lists and on hover cards. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ad,
  hoverCard as card,
  cell,
  follow,
  userCell as person,
  profile,
} from '../../lib/x/page.fixture.ts';
import { buttons, goTo, labels, type Opened, openX, settle, trustedClick } from './page.fixture.ts';
import { hoverCard, userCell } from './person-button.ts';
import { profileButton } from './profile-button.ts';

const notes = { reposted: false, parody: false, addressHandle: null };
let opened: Opened | null = null;

async function open(html: string, features = [userCell, hoverCard]): Promise<Opened> {
  opened = await openX(html, features);
  return opened;
}

beforeEach(() => {
  document.documentElement.lang = 'en';
  goTo('/home');
});

afterEach(() => {
  opened?.abort();
  opened = null;
  vi.restoreAllMocks();
});

describe('where € stands', () => {
  it.each([
    ['in a list', `<ul>${person('bob', '42')}</ul>`],
    ['in a timeline of people', cell(person('bob', '42'))],
    ['on a hover card', `<div id="layers">${card('bob', '42')}</div>`],
  ])('%s: before Follow', async (_where, html) => {
    await open(html);
    expect(labels()).toEqual(['Send euros to @bob']);
    expect(buttons()[0]?.dataset.size).toBe('person');
    expect(buttons()[0]?.nextElementSibling?.querySelector('[data-testid="42-follow"]')).not.toBeNull();
  });

  it.each([
    ['oneself', `<a data-testid="AppTabBar_Profile_Link" href="/BOB"></a>${person('bob', '42')}`],
    ['an ad', ad(person('bob', '42'))],
    ['an author in doubt', person('bob', '42', { avatar: 'mallory' })],
    ['a card without Follow', card('bob', '42', { follow: '' })],
  ])('not on %s', async (_what, html) => {
    await open(html);
    expect(buttons()).toEqual([]);
  });

  it('comes when X fills a card that was empty', async () => {
    const { root } = await open('<div data-testid="HoverCard"><div class="in"></div></div>');
    expect(buttons()).toEqual([]);
    const drawn = document.createElement('div');
    drawn.innerHTML = card('bob', '42');
    root.querySelector('.in')?.replaceWith(...(drawn.firstElementChild?.children ?? []));
    await settle();
    expect(labels()).toEqual(['Send euros to @bob']);
  });

  it('comes back when X draws the row anew, and is drawn once through other changes', async () => {
    const { root } = await open(person('bob', '42'));
    const first = buttons()[0];
    root.querySelector('li')?.insertAdjacentHTML('beforeend', '<span>bio</span>');
    await settle();
    expect(buttons()).toEqual([first]);
    const row = root.querySelector('.row') as Element;
    const again = row.cloneNode(true) as Element;
    again.querySelector('moineau-pay')?.remove();
    row.replaceWith(again);
    await settle();
    expect(labels()).toEqual(['Send euros to @bob']);
  });

  it('follows a card that X reuses for the next person', async () => {
    const { root } = await open(card('bob', '42'));
    const drawn = document.createElement('div');
    drawn.innerHTML = card('alice', '43');
    root
      .querySelector('[data-testid="HoverCard"]')
      ?.replaceChildren(...(drawn.firstElementChild?.children ?? []));
    await settle();
    expect(labels()).toEqual(['Send euros to @alice']);
  });

  it('beside a profile: the head keeps its own, the list its own', async () => {
    goTo('/bob');
    await open(profile() + person('carol', '7'), [profileButton, userCell, hoverCard]);
    expect(buttons().map((host) => host.dataset.size)).toEqual(['profile', 'person']);
  });

  it('speaks the language that X is switched to', async () => {
    await open(person('bob', '42'));
    document.documentElement.lang = 'fr';
    await settle();
    expect(labels()).toEqual(['Envoyer des euros à @bob']);
  });
});

describe('what a click does', () => {
  it('sends handle, numeric id, name and X’s parody label', async () => {
    const parody = '<a href="https://help.x.com/rules-and-policies/authenticity">Parody account</a>';
    const { pay } = await open(card('bob', '42', { name: 'Bob 🐦', below: parody }));
    trustedClick(buttons()[0]);
    expect(pay.mock.calls).toEqual([
      [{ place: 'profile', handle: 'bob', xUserId: '42', name: 'Bob 🐦', notes: { ...notes, parody: true } }],
    ]);
  });

  it('sends nothing when the card has become doubtful, and takes € away', async () => {
    const { root, pay } = await open(person('bob', '42', { follow: follow('42') }));
    root
      .querySelector('[data-testid^="UserAvatar"]')
      ?.setAttribute('data-testid', 'UserAvatar-Container-mallory');
    trustedClick(buttons()[0]);
    expect(pay).not.toHaveBeenCalled();
    expect(buttons()).toEqual([]);
  });
});

it('takes only its own away when one of the two is switched off', async () => {
  const { page } = await open(person('bob', '42') + card('carol', '7'));
  expect(labels()).toHaveLength(2);
  const own = new AbortController();
  userCell.init({ ...page, signal: own.signal });
  own.abort();
  expect(labels()).toEqual(['Send euros to @carol']);
});
