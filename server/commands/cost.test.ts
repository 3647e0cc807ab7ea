/**
 * What a command costs at X: every request counted where X would count it, and what X bills added up with its prices
 * (docs/X.md). X bills what it returns, so posts and accounts are counted as returned, writes as done.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Payment } from '../../lib/protocol/index.ts';
import { createXWorld, type XWorld } from '../../tests/support/x-world.ts';
import { PIN } from '../testing/api.ts';
import { type ApiClient, expectStatus } from '../testing/client.ts';

let world: XWorld;
let alice: ApiClient;

beforeAll(async () => {
  world = await createXWorld({ X_COMMANDS_AN_HOUR: '1000' });
  alice = await world.api.member('alice', '100000');
  await world.api.member('bob', '0');
});
afterAll(() => world.close());

const COMMANDS = 40;
/** How often the clock makes the service look while all of this happens. */
const ROUNDS = 4;

/** Requests since then, by call, without those of tokens. */
function since(before: ReadonlyMap<string, number>): Record<string, number> {
  const made = [...world.x.calls]
    .map(([call, count]) => [call, count - (before.get(call) ?? 0)] as const)
    .filter(([call, count]) => count > 0 && !call.includes('/oauth2/'));
  return Object.fromEntries(made);
}

async function confirmAll(): Promise<void> {
  const { items } = (await alice.send<{ items: Payment[] }>('GET', '/v1/payments?limit=100')).body;
  for (const payment of items.filter(({ state }) => state === 'awaiting_confirmation'))
    expectStatus(await alice.confirm(payment, PIN), 200);
}

test('a payment by a post to somebody with a wallet costs its mention and one reply: no look-up, no post by its id', async () => {
  const before = new Map(world.x.calls);
  for (let i = 0; i < COMMANDS; i++) world.tweet('alice', `@moineau #envoyer 1€ @bob pour ${i}`);
  await world.round();
  await confirmAll();
  for (let i = 1; i < ROUNDS; i++) await world.round();
  expect(since(before)).toEqual({
    'GET /2/users/:id/mentions': ROUNDS,
    'GET /2/dm_events': ROUNDS,
    'POST /2/tweets': COMMANDS,
  });
});

test('an account that is not known is looked up once, however many orders name it', async () => {
  const before = new Map(world.x.calls);
  for (let i = 0; i < 5; i++) world.tweet('alice', `@moineau #envoyer 1€ @chloe pour ${i}`);
  await world.round();
  expect(since(before)).toMatchObject({ 'GET /2/users': 1 });
  expect(since(before)).not.toHaveProperty('POST /2/tweets');
});

test('while nobody writes, only the two questions of the clock are asked, whatever was written before', async () => {
  await world.round();
  const before = new Map(world.x.calls);
  for (let i = 0; i < 3; i++) await world.round();
  expect(since(before)).toEqual({ 'GET /2/users/:id/mentions': 3, 'GET /2/dm_events': 3 });
});
