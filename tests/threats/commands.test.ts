/** What people write on X, and what they do with it afterwards: against the sandbox's X, with the real client. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command, Payment } from '../../lib/protocol/index.ts';
import { serviceAccountId } from '../../sandbox/world.ts';
import { answerAll, carryOutAll } from '../../server/commands/run.ts';
import { takeMentions, takeMessages, takePosts } from '../../server/commands/taking.ts';
import { PIN, people } from '../../server/testing/api.ts';
import { type ApiClient, expectStatus } from '../../server/testing/client.ts';
import { readMessagePage, readPostPage } from '../../server/x/answers.ts';
import { createXWorld, idOf, type XWorld } from '../support/x-world.ts';

let world: XWorld;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  world = await createXWorld({ X_COMMANDS_AN_HOUR: '60' });
  alice = await world.api.member('alice', '100000');
  bob = await world.api.member('bob', '1000');
});
afterAll(() => world.close());

const list = async (client: ApiClient) =>
  (await client.send<{ items: Command[] }>('GET', '/v1/commands')).body.items;
const readOf = async (client: ApiClient, id: string) =>
  (await list(client)).find(({ tweet_id }) => tweet_id === id);
const paymentOf = async (client: ApiClient, id: string): Promise<Payment> => {
  const [payment] = (await readOf(client, id))?.payment_ids ?? [];
  return (await client.getPayment(payment ?? '')).body;
};
const countPayments = async () => (await world.api.pool.query('select from payments')).rowCount;
const answersTo = async (id: string) => (await world.said()).filter(({ repliedToId }) => repliedToId === id);

test('T01 a post seen again and again, twice in one page and out of order, is one order', async () => {
  Object.assign(world.x.faults, { twice: 1, shuffled: 1, random: () => 0.5 });
  try {
    const id = world.tweet('alice', '@moineau #envoyer 1€ @bob');
    const before = await countPayments();
    for (let i = 0; i < 3; i++) await world.round('after_silence');
    expect((await readOf(alice, id))?.payment_ids).toHaveLength(1);
    expect(await countPayments()).toBe((before ?? 0) + 1);
  } finally {
    Object.assign(world.x.faults, { twice: 0, shuffled: 0, random: Math.random });
  }
});

test('T01 T02 an edited post that the page ordered under its new id is the order of the first', async () => {
  const id = world.tweet('alice', '@moineau #envoyer 1€ @bob');
  const version = world.x.edit(id, '@moineau #envoyer 2€ @bob');
  const order = () =>
    alice.send<Payment>('POST', '/v1/payments', {
      key: randomUUID(),
      body: {
        payee_x_user_id: idOf('bob'),
        amount: { amount: '200', currency: 'EUR' },
        ...{ memo: null, visibility: 'private', origin: 'command_tweet', tweet_id: version },
      },
    });
  const ordered = await order();
  await world.round();
  expect((await readOf(alice, version))?.payment_ids).toEqual([ordered.body.id]);
  expect((await order()).body.id).toBe(ordered.body.id);
  // And the other way round: the server first, and the page by the later id.
  const other = world.tweet('alice', '@moineau #envoyer 3€ @bob');
  await world.round();
  const first = await paymentOf(alice, other);
  const later = world.x.edit(other, '@moineau #envoyer 4€ @bob');
  await world.round();
  const again = await alice.send<Payment>('POST', '/v1/payments', {
    key: randomUUID(),
    body: {
      payee_x_user_id: idOf('bob'),
      amount: { amount: '400', currency: 'EUR' },
      ...{ memo: null, visibility: 'private', origin: 'command_tweet', tweet_id: later },
    },
  });
  expect(again.body.id).toBe(first.id);
});

test('T02 an edit of the amount must be confirmed anew; the old signature is worth nothing', async () => {
  const id = world.tweet('alice', '@moineau #envoyer 5€ @bob');
  await world.round();
  const before = await paymentOf(alice, id);
  if (!before.terms) throw new Error('no terms');
  const signed = await alice.confirmation(before.terms, PIN);
  const version = world.x.edit(id, '@moineau #envoyer 6€ @bob');
  await world.round();
  const stale = await alice.send('POST', `/v1/payments/${before.id}/confirm`, {
    key: randomUUID(),
    body: signed,
  });
  expect([401, 409]).toContain(stale.status);
  const after = await paymentOf(alice, version);
  expect(after).toMatchObject({ id: before.id, amount: { amount: '600' }, terms: { version: 2 } });
  expect(await readOf(alice, version)).toMatchObject({ edited_at: expect.any(String) });
  expect((await alice.confirm(after, PIN)).body.state).toBe('settled');
});

test('T02 an edit to another payee pays nobody: the order ends, and its author is told once', async () => {
  const id = world.tweet('alice', '@moineau #envoyer 5€ @bob');
  await world.round();
  const before = await paymentOf(alice, id);
  const version = world.x.edit(id, '@moineau #envoyer 5€ @chloe');
  await world.round();
  await world.round();
  expect((await alice.getPayment(before.id)).body.state).toBe('cancelled');
  expect(await readOf(alice, version)).toMatchObject({ state: 'refused', problem: 'not_one_order' });
  expect(await answersTo(version)).toHaveLength(1);
});

test('T02 an edit after the payment changes nothing of it', async () => {
  const id = world.tweet('alice', '@moineau #envoyer 1€ @bob');
  await world.round();
  expectStatus(await alice.confirm(await paymentOf(alice, id), PIN), 200);
  const version = world.x.edit(id, '@moineau #envoyer 100€ @bob');
  await world.round();
  expect(await paymentOf(alice, version)).toMatchObject({ state: 'settled', amount: { amount: '100' } });
  expect((await readOf(alice, version))?.edited_at).not.toBeNull();
});

test('T03 a post that is gone is shown as gone, and its payment can still be confirmed', async () => {
  const id = world.tweet('alice', '@moineau #envoyer 1€ @bob');
  await world.round();
  world.x.remove(id);
  await world.api.pool.query(
    `update commands set taken_at = moineau_now() - interval '3 minutes' where x_first_id = $1`,
    [id],
  );
  const { lookAtWaiting } = await import('../../server/commands/edits.ts');
  expect(await lookAtWaiting({ ...world.parts.taking, nudge: () => undefined })).toBeGreaterThan(0);
  expect(await readOf(alice, id)).toMatchObject({ state: 'ordered', deleted_at: expect.any(String) });
  expect((await alice.confirm(await paymentOf(alice, id), PIN)).body.state).toBe('settled');
  // It can't be answered any more: X refuses, and that is the end of it.
  await world.round();
  const { rows } = await world.api.pool.query<{ state: string }>(
    'select o.state from x_outbox o join commands c on c.id = o.command_id where c.x_first_id = $1',
    [id],
  );
  expect(rows).toEqual([{ state: 'failed' }]);
});

test('T04 T05 nobody else’s words order: reposts, quotes, names, and what is repeated by others', async () => {
  const before = await countPayments();
  const original = world.tweet('hugo_sample', '@moineau #envoyer 9€ @bob');
  const common = { createdAt: new Date().toISOString(), lang: 'fr' };
  const repost = {
    id: world.nextId(),
    authorId: idOf('alice'),
    text: 'RT @hugo_sample: @moineau #envoyer 9€ @bob',
    repostedId: original,
  };
  world.x.record({ ...repost, ...common });
  // The same without X's mark in the text: what X says of it counts.
  world.x.record({ ...repost, id: world.nextId(), text: '@moineau #envoyer 9€ @bob', ...common });
  world.x.record({
    id: world.nextId(),
    authorId: idOf('alice'),
    text: '@moineau regarde !',
    quotedId: original,
    ...common,
  });
  world.tweet('alice', '@moineau « #envoyer 9€ @bob », dit-elle');
  await world.round();
  expect(await countPayments()).toBe(before);
  // Somebody else's post that answers as if he were alice is his own.
  const reply = world.tweet('bob', '@moineau #envoyer 1€ @alice', { inReplyToId: original });
  await world.round();
  expect((await paymentOf(bob, reply)).payer.x_user_id).toBe(idOf('bob'));
});

test('T05 X tells more of a post than its text: nothing of it orders, wherever a command stands in it', async () => {
  const command = '@moineau #envoyer 9€ @bob';
  const id = world.nextId();
  const mention = (username: string) => ({ username, id: idOf(username), start: 0, end: 1 });
  // With all that X may add unasked: a link's preview, a picture's description, who is named and quoted.
  const told = {
    data: [
      {
        ...{ id, author_id: idOf('alice'), created_at: new Date().toISOString(), lang: 'fr' },
        text: '@moineau @bob regarde https://t.co/abc',
        entities: {
          mentions: [mention('moineau'), mention('bob')],
          hashtags: [{ tag: 'envoyer', start: 0, end: 1 }],
          annotations: [{ normalized_text: command, type: 'Other', start: 0, end: 1 }],
          urls: [{ url: 'https://t.co/abc', title: command, description: command, display_url: command }],
        },
        attachments: { media_keys: ['3_1'], card_uri: command },
        article: { title: command, plain_text: command },
        card_uri: command,
        context_annotations: [{ entity: { id: '1', name: command, description: command } }],
        source: command,
        referenced_posts: [{ type: 'quoted', id: '1' }],
      },
    ],
    includes: {
      media: [{ media_key: '3_1', type: 'photo', alt_text: command }],
      users: [{ id: idOf('alice'), username: 'alice', name: command, description: command }],
      posts: [{ id: '1', text: command, author_id: idOf('alice') }],
      polls: [{ id: '1', options: [{ position: 1, label: command, votes: 0 }] }],
      places: [{ id: '1', full_name: command }],
    },
  };
  const messages = {
    data: [
      {
        ...{ id: world.nextId(), event_type: 'MessageCreate', sender_id: idOf('alice') },
        ...{ created_at: new Date().toISOString(), text: 'regarde https://t.co/abc' },
        entities: { urls: [{ url: 'https://t.co/abc', title: command, description: command }] },
        attachments: { media_keys: ['3_1'], card_ids: [command] },
      },
    ],
    includes: told.includes,
  };
  const service = {
    ...world.service,
    readMentions: async () => readPostPage(told),
    readMessages: async () => readMessagePage(messages),
  };
  const taking = { ...world.parts.taking, service };
  expect(await takeMentions(taking, 'usual')).toMatchObject({ commands: 0, ids: new Set([id]) });
  expect(await takeMessages(taking, 'usual')).toBe(0);
  // The same with the command where its author wrote it is one.
  for (const one of told.data) one.text = command;
  expect(await takeMentions(taking, 'usual')).toMatchObject({ commands: 1 });
  await world.round();
  expect((await paymentOf(alice, id)).amount.amount).toBe('900');
});

test('T04 T56 what X shows us though it does not name the service, or is the service’s own, orders nothing', async () => {
  const before = await countPayments();
  const strangers = world.tweet('alice', '#envoyer 9€ @bob');
  const own = world.nextId();
  const text = '@moineau #envoyer 9€ @bob';
  const common = { createdAt: new Date().toISOString(), lang: 'fr' };
  world.x.record({ id: own, authorId: serviceAccountId, text, ...common });
  expect(await takePosts(world.parts.taking, [strangers, own])).toBe(0);
  await world.round();
  expect(await countPayments()).toBe(before);
  const { rowCount } = await world.api.pool.query('select from commands where x_first_id = any($1)', [
    [strangers, own],
  ]);
  expect(rowCount).toBe(0);
});

test.each([
  ['T06', '#envoyer 20,50\u00a0€ @bob', '2050'],
  ['T06', '#envoyer ２０€ @bob', '2000'],
])('%s %s is one amount, read as the page reads it', async (_, text, amount) => {
  const id = world.tweet('alice', `@moineau ${text}`);
  await world.round();
  expect((await paymentOf(alice, id)).amount.amount).toBe(amount);
});

test.each([
  ['T07', '#envoyer 1.000€ @bob', 'thousands_or_decimals'],
  ['T07', '#envoyer 10€50 @bob', 'unclear_amount'],
  ['T07', '#envoyer -5€ @bob', 'negative'],
  ['T07', '#envoyer 0€ @bob', 'zero'],
  ['T07', '#envoyer 1e3€ @bob', 'exponent'],
  ['T07', '#envoyer 9999999999999€ @bob', 'above_limit'],
  ['T08', '#envoyer 5€ @\u200bbob', 'invalid_handle'],
  ['T08', '#envoyer 5€ \u202e@bob', 'invalid_handle'],
  ['T08', '#envoyer 5€ @b\u043eb', 'invalid_handle'],
])('%s %j orders nothing and is answered', async (_, text, problem) => {
  const id = world.tweet('alice', `@moineau ${text}`);
  await world.round();
  expect(await readOf(alice, id)).toMatchObject({ state: 'refused', problem, payment_ids: [] });
  expect(await answersTo(id)).toHaveLength(1);
});

describe('T10 a handle changes between the text and the confirmation', () => {
  test('whom X named with the text is paid, under both names and with new terms', async () => {
    const id = world.tweet('alice', '@moineau #envoyer 2€ @chloe');
    await world.round();
    const before = await paymentOf(alice, id);
    expect(before.payee).toMatchObject({ x_user_id: idOf('chloe'), handle: 'chloe' });
    world.x.rename(idOf('chloe'), 'chloe_new');
    // Somebody names her under her new handle: so it is learnt.
    world.tweet('alice', '@moineau #envoyer 3€ @chloe_new');
    await world.round();
    const after = await paymentOf(alice, id);
    expect(after.terms?.payee_x_user_id).toBe(idOf('chloe'));
    expect(after.terms?.payee_label).toBe('Chloé Petit (@chloe_new, @chloe)');
    expect(after.terms?.version).toBe(2);
    expect(after.terms?.nonce).not.toBe(before.terms?.nonce);
  });

  test('T11 whoever has taken the old handle since is not paid by the text of before', async () => {
    // The text names the id of chloe; another account bears her old handle by now.
    const id = world.tweet('alice', '@moineau #envoyer 4€ @chloe_new');
    world.x.rename(idOf('chloe'), 'chloe');
    world.x.rename(idOf('nour_sample'), 'chloe_new');
    const seen = await world.service.readPosts([id]);
    expect(seen[0]?.mentions).toContainEqual({ handle: 'chloe_new', xUserId: idOf('nour_sample') });
    await takeMentions(world.parts.taking, 'usual');
    await carryOutAll(world.parts.edits, new AbortController().signal);
    // X's own word at the time of reading decides, by the number: never our book of handles.
    expect((await paymentOf(alice, id)).payee.x_user_id).toBe(idOf('nour_sample'));
    world.x.rename(idOf('nour_sample'), 'nour_sample');
  });
});

test('T13 paying oneself under another handle is refused: the number decides', async () => {
  world.x.rename(idOf('alice'), 'alice_two');
  const id = world.tweet('alice', '@moineau #envoyer 2€ @alice_two');
  await world.round();
  expect(await readOf(alice, id)).toMatchObject({ state: 'refused', problem: 'oneself' });
  world.x.rename(idOf('alice'), 'alice');
});

test('T46 money stays held for the number of somebody who signs in, leaves again, and renames himself', async () => {
  const id = world.tweet('alice', '@moineau #send 5€ @kim_sample');
  await world.round();
  const payment = await paymentOf(alice, id);
  expect((await alice.confirm(payment, PIN)).body.state).toBe('held');
  const account = { xUserId: idOf('kim_sample'), handle: 'kim_sample', name: 'Kim' };
  const signIn = async (handle: string) => {
    const device = await world.api.device();
    const redirect = 'https://abcdefghijklmnop.chromiumapp.org/x';
    await device.signIn(redirect, async (url) => ({
      code: `code-${handle}`,
      state: new URL(url).searchParams.get('state') ?? '',
    }));
    return device;
  };
  world.api.x.accounts.set('kim_sample', account);
  const linked = await signIn('kim_sample');
  const held = async (client: ApiClient) =>
    (await client.send<{ items: { id: string }[] }>('GET', '/v1/held')).body.items.map((one) => one.id);
  expect(await held(linked)).toEqual([payment.id]);
  // She breaks the link: her sessions end, and nothing else.
  await world.api.pool.query('update sessions set ended_at = moineau_now() where person_id = $1', [
    linked.session.person.id.slice(4),
  ]);
  expect((await linked.send('GET', '/v1/held')).status).toBe(401);
  expect((await alice.getPayment(payment.id)).body.state).toBe('held');
  // Whoever takes her handle finds nothing; she does, under another one.
  world.api.x.accounts.set('kim_sample', { ...account, xUserId: '1700000000000000001' });
  world.api.x.accounts.set('kim_two', { ...account, handle: 'kim_two' });
  expect(await held(await signIn('kim_sample'))).toEqual([]);
  expect(await held(await signIn('kim_two'))).toEqual([payment.id]);
});

describe('T51 floods', () => {
  test('of one author’s commands more than his share are not read; others are', async () => {
    const before = await countPayments();
    await world.api.member('refuge', '0');
    for (let i = 0; i < 65; i++) world.tweet('refuge_sample', `@moineau #envoyer 1€ @bob pour ${i}`);
    await world.round();
    await world.round();
    const { rows } = await world.api.pool.query<{ problem: string; count: number }>(
      `select problem, count(*)::int from commands where x_author_id = $1 group by problem order by problem`,
      [idOf('refuge_sample')],
    );
    expect(rows).toEqual([
      { problem: 'insufficient_funds', count: 60 },
      { problem: 'too_many', count: 5 },
    ]);
    expect(await countPayments()).toBe(before);
  });

  test('the answer is the same whether the payee has a wallet or not', async () => {
    const texts: string[] = [];
    for (const payee of ['bob', 'layla_sample']) {
      const id = world.tweet('bob', `@moineau #envoyer 1€ @${payee === 'bob' ? 'alice' : payee}`);
      await world.round();
      const payment = await paymentOf(bob, id);
      expectStatus(await bob.confirm(payment, PIN), 200);
      await world.round();
      const [answer] = await answersTo(id);
      texts.push(answer?.text.replace(/ · .*/, '') ?? '');
    }
    expect(texts).toEqual(['C’est fait ✓', 'C’est fait ✓']);
  });

  test('an invitation is for the payer of held money alone, and for nobody who wants none', async () => {
    const id = world.tweet('alice', '@moineau #send 5€ @jonas_sample');
    await world.round();
    const payment = await paymentOf(alice, id);
    const path = `/v1/payments/${payment.id}/invitation`;
    expect((await alice.send('GET', path)).status).toBe(409);
    expectStatus(await alice.confirm(payment, PIN), 200);
    const invitation = (await alice.send<{ text: string; url: string }>('GET', path)).body;
    expect(invitation.text).toContain('@jonas_sample');
    expect(invitation.text).not.toMatch(/[0-9]+ ?€|€/);
    expect(invitation.url).not.toContain(payment.id);
    expect((await bob.send('GET', path)).status).toBe(404);
    world.x.message(idOf('jonas_sample'), serviceAccountId, 'Stop.');
    await world.round();
    expect((await alice.send('GET', path)).body).toEqual({ text: null, url: null });
  });

  test('whoever refuses invitations is left alone, also by answers to what he writes', async () => {
    expectStatus(await bob.send('POST', '/v1/invitations/refuse'), 204);
    const id = world.tweet('bob', '@moineau #envoyer 10 @alice');
    await world.round();
    expect(await readOf(bob, id)).toMatchObject({ state: 'refused' });
    expect(await answersTo(id)).toEqual([]);
  });
});

describe('T56 X is down, limits us, or is wrong', () => {
  test('nothing is ordered while X can’t say who is meant, payments to known people go on, and nothing is missed', async () => {
    const id = world.tweet('alice', '@moineau #envoyer 2€ @emma_sample');
    await world.take();
    world.x.faults.unavailable = 1;
    try {
      await carryOutAll(world.parts.edits, new AbortController().signal);
      await expect(world.take()).rejects.toThrow(/X/);
      expect(await readOf(alice, id)).toBeUndefined();
      const known = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '100' });
      expect((await alice.confirm(known.body, PIN)).body.state).toBe('settled');
    } finally {
      world.x.faults.unavailable = 0;
    }
    await world.api.pool.query(`update commands set next_try_at = moineau_now() where state = 'new'`);
    await world.round();
    expect(await readOf(alice, id)).toMatchObject({ state: 'ordered' });
  });

  test('an answer about another account than the one asked for is no answer: nobody is paid in his place', async () => {
    const before = await countPayments();
    const id = world.tweet('alice', '@moineau #envoyer 2€ @ines_sample');
    world.x.faults.mistaken = 1;
    try {
      await world.round();
      expect(await readOf(alice, id)).toBeUndefined();
      expect(await countPayments()).toBe(before);
    } finally {
      world.x.faults.mistaken = 0;
    }
    await world.api.pool.query(`update commands set next_try_at = moineau_now() where state = 'new'`);
    await world.round();
    expect((await paymentOf(alice, id)).payee.x_user_id).toBe(idOf('ines_sample'));
  });
});

describe('answers and crashes', () => {
  const row = async (id: string) =>
    (
      await world.api.pool.query<{ state: string; tries: number }>(
        'select o.state, o.tries from x_outbox o join commands c on c.id = o.command_id where c.x_first_id = $1',
        [id],
      )
    ).rows[0];
  const signal = new AbortController().signal;
  const longAgo = (id: string) =>
    world.api.pool.query(
      `update x_outbox o set reserved_at = moineau_now() - interval '1 hour', next_try_at = moineau_now()
        from commands c where c.id = o.command_id and c.x_first_id = $1`,
      [id],
    );

  test('T33 an answer whose outcome was lost is found on X, and not sent again', async () => {
    const id = world.tweet('alice', '@moineau #envoyer 10 @bob');
    await world.take();
    await carryOutAll(world.parts.edits, signal);
    world.x.faults.lost = 1;
    await answerAll(world.parts, signal);
    world.x.faults.lost = 0;
    expect(await row(id)).toEqual({ state: 'sending', tries: 1 });
    await longAgo(id);
    await answerAll(world.parts, signal);
    expect(await row(id)).toEqual({ state: 'sent', tries: 1 });
    expect(await answersTo(id)).toHaveLength(1);
  });

  test('T34 an answer that was reserved and never sent is sent, once', async () => {
    const id = world.tweet('alice', '@moineau #envoyer 11 @bob');
    await world.take();
    await carryOutAll(world.parts.edits, signal);
    world.x.faults.unavailable = 1;
    await answerAll(world.parts, signal);
    world.x.faults.unavailable = 0;
    expect(await answersTo(id)).toEqual([]);
    await longAgo(id);
    await answerAll(world.parts, signal);
    await answerAll(world.parts, signal);
    expect(await row(id)).toEqual({ state: 'sent', tries: 2 });
    expect(await answersTo(id)).toHaveLength(1);
  });
});

test('T60 of whoever leaves, what he wrote goes; that it has ordered stays', async () => {
  const hugo = await world.api.device();
  world.api.x.accounts.set('hugo_sample', {
    xUserId: idOf('hugo_sample'),
    handle: 'hugo_sample',
    name: 'Hugo',
  });
  await hugo.signIn('https://abcdefghijklmnop.chromiumapp.org/x', async (url) => ({
    code: 'code-hugo_sample',
    state: new URL(url).searchParams.get('state') ?? '',
  }));
  expectStatus(await hugo.choosePin(PIN), 204);
  const id = world.tweet('hugo_sample', '@moineau #envoyer 10 @bob');
  await world.round();
  expect(await readOf(hugo, id)).toMatchObject({ state: 'refused' });
  expectStatus(await hugo.erase(PIN), 204);
  const { rows } = await world.api.pool.query(
    'select text, mentions, x_author_id from commands where x_first_id = $1',
    [id],
  );
  expect(rows).toEqual([{ text: '', mentions: {}, x_author_id: '' }]);
  await world.round('after_silence');
  expect((await world.api.pool.query('select from commands where x_first_id = $1', [id])).rowCount).toBe(1);
});
