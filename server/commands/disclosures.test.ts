/** Who sees a payment, carried out on X once the money has arrived. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Disclosure, Payment } from '../../lib/protocol/index.ts';
import { createXWorld, idOf, type XWorld } from '../../tests/support/x-world.ts';
import { PIN } from '../testing/api.ts';
import { type ApiClient, expectStatus } from '../testing/client.ts';
import { sendNext } from './outbox.ts';

let world: XWorld;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  world = await createXWorld({});
  alice = await world.api.member('alice', '50000');
  bob = await world.api.member('bob', '1000');
});
afterAll(() => world.close());

const seen = async (client: ApiClient, { id }: Payment) =>
  (await client.send<Disclosure>('GET', `/v1/payments/${id}/disclosure`)).body;
const choose = (client: ApiClient, { id }: Payment, visibility: string) =>
  client.send<Payment>('POST', `/v1/payments/${id}/visibility`, { body: { visibility } });

/** A payment by the wallet, confirmed with this visibility. */
async function pay(visibility: string): Promise<Payment> {
  const ordered = (await alice.createPayment({ payeeXUserId: idOf('bob'), amount: '1234' })).body;
  const chosen = await choose(alice, ordered, visibility);
  expect(chosen).toMatchObject({ status: 200, body: { visibility, terms: ordered.terms } });
  const paid = (await alice.confirm(chosen.body, PIN)).body;
  expect(paid.state).toBe('settled');
  return paid;
}

test('of a private payment X’s people see nothing', async () => {
  const before = (await world.said()).length;
  const payment = await pay('private');
  await world.round();
  expect(await seen(alice, payment)).toEqual({ visibility: 'private', state: 'none', tweet_id: null });
  expect((await world.said()).length).toBe(before);
});

test('a payee who has never written to the service gets no message: his wallet tells him', async () => {
  // A post to the service is no message to it: it is answered where it stands.
  world.tweet('bob', '@moineau #envoyer 10 @alice');
  await world.round();
  const payment = await pay('dm');
  await world.round();
  expect(await world.messages('bob')).toEqual([]);
  expect((await seen(bob, payment)).state).toBe('wallet');
});

test('a payee who has written to the service gets one message, once, with his amount and without a link', async () => {
  world.x.message(idOf('bob'), idOf('moineau'), 'Bonjour');
  await world.round();
  const payment = await pay('dm');
  await world.round();
  await world.round();
  const said = (await world.messages('bob')).filter(({ authorId }) => authorId === idOf('moineau'));
  expect(said.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^alice vous a envoyé 12,34 € ✓ · [A-Z2-9]{7}$/),
  ]);
  expect((await seen(alice, payment)).state).toBe('told');
});

test('a public payment is a post that both its people may take back, and nobody else', async () => {
  const payment = await pay('public');
  await world.round();
  const told = await seen(alice, payment);
  expect(told).toMatchObject({
    visibility: 'public',
    state: 'told',
    tweet_id: expect.stringMatching(/^[0-9]+$/),
  });
  const [post] = (await world.said()).slice(-1);
  // Nobody is called by an `@` who has not called.
  expect(post?.text).toMatch(/^alice a envoyé 12,34 € à bob ✓ · [A-Z2-9]{7}$/);
  const chloe = await world.api.member('chloe');
  const path = `/v1/payments/${payment.id}/disclosure/remove`;
  expect((await chloe.send('POST', path)).status).toBe(404);
  expectStatus(await bob.send('POST', path), 200);
  await world.round();
  expect(await seen(alice, payment)).toMatchObject({ state: 'removed', tweet_id: null });
  expect((await world.service.readPosts([told.tweet_id ?? ''])).length).toBe(0);
});

test('a command’s public payment is told by its one answer, with amount and payee since its payer chose so', async () => {
  const id = world.tweet('alice', '@moineau #send 3€ @bob');
  await world.round();
  const [payment] = (await alice.send<{ items: Payment[] }>('GET', '/v1/payments')).body.items;
  if (!payment) throw new Error('no payment');
  await choose(alice, payment, 'public');
  expectStatus(await alice.confirm(payment, PIN), 200);
  await world.round();
  await world.round();
  const answers = (await world.said()).filter(({ repliedToId }) => repliedToId === id);
  expect(answers.map(({ text }) => text)).toEqual([expect.stringMatching(/^alice sent €3\.00 to bob ✓ · /)]);
  expect(await seen(bob, payment)).toMatchObject({ state: 'told', tweet_id: expect.any(String) });
});

test('who sees a payment is its payer’s to choose, before he confirms it', async () => {
  const ordered = (await alice.createPayment({ payeeXUserId: idOf('bob'), amount: '100' })).body;
  expect((await choose(bob, ordered, 'public')).status).toBe(404);
  expectStatus(await alice.confirm(ordered, PIN), 200);
  expect((await choose(alice, ordered, 'public')).status).toBe(409);
});

test('X’s limits are kept: what is above them waits, whichever process sends', async () => {
  for (let i = 0; i < 3; i++) world.tweet('alice', `@moineau #envoyer ${i} @bob`);
  await world.take();
  const { carryOutAll } = await import('./run.ts');
  await carryOutAll(world.parts.edits, new AbortController().signal);
  const { rows } = await world.api.pool.query<{ used: number }>(
    `select count(*)::int as used from x_outbox where kind <> 'dm' and reserved_at is not null`,
  );
  const limits = { ...world.parts.outbox.limits, postsAQuarter: (rows[0]?.used ?? 0) + 2 };
  const outbox = { ...world.parts.outbox, limits };
  const sent = await Promise.all([sendNext(outbox), sendNext(outbox), sendNext(outbox)]);
  expect(sent.filter(Boolean)).toHaveLength(2);
  expect(await sendNext(outbox)).toBe(false);
});
