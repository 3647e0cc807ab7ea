// @vitest-environment jsdom
/** "€ 5" on tweets that this person paid: to him alone, in batches, without moving anything. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KnownAnswer, KnownQuery } from '../../lib/messages.ts';
import { cell, tweet } from '../../lib/x/page.fixture.ts';
import type { Ask } from './extension.ts';
import type { Inbox } from './inbox.ts';
import { knownOf } from './known.ts';
import { buttons, goTo, inner, type Opened, openX, privately, settle } from './page.fixture.ts';
import { paidMark } from './paid-mark.ts';
import { tweetButton } from './tweet-button.ts';

let opened: Opened | null = null;
let questions: KnownQuery[] = [];
/** What the store knows. */
let paid: Record<string, string> = {};
let recent: string[] = [];
/** Posts from this one on are named; of those before it a page has to ask. */
let from = '';
let tell: () => void = () => undefined;

const ask = (async (_kind: string, query: KnownQuery): Promise<KnownAnswer> => {
  questions.push(query);
  const known = [...query.tweets, ...(query.recent ? recent : [])].flatMap((tweetId) => {
    const short = paid[tweetId];
    return short ? [{ tweetId, paid: { short, text: `You sent ${short}.` }, strip: null }] : [];
  });
  const ids = Object.keys(paid).filter((tweetId) => tweetId >= from);
  return { posts: query.recent ? { from, ids } : null, known };
}) as Ask;
const inbox: Inbox = {
  on(_kind, hear) {
    tell = () => (hear as (input: null) => void)(null);
  },
};

async function open(html: string): Promise<Opened> {
  opened = await openX(html, [tweetButton, paidMark], { ask, inbox });
  return opened;
}

/** Ends when every question was asked and answered. */
async function answered(): Promise<void> {
  await new Promise((done) => setTimeout(done, 70));
  await settle();
}

const marks = () => buttons().map((host) => privately(host));
const post = (id: string) => cell(tweet({ id }));

beforeEach(() => {
  questions = [];
  paid = { '1': '€ 5' };
  recent = [];
  from = '';
  document.documentElement.lang = 'en';
  goTo('/home');
});

afterEach(() => {
  opened?.abort();
  opened = null;
  vi.restoreAllMocks();
});

describe('the mark', () => {
  it('stands on what was paid, and on nothing else', async () => {
    await open(post('1') + post('2'));
    await answered();
    expect(marks()).toEqual(['€ 5|You sent € 5.', null]);
  });

  it('can’t be read by the page: the open root says the same of both', async () => {
    await open(post('1') + post('2'));
    await answered();
    const [one, two] = buttons().map((host) => host.shadowRoot?.innerHTML);
    expect(one).toBe(two);
    expect(document.documentElement.outerHTML).not.toMatch(/You sent|€ 5/);
    expect(inner(buttons()[0]).textContent).toBe('');
  });

  it('keeps the button’s name; what was paid is its description', async () => {
    await open(post('1'));
    await answered();
    expect(inner(buttons()[0]).getAttribute('aria-label')).toBe('Send euros to @bob');
    const described = inner(buttons()[0]).getAttribute('aria-describedby') ?? '';
    expect(buttons()[0]?.shadowRoot?.getElementById(described)).not.toBeNull();
  });

  it('is there at once on a tweet that comes back, and on what was paid most lately', async () => {
    recent = ['3'];
    paid['3'] = '€ 20';
    const { root } = await open(post('1'));
    await answered();
    root.innerHTML = post('1') + post('3');
    await settle();
    expect(marks()).toEqual(['€ 5|You sent € 5.', '€ 20|You sent € 20.']);
  });

  it('changes with the store, without flickering, and goes when the payment is returned', async () => {
    await open(post('1'));
    await answered();
    paid = { '1': '€ 15' };
    tell();
    expect(marks()).toEqual(['€ 5|You sent € 5.']);
    await answered();
    expect(marks()).toEqual(['€ 15|You sent € 15.']);
    paid = {};
    tell();
    await answered();
    expect(marks()).toEqual([null]);
    expect(buttons()[0]?.shadowRoot?.querySelector('svg')).not.toBeNull();
  });

  it('goes with its feature; € stays', async () => {
    const { page } = await open(post('1'));
    await answered();
    const own = new AbortController();
    paidMark.init({ ...page, signal: own.signal });
    own.abort();
    expect(marks()).toEqual([null]);
  });
});

describe('the questions', () => {
  const asked = () => questions.flatMap(({ tweets }) => tweets);
  const screenful = () => Array.from({ length: 60 }, (_, at) => post(`${at + 101}`)).join('');

  it('are none, once it is told which posts are known: none for the others, and one for those', async () => {
    const { root } = await open('');
    await answered();
    expect(questions).toMatchObject([{ recent: true, tweets: [] }]);
    root.innerHTML = screenful();
    await answered();
    expect(questions).toHaveLength(1);
    root.innerHTML = post('1') + post('2');
    await answered();
    expect(asked()).toEqual(['1']);
    expect(marks()).toEqual(['€ 5|You sent € 5.', null]);
  });

  it('come after the news of a payment, and only for its post', async () => {
    await open(post('1') + screenful());
    await answered();
    const before = asked().length;
    paid['107'] = '€ 7';
    tell();
    const marked = () => marks().filter((mark) => mark !== null);
    await vi.waitFor(() => expect(marked()).toEqual(['€ 5|You sent € 5.', '€ 7|You sent € 7.']));
    expect(asked().slice(before).toSorted()).toEqual(['1', '107']);
  });

  it('are asked of the posts before those that were named', async () => {
    paid = { '1': '€ 5', '9': '€ 9' };
    from = '8';
    const { root } = await open('');
    await answered();
    root.innerHTML = post('1') + post('81') + post('9');
    await answered();
    expect(asked().toSorted()).toEqual(['1', '9']);
    expect(marks()).toEqual(['€ 5|You sent € 5.', null, '€ 9|You sent € 9.']);
  });

  it('of hundreds of tweets at once are a few', async () => {
    from = '9999';
    await open('');
    const known = knownOf((opened as Opened).page);
    for (let id = 1; id <= 350; id++) known.want(`${id}`);
    await vi.waitFor(() => expect(new Set(questions.flatMap(({ tweets }) => tweets))).toHaveLength(350));
    expect(Math.max(...questions.map(({ tweets }) => tweets.length))).toBeLessThanOrEqual(100);
    expect(questions.length).toBeLessThanOrEqual(5);
  });

  it('are asked once more when the viewer becomes known while the first is on its way', async () => {
    const { root } = await open(post('1'));
    root.insertAdjacentHTML('afterbegin', '<a data-testid="AppTabBar_Profile_Link" href="/me"></a>');
    await answered();
    await answered();
    expect(questions.at(-1)).toMatchObject({ viewer: { handle: 'me' }, tweets: ['1'] });
    expect(marks()).toEqual(['€ 5|You sent € 5.']);
  });

  it('that get no answer are asked again, some times', async () => {
    let silent = 2;
    const deaf = (async (kind: 'page.known', query: KnownQuery) =>
      silent-- > 0 ? null : ask(kind, query)) as Ask;
    opened = await openX(post('1'), [tweetButton, paidMark], { ask: deaf, inbox });
    await vi.waitFor(() => expect(marks()).toEqual(['€ 5|You sent € 5.']));
  });

  it('name the viewer, so that another’s wallet answers nothing', async () => {
    await open(`<a data-testid="AppTabBar_Profile_Link" href="/me"></a>${post('1')}`);
    await answered();
    expect(questions[0]?.viewer).toEqual({ handle: 'me', xUserId: null });
  });
});
