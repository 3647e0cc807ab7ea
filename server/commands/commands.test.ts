/** Commands from X's post to the payment that awaits its author: against the sandbox's X, over HTTPS. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command, Payment } from '../../lib/protocol/index.ts';
import { createXWorld, idOf, type XWorld } from '../../tests/support/x-world.ts';
import { PIN } from '../testing/api.ts';
import { type ApiClient, expectStatus } from '../testing/client.ts';

let world: XWorld;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  world = await createXWorld({ X_COMMANDS_AN_HOUR: '1000' });
  alice = await world.api.member('alice', '50000');
  bob = await world.api.member('bob', '1000');
});
afterAll(() => world.close());

const pay = async (client: ApiClient) =>
  (await client.send<{ items: Payment[] }>('GET', '/v1/payments')).body.items;
const commandsOf = async (client: ApiClient) =>
  (await client.send<{ items: Command[] }>('GET', '/v1/commands')).body.items;
const latest = async (client: ApiClient) => (await pay(client))[0];
const command = async (client: ApiClient, tweetId: string) =>
  (await commandsOf(client)).find(({ tweet_id }) => tweet_id === tweetId);

test('a tweet becomes a payment that awaits its author, whose confirmation is answered under it', async () => {
  const id = world.tweet('alice', '@moineau #envoyer 5€ @bob pour le café');
  await world.round();
  const payment = await latest(alice);
  expect(payment).toMatchObject({
    ...{ state: 'awaiting_confirmation', origin: 'command_tweet', tweet_id: id, visibility: 'private' },
    ...{ memo: 'le café', amount: { amount: '500' }, payee: { x_user_id: idOf('bob') } },
  });
  expect(await world.said()).toEqual([]);
  expectStatus(await alice.confirm(payment as Payment, PIN), 200);
  await world.round();
  await world.round();
  const answers = (await world.said()).filter(({ repliedToId }) => repliedToId === id);
  expect(answers).toHaveLength(1);
  expect(answers[0]?.text).toMatch(/^C’est fait ✓ · [A-Z2-9]{7}$/);
  expect((await bob.wallet()).body.balance.amount).toBe('1500');
});

test('several payees become a split, each gets the amount', async () => {
  const id = world.tweet('alice', '@moineau #send 1€ @bob and @chloe');
  await world.round();
  const read = await command(alice, id);
  expect(read?.payment_ids).toHaveLength(2);
  expect(read?.split_id).toMatch(/^spl_/);
});

test.each([
  ['#envoyer 10 @bob', 'no_currency', /euros/],
  ['#send 10€', 'no_payee', /To whom/],
  ['#envoyer $10 @bob', 'other_currency', /que des euros/],
  ['#envoyer 10€ @nobody_has_it', 'payee_unknown', /n’existe pas/],
  ['#envoyer 10€ @alice', 'oneself', /soi-même/],
  ['#envoyer 400€ @bob', 'limit_exceeded', /portefeuille dit pourquoi/],
])('%s is answered with what to fix, once, and orders nothing', async (text, problem, said) => {
  const before = (await pay(alice)).length;
  const id = world.tweet('alice', `@moineau ${text}`);
  await world.round();
  await world.round();
  expect(await command(alice, id)).toMatchObject({ state: 'refused', problem, payment_ids: [] });
  const answers = (await world.said()).filter(({ repliedToId }) => repliedToId === id);
  expect(answers).toHaveLength(1);
  expect(answers[0]?.text).toMatch(said);
  // No amount, no link, no third person: everyone reads it.
  expect(answers[0]?.text).not.toMatch(/[0-9]+ ?€|€ ?[0-9]|https?:|@[a-z]/i);
  expect((await pay(alice)).length).toBe(before);
});

test('a direct message orders, is answered by message, and its author may be written to from now on', async () => {
  world.x.message(idOf('alice'), idOf('moineau'), '#envoyer 2€ @bob');
  await world.round();
  const payment = await latest(alice);
  expect(payment).toMatchObject({ origin: 'command_dm', tweet_id: null, state: 'awaiting_confirmation' });
  expectStatus(await alice.confirm(payment as Payment, PIN), 200);
  await world.round();
  const answers = (await world.messages('alice')).filter(({ authorId }) => authorId === idOf('moineau'));
  expect(answers.map(({ text }) => text)).toEqual([expect.stringMatching(/^C’est fait ✓/)]);
});

test('in a reply that names nobody, its payee is whom it answers; what X puts before it is no payee', async () => {
  const said = world.tweet('bob', 'Qui a payé le resto ?');
  const id = world.tweet('alice', '@moineau #envoyer 3€', { inReplyToId: said });
  await world.round();
  const [payment] = (await command(alice, id))?.payment_ids ?? [];
  expect((await alice.getPayment(payment ?? '')).body).toMatchObject({ payee: { x_user_id: idOf('bob') } });
  const other = world.tweet('alice', '@moineau #envoyer 3€ @chloe', { inReplyToId: said });
  await world.round();
  const [second] = (await command(alice, other))?.payment_ids ?? [];
  expect((await alice.getPayment(second ?? '')).body).toMatchObject({ payee: { x_user_id: idOf('chloe') } });
});

test('a long post is read whole, and X’s escapes are not taken for its author’s words', async () => {
  const id = world.tweet('alice', `${'Bla bla. '.repeat(60)}@moineau #envoyer 4€ @bob pour <pain> & beurre`);
  await world.round();
  const read = await command(alice, id);
  expect(read).toMatchObject({ state: 'ordered' });
  const { body } = await alice.getPayment(read?.payment_ids[0] ?? '');
  expect(body).toMatchObject({ memo: '<pain> & beurre', amount: { amount: '400' } });
});

describe('an author without a wallet', () => {
  test('is invited once, politely and without a link, and orders nothing', async () => {
    const first = world.tweet('hugo_sample', '@moineau #envoyer 5€ @bob');
    world.tweet('hugo_sample', '@moineau #envoyer 6€ @bob');
    await world.round();
    await world.round();
    const invited = (await world.said()).filter(({ text }) => text.startsWith('Bonjour'));
    expect(invited).toEqual([{ text: expect.stringContaining('STOP'), repliedToId: first }]);
    expect(invited[0]?.text).not.toMatch(/https?:|@/);
    const { rows } = await world.api.pool.query('select text, problem from commands where x_author_id = $1', [
      idOf('hugo_sample'),
    ]);
    expect(rows).toEqual([
      { text: '', problem: 'not_linked' },
      { text: '', problem: 'not_linked' },
    ]);
  });

  test('who says stop hears nothing more, for ever', async () => {
    world.tweet('ines_sample', '@moineau STOP');
    await world.round();
    world.tweet('ines_sample', '@moineau #send 5€ @bob');
    await world.round();
    expect((await world.said()).filter(({ text }) => text.startsWith('Hello'))).toEqual([]);
  });
});

test('a payment asked for by the page and by the post is one (T01): whoever is first', async () => {
  const id = world.tweet('alice', '@moineau #envoyer 7€ @bob');
  const ordered = await alice.send<Payment>('POST', '/v1/payments', {
    key: crypto.randomUUID(),
    body: {
      payee_x_user_id: idOf('bob'),
      amount: { amount: '700', currency: 'EUR' },
      ...{ memo: null, visibility: 'private', origin: 'composer', tweet_id: id },
    },
  });
  await world.round();
  expect((await command(alice, id))?.payment_ids).toEqual([ordered.body.id]);
});
