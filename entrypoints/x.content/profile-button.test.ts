// @vitest-environment jsdom
/** € on profiles: its place in the row, and a head that X reuses for the next person. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { follow, more, profile, userCell } from '../../lib/x/page.fixture.ts';
import { buttons, goTo, inner, labels, type Opened, openX, settle, trustedClick } from './page.fixture.ts';

const notes = { reposted: false, parody: false, addressHandle: null };
let opened: Opened | null = null;

async function open(html: string): Promise<Opened> {
  opened = await openX(html);
  return opened;
}

beforeEach(() => {
  document.documentElement.lang = 'en';
  goTo('/bob');
});

afterEach(() => {
  opened?.abort();
  opened = null;
  vi.restoreAllMocks();
});

describe('where € stands', () => {
  it('before Follow, round like its neighbours', async () => {
    await open(profile());
    expect(labels()).toEqual(['Send euros to @bob']);
    expect(buttons()[0]?.dataset.size).toBe('profile');
    expect(buttons()[0]?.nextElementSibling?.querySelector('[data-testid="42-follow"]')).not.toBeNull();
  });

  it("after X's own payment button, which it leaves alone", async () => {
    const payments = '<button data-testid="paymentsFromProfile" aria-label="Send or Request">$</button>';
    const { root } = await open(profile({ row: more + payments + follow('42') }));
    expect(buttons()[0]?.previousElementSibling?.outerHTML).toBe(payments);
    expect(root.querySelectorAll('[data-testid="paymentsFromProfile"]')).toHaveLength(1);
  });

  it.each([
    ["one's own profile", profile({ row: '<a data-testid="editProfileButton">Edit</a>' })],
    [
      "one's own, by the navigation bar",
      `<a data-testid="AppTabBar_Profile_Link" href="/BOB"></a>${profile()}`,
    ],
    ['the profile of another address', profile({ handle: 'alice' })],
  ])('not on %s', async (_what, html) => {
    await open(html);
    expect(buttons()).toEqual([]);
  });

  it('comes when X draws the row late', async () => {
    const { root } = await open(profile({ row: '' }));
    expect(buttons()).toEqual([]);
    (root.querySelector('.row') as Element).innerHTML = more + follow('42');
    await settle();
    expect(labels()).toEqual(['Send euros to @bob']);
  });

  it('is drawn once, whatever else changes', async () => {
    const { root } = await open(profile());
    const first = buttons()[0];
    root.querySelector('[data-testid="42-follow"]')?.setAttribute('data-testid', '42-unfollow');
    root.insertAdjacentHTML('beforeend', userCell('carol', '7'));
    await settle();
    expect(buttons()).toEqual([first]);
  });
});

describe('a head used again for the next person', () => {
  const textOfHandle = (root: Element) =>
    root.querySelector('[data-testid="UserName"] [tabindex="-1"] span')?.firstChild as Text;

  it('is bound to nobody in between, then to the next', async () => {
    const { root, pay } = await open(profile());
    goTo('/alice');
    textOfHandle(root).data = '@alice';
    await settle();
    expect(buttons()).toEqual([]);

    root
      .querySelector('[data-testid^="UserAvatar"]')
      ?.setAttribute('data-testid', 'UserAvatar-Container-alice');
    root.querySelector('[data-testid="42-follow"]')?.setAttribute('data-testid', '43-follow');
    await settle();
    expect(labels()).toEqual(['Send euros to @alice']);
    trustedClick(buttons()[0]);
    expect(pay.mock.calls).toEqual([
      [{ place: 'profile', handle: 'alice', xUserId: '43', name: 'Bob', notes }],
    ]);
  });

  it('is read again when the address follows later than the head', async () => {
    const { root } = await open(profile());
    textOfHandle(root).data = '@alice';
    root
      .querySelector('[data-testid^="UserAvatar"]')
      ?.setAttribute('data-testid', 'UserAvatar-Container-alice');
    await settle();
    expect(buttons()).toEqual([]);
    goTo('/alice');
    await new Promise((done) => setTimeout(done, 600));
    expect(labels()).toEqual(['Send euros to @alice']);
  });
});

describe('what a click does', () => {
  it('sends handle, numeric id and name', async () => {
    const { pay } = await open(profile({ name: 'Bob Martin' }));
    trustedClick(buttons()[0]);
    expect(pay.mock.calls).toEqual([
      [{ place: 'profile', handle: 'bob', xUserId: '42', name: 'Bob Martin', notes }],
    ]);
  });

  it('sends nothing when the head has changed under it', async () => {
    const { root, pay } = await open(profile());
    root
      .querySelector('[data-testid^="UserAvatar"]')
      ?.setAttribute('data-testid', 'UserAvatar-Container-alice');
    trustedClick(buttons()[0]);
    expect(pay).not.toHaveBeenCalled();
  });

  it('T29 a synthetic click opens nothing', async () => {
    const { pay } = await open(profile());
    inner(buttons()[0]).click();
    expect(pay).not.toHaveBeenCalled();
  });
});
