import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { KnownAnswer, KnownQuery, PostedCommand } from '../messages.ts';
import { messages, TweetKnown } from '../messages.ts';
import type { Payment } from '../protocol/index.ts';
import {
  alice,
  awaitingPayment,
  bob,
  chloe,
  euros,
  samplePage,
  samplePayment,
} from '../protocol/samples.fixture.ts';
import { putPayment } from '../store/payments.ts';
import { beginSession, endSession } from '../store/session.ts';
import type { Outcome } from './api.ts';

const call = vi.hoisted(() => vi.fn());
vi.mock('./api.ts', () => ({ call, API_ORIGIN: 'https://api.test' }));

const { knownOf } = await import('./known.ts');
const { draftPosted } = await import('./command-posted.ts');
const { loadDraft } = await import('./draft-store.ts');

const NOW = new Date('2026-11-23T14:05:00Z');
const viewer = { handle: 'alice', xUserId: alice.x_user_id };
const session = {
  accessToken: 'token',
  expiresAt: '2027-01-01T00:00:00.000Z',
  deviceId: 'dev_0190a000-0000-7000-8000-000000000003',
  person: alice,
  pinSet: true,
};

function answerTo(more: Partial<KnownQuery>): Promise<KnownAnswer> {
  return knownOf({ viewer, language: 'en', recent: false, tweets: ['20'], commands: [], ...more });
}

async function ask(more: Partial<KnownQuery>): Promise<KnownAnswer['known']> {
  return (await answerTo(more)).known;
}

function posted(text: string, more: Partial<PostedCommand> = {}): PostedCommand {
  return { tweetId: '20', text, replyTo: null, postedAt: '2026-11-23T14:00:00Z', ...more };
}

async function strip(text: string, more: Partial<PostedCommand> = {}) {
  return (await ask({ commands: [posted(text, more)] }))[0]?.strip ?? null;
}

async function keep(...payments: Payment[]): Promise<void> {
  for (const payment of payments) await putPayment(payment);
}

const onTweet = (serial: number, more: Partial<Payment> = {}) =>
  samplePayment(serial, { tweet_id: '20', ...more });

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  fakeBrowser.reset();
  call.mockReset();
  await beginSession(session, samplePage());
});

afterEach(() => vi.useRealTimers());

describe('the paid mark', () => {
  it('is the sum of what has left for a post, in words for the page', async () => {
    await keep(onTweet(1), onTweet(2, { amount: euros('1000'), state: 'held' }));
    expect(await ask({})).toEqual([
      { tweetId: '20', paid: { short: '€\u200915', text: 'You sent €15.00 for this post.' }, strip: null },
    ]);
    await keep(onTweet(3, { amount: euros('50') }));
    expect((await ask({}))[0]?.paid?.short).toBe('€15.50');
    expect((await ask({ language: 'fr' }))[0]?.paid).toEqual({
      short: '€15,50',
      text: 'Vous avez envoyé 15,50\u00a0€ pour ce post.',
    });
  });

  it.each(['awaiting_confirmation', 'refused', 'cancelled', 'expired', 'returned', 'created'] as const)(
    'is not there for a payment that is %s',
    async (state) => {
      await keep(onTweet(1, { state }));
      expect(await ask({})).toEqual([]);
    },
  );

  it('leaves out what has come back, and goes when all of it has', async () => {
    await keep(onTweet(1, { amount: euros('1500'), amount_refunded: euros('500') }));
    expect((await ask({}))[0]?.paid?.short).toBe('€\u200910');
    await keep(onTweet(1, { amount: euros('1500'), amount_refunded: euros('1500') }));
    expect(await ask({})).toEqual([]);
  });

  it('is not there for what came in, or was paid on another post', async () => {
    await keep(
      onTweet(1, { direction: 'in', payer: bob, payee: alice }),
      samplePayment(2, { tweet_id: '21' }),
    );
    expect(await ask({})).toEqual([]);
  });

  it('comes for the latest posts without being asked for them, so that a page knows before it draws', async () => {
    await keep(onTweet(1), samplePayment(2, { tweet_id: '21' }), samplePayment(3));
    const all = await ask({ recent: true, tweets: [] });
    expect(all.map(({ tweetId }) => tweetId).toSorted()).toEqual(['20', '21']);
  });

  it('makes one reading of the store for a hundred posts', async () => {
    await keep(...Array.from({ length: 100 }, (_, at) => samplePayment(at + 1, { tweet_id: `${at + 1}` })));
    const tweets = Array.from({ length: 100 }, (_, at) => `${at + 1}`);
    expect(await ask({ tweets })).toHaveLength(100);
    expect(call).not.toHaveBeenCalled();
  });
});

describe('the posts that are known', () => {
  const posts = async () => (await answerTo({ recent: true, tweets: [] })).posts;
  const onTweets = (count: number) =>
    Array.from({ length: count }, (_, at) => samplePayment(at + 1, { tweet_id: `${10_001 + at}` }));

  it('are all those with a payment, whatever became of it, each once', async () => {
    const incoming = { direction: 'in', payer: bob, payee: alice } as const;
    await keep(
      onTweet(1),
      onTweet(2, { state: 'refused' }),
      samplePayment(3, { tweet_id: '21', ...incoming }),
    );
    await keep(samplePayment(4));
    expect(await posts()).toEqual({ from: '', ids: ['21', '20'] });
  });

  it('are only told when they are asked for', async () => {
    await keep(onTweet(1));
    expect((await answerTo({})).posts).toBeNull();
  });

  it('are the last three thousand; from which number on is told with them', async () => {
    await keep(...onTweets(3_001));
    const told = await posts();
    expect(told?.ids).toHaveLength(3_000);
    expect(told?.from).toBe('10002');
    expect(told?.ids).not.toContain('10001');
  });
});

describe('nobody else is told', () => {
  it.each([
    ['another account by its number', { handle: 'alice', xUserId: '999' }],
    ['another account by its handle', { handle: 'bob', xUserId: null }],
    ['a page that doesn’t say who looks at it', { handle: null, xUserId: null }],
  ])('%s', async (_who, other) => {
    await keep(onTweet(1));
    const query = { viewer: other, recent: true, commands: [posted('#envoyer 10€ @bob')] };
    expect(await answerTo(query)).toEqual({ posts: { from: '', ids: [] }, known: [] });
  });

  it('a browser without a wallet', async () => {
    await endSession();
    expect(await ask({ commands: [posted('#envoyer 10€ @bob')] })).toEqual([]);
  });

  it('a renamed viewer is known by his number', async () => {
    await keep(onTweet(1));
    expect(await ask({ viewer: { handle: 'alice_new', xUserId: alice.x_user_id } })).toHaveLength(1);
  });

  it('T28 a page’s question can name no amount, no person and no hundred-and-first post', () => {
    const query: KnownQuery = { viewer, language: 'en', recent: true, tweets: ['20'], commands: [] };
    const { input } = messages['page.known'];
    expect(input.safeParse(query).success).toBe(true);
    expect(input.safeParse({ ...query, amount: '5' }).success).toBe(false);
    expect(input.safeParse({ ...query, tweets: Array(101).fill('20') }).success).toBe(false);
    expect(input.safeParse({ ...query, tweets: ['<b>'] }).success).toBe(false);
  });
});

describe('the strip under an own command', () => {
  it('waits for its confirmation, though nothing is ordered yet', async () => {
    expect(await strip('#envoyer 10€ @bob')).toEqual({
      text: 'To confirm · €10.00 to @bob',
      tone: 'waiting',
    });
    const answers = await ask({ language: 'fr', commands: [posted('#envoyer 10€ @bob')] });
    expect(answers[0]?.strip?.text).toBe('À confirmer · 10,00\u00a0€ à @bob');
    expect(answers.map((answer) => TweetKnown.parse(answer))).toEqual(answers);
  });

  it.each([
    ['settled', { text: 'Sent · €5.00 to @bob', tone: 'done' }],
    ['held', { text: expect.stringMatching(/@bob · €5\.00/), tone: 'done' }],
    ['awaiting_confirmation', { text: 'To confirm · €5.00 to @bob', tone: 'waiting' }],
    ['expired', { text: 'Expired · €5.00 to @bob', tone: 'stopped' }],
    ['cancelled', { text: 'Cancelled · €5.00 to @bob', tone: 'stopped' }],
    ['refused', { text: expect.stringMatching(/^Refused · €5\.00 to @bob · .+/), tone: 'stopped' }],
  ] as const)('says that its payment is %s', async (state, expected) => {
    const refusal = state === 'refused' ? ('insufficient_funds' as const) : null;
    await keep(onTweet(1, { state, refusal, origin: 'command_tweet' }));
    expect(await strip('#envoyer 5€ @bob')).toEqual(expected);
  });

  it('says expired when the time is over, though the API has not told it yet', async () => {
    await keep(onTweet(1, { state: 'awaiting_confirmation', expires_at: '2026-11-23T14:04:59Z' }));
    expect((await strip('#envoyer 5€ @bob'))?.text).toBe('Expired · €5.00 to @bob');
  });

  it('tells of each payee', async () => {
    await keep(onTweet(1));
    expect((await strip('#envoyer 5€ @bob @chloe'))?.text).toBe(
      'Sent · €5.00 to @bob · To confirm · €5.00 to @chloe',
    );
  });

  it('counts what the composer has paid a moment ago without naming the post: nobody is asked twice', async () => {
    await keep(samplePayment(1, { origin: 'composer', created_at: '2026-11-23T14:01:00Z' }));
    expect((await strip('#envoyer 5€ @bob'))?.text).toBe('Sent · €5.00 to @bob');
    expect((await strip('#envoyer 6€ @bob'))?.tone).toBe('waiting');
    expect((await strip('#envoyer 5€ @bob', { postedAt: '2026-11-23T11:00:00Z' }))?.tone).toBe('waiting');
    expect((await strip('#envoyer 5€ @chloe'))?.tone).toBe('waiting');
  });

  it('does not take for it what came to nothing in the composer: the post still waits', async () => {
    await keep(
      samplePayment(1, { origin: 'composer', created_at: '2026-11-23T14:01:00Z', state: 'cancelled' }),
    );
    expect((await strip('#envoyer 5€ @bob'))?.tone).toBe('waiting');
  });

  it('never asks for what was written long ago', async () => {
    for (const postedAt of ['2026-11-22T14:04:00Z', null]) {
      expect(await strip('#envoyer 10€ @bob', { postedAt })).toEqual({
        text: 'Expired · €10.00 @bob',
        tone: 'stopped',
      });
    }
  });

  it.each([
    ['no amount', '#envoyer @bob', /^No payment · How much/],
    ['dollars', '#envoyer $10 @bob', /^No payment · .*euros only/],
    ['oneself', '#envoyer 10€ @alice', /^No payment · .*nobody can pay himself/],
    ['T08 a hidden character', '#envoyer 10€ @\u200bbob', /^No payment · /],
  ])('says why it is no payment: %s', async (_why, text, expected) => {
    expect(await strip(text)).toEqual({ text: expect.stringMatching(expected), tone: 'stopped' });
  });

  it.each([
    ['T04 a retweet by hand', 'RT @mallory: #envoyer 10€ @mallory'],
    ['T04 a quotation', 'He wrote “#envoyer 10€ @mallory”'],
    ['no command', 'Hello'],
  ])('says nothing of %s', async (_what, text) => {
    expect(await strip(text)).toBeNull();
  });

  it('pays whom the post answers', async () => {
    expect((await strip('#envoyer 10€', { replyTo: 'bob' }))?.text).toBe('To confirm · €10.00 to @bob');
  });
});

it('the strip under another’s command says "to you", once it is paid', async () => {
  const incoming: Partial<Payment> = { direction: 'in', payer: bob, payee: alice, origin: 'command_tweet' };
  await keep(onTweet(1, { ...incoming, state: 'awaiting_confirmation' }));
  expect(await ask({})).toEqual([]);
  await keep(onTweet(1, incoming));
  expect((await ask({}))[0]?.strip).toEqual({ text: 'To you · €5.00 from @bob', tone: 'done' });
});

describe('a click on the strip', () => {
  const click = (text: string, more: Partial<PostedCommand> = {}) =>
    draftPosted({ viewer, tweetId: '20', command: posted(text, more) });
  const answer = (value: unknown): Outcome<unknown> => ({ kind: 'done', value });

  it('opens the code of what was ordered, with the API’s own terms', async () => {
    const waiting = awaitingPayment({ tweet_id: '20', origin: 'command_tweet' });
    await keep(waiting);
    call.mockResolvedValue(answer(waiting));
    await click('#envoyer 5€ @bob');
    expect(await loadDraft()).toMatchObject({
      step: 'code',
      origin: 'command_tweet',
      tweetId: '20',
      amountMinor: '500',
      payee: { handle: 'bob', x_user_id: bob.x_user_id },
      payment: { id: waiting.id },
    });
  });

  it('takes over what the API says instead: nothing is confirmed that is over', async () => {
    await keep(awaitingPayment({ tweet_id: '20' }));
    call.mockResolvedValue(answer({ ...awaitingPayment({ tweet_id: '20' }), state: 'settled', terms: null }));
    await click('#envoyer 5€ @bob');
    expect(await loadDraft()).toBeNull();
    expect((await strip('#envoyer 5€ @bob'))?.text).toBe('Sent · €5.00 to @bob');
  });

  it('drafts what was not ordered, read again from the text, and orders nothing', async () => {
    await click('#envoyer 10,50€ @bob et @chloe pour le pain');
    expect(await loadDraft()).toMatchObject({
      step: 'pay',
      origin: 'command_tweet',
      handle: 'bob',
      tweetId: '20',
      amountMinor: '1050',
      memo: 'le pain',
      others: [{ handle: 'chloe' }],
    });
    expect(call).not.toHaveBeenCalled();
  });

  it('drafts the payee who is left', async () => {
    await keep(onTweet(1));
    await click('#envoyer 5€ @bob et @chloe');
    expect(await loadDraft()).toMatchObject({ handle: 'chloe', others: [] });
    expect(chloe.handle).toBe('chloe');
  });

  it.each([
    ['what is sent', '#envoyer 5€ @bob', {}],
    ['what is no payment', '#envoyer @bob', { tweetId: '20' }],
    ['what is old', '#envoyer 7€ @chloe', { postedAt: '2026-11-01T00:00:00Z' }],
  ])('drafts nothing for %s', async (_what, text, more) => {
    await keep(onTweet(1));
    await click(text, more);
    expect(await loadDraft()).toBeNull();
  });

  it('T28 drafts nothing for a viewer who is not this wallet’s person, or another post than it names', async () => {
    await draftPosted({
      viewer: { handle: 'bob', xUserId: null },
      tweetId: '20',
      command: posted('#envoyer 5€ @chloe'),
    });
    await draftPosted({ viewer, tweetId: '21', command: posted('#envoyer 5€ @chloe') });
    await draftPosted({ viewer, tweetId: '20', command: null });
    expect(await loadDraft()).toBeNull();
  });
});
