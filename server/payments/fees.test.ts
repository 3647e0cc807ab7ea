/** What organisations are charged, through the API and into the books. The sums by themselves: rules.test.ts. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalConfirmation, type Payment, type Refund, type Split } from '../../lib/protocol/index.ts';
import { registerOrganisation } from '../people/people.ts';
import { createTestApi, PIN, people, REDIRECT_URI, type TestApi } from '../testing/api.ts';
import { type ApiClient, expectStatus, signBytes } from '../testing/client.ts';

const club = { xUserId: '1900000000000000002', handle: 'club', name: 'Club' };

let api: TestApi;
let alice: ApiClient;
let refuge: ApiClient;
let clubs: ApiClient;
beforeAll(async () => {
  api = await createTestApi({ FEE_PER_MILLE: '15', FEE_FIXED: '0', FEE_LEAST: '1', FEE_MOST: '500' });
  alice = await api.member('alice', '200000');
  refuge = await api.signIn('refuge');
  await api.signIn('bob');
  api.x.accounts.set(club.handle, club);
  clubs = await api.device();
  await clubs.signIn(REDIRECT_URI, async (url) => ({
    ...{ code: 'code-club', state: new URL(url).searchParams.get('state') ?? '' },
  }));
  await registerOrganisation(api.pool, club.xUserId);
  await registerOrganisation(api.pool, people.refuge.xUserId);
});
afterAll(() => api.close());

const balanceOf = async (client: ApiClient) => BigInt((await client.wallet()).body.balance.amount);
async function feesTotal(): Promise<bigint> {
  const { rows } = await api.pool.query("select balance from ledger.accounts where kind = 'fees'");
  return rows[0].balance;
}
async function pay(to: string, amount: string): Promise<{ ordered: Payment; paid: Payment }> {
  const created = await alice.createPayment({ payeeXUserId: to, amount });
  expectStatus(created, 201);
  const confirmed = await alice.confirm(created.body, PIN);
  expectStatus(confirmed, 200);
  return { ordered: created.body, paid: confirmed.body };
}

test('an organisation gets what is left after the fee, the payer pays no more, and he signs the fee', async () => {
  const before = [await balanceOf(alice), await balanceOf(clubs), await feesTotal()];
  const { ordered, paid } = await pay(club.xUserId, '1000');
  expect(ordered.terms).toMatchObject({ amount_minor: '1000', fee_minor: '15' });
  expect([paid.state, paid.fee.amount]).toEqual(['settled', '15']);
  const after = [await balanceOf(alice), await balanceOf(clubs), await feesTotal()];
  expect(after.map((balance, i) => balance - (before[i] ?? 0n))).toEqual([-1000n, 985n, 15n]);
});

test('not less than the least, not more than the most', async () => {
  expect((await pay(club.xUserId, '10')).paid.fee.amount).toBe('1');
  expect((await pay(club.xUserId, '50000')).paid.fee.amount).toBe('500');
});

test('a person pays none, and a charity none from when it is one', async () => {
  const before = await feesTotal();
  expect((await pay(people.bob.xUserId, '1000')).paid.fee.amount).toBe('0');
  await registerOrganisation(api.pool, people.refuge.xUserId, { charity: true });
  expect((await pay(people.refuge.xUserId, '1000')).paid.fee.amount).toBe('0');
  expect(await feesTotal()).toBe(before);
  await registerOrganisation(api.pool, people.refuge.xUserId);
});

test('T49 the parts of a split cost together what the whole would: the largest remainder gets the cent', async () => {
  const created = await alice.send<Split>('POST', '/v1/splits', {
    key: randomUUID(),
    body: {
      ...{ payee_x_user_ids: [club.xUserId, people.refuge.xUserId], division: 'total' },
      ...{ amount: { amount: '1001', currency: 'EUR' }, memo: null, visibility: 'private', origin: 'popup' },
      tweet_id: null,
    },
  });
  expectStatus(created, 201);
  const { id, terms, payments } = created.body;
  // 1.5 % of 10.01 € is 15 cents: of 5.01 and 5.00, 7.507 and 7.493.
  expect(payments.map(({ amount, fee }) => [amount.amount, fee.amount])).toEqual([
    ['501', '8'],
    ['500', '7'],
  ]);
  if (!terms) throw new Error('no terms');
  expect(terms.payments.map(({ fee_minor }) => fee_minor)).toEqual(['8', '7']);
  const before = [await balanceOf(alice), await balanceOf(clubs), await balanceOf(refuge), await feesTotal()];
  const use_counter = alice.nextCounter();
  const bytes = canonicalConfirmation(terms, { deviceId: alice.session.device_id, useCounter: use_counter });
  const body = { pin: PIN, signature: await signBytes(alice.key, bytes), use_counter };
  expectStatus(await alice.send('POST', `/v1/splits/${id}/confirm`, { key: randomUUID(), body }), 200);
  const after = [await balanceOf(alice), await balanceOf(clubs), await balanceOf(refuge), await feesTotal()];
  expect(after.map((balance, i) => balance - (before[i] ?? 0n))).toEqual([-1001n, 493n, 493n, 15n]);
});

test('a refund gives back what was paid; the fee stays', async () => {
  const { paid } = await pay(club.xUserId, '1000');
  const before = [await balanceOf(alice), await balanceOf(clubs), await feesTotal()];
  const made = await clubs.send<Refund>('POST', `/v1/payments/${paid.id}/refunds`, {
    ...{ key: randomUUID(), body: { amount: { amount: '1000', currency: 'EUR' } } },
  });
  expectStatus(made, 201);
  const after = [await balanceOf(alice), await balanceOf(clubs), await feesTotal()];
  expect(after.map((balance, i) => balance - (before[i] ?? 0n))).toEqual([1000n, -1000n, 0n]);
});

test('every transfer with a fee is three postings that come to 0', async () => {
  const { rows } = await api.pool.query(
    `select count(*) as postings, sum(p.amount)::bigint as sum from ledger.postings p
      join payments on payments.id = p.subject_id where payments.fee > 0 and p.kind = 'settle' group by p.subject_id`,
  );
  expect(rows.length).toBeGreaterThan(4);
  for (const row of rows) expect(row).toEqual({ postings: 3n, sum: 0n });
});
