import { afterEach, describe, expect, it } from 'vitest';
import { cents } from '../../lib/money.ts';
import { createCards } from '../../sandbox/cards/server.ts';
import type { Handler } from '../../sandbox/http.ts';
import { type Served, serve } from '../../sandbox/serve-for-test.ts';
import { createStripeAcquirer, type StripeConfig } from './stripe.ts';

const secretKey = 'sk_test_moineau';
const servers: Served[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** The sandbox's cards behind `before`, which may answer in their stead (true). */
async function stripe(
  before: (...call: Parameters<Handler>) => boolean = () => false,
  config: Partial<StripeConfig> = {},
) {
  const cards = createCards({ secretKey });
  const asked: string[] = [];
  const server = await serve(async (request, response) => {
    asked.push(
      `${request.method} ${request.headers.host}${request.url} ${request.headers['idempotency-key'] ?? '-'}`,
    );
    if (!before(request, response)) await cards.handler(request, response);
  });
  servers.push(server);
  const options = { secretKey, apiUrl: server.url, apiCa: server.ca, timeoutMs: 4_000, ...config };
  return { acquirer: createStripeAcquirer(options), asked, server };
}

const order = {
  amount: cents(2_000n),
  paymentMethod: 'pm_card_visa',
  topUpId: 'top_1',
  idempotencyKey: 'top_1-charge',
};
const unavailable = expect.objectContaining({ name: 'AcquirerUnavailableError' });

describe('charge', () => {
  it('charges a card, and can be found again', async () => {
    const { acquirer, asked } = await stripe();
    const charge = await acquirer.charge(order);
    expect(charge).toEqual({ acquirerId: expect.stringMatching(/^pi_/), state: 'paid', amount: 2_000n });
    expect(await acquirer.find(charge.acquirerId)).toEqual(charge);
    expect(asked[0]).toBe('POST api.stripe.com/v1/payment_intents top_1-charge');
  });

  it('is one charge for one key', async () => {
    const { acquirer } = await stripe();
    const charges = await Promise.all([
      acquirer.charge(order),
      acquirer.charge(order),
      acquirer.charge(order),
    ]);
    expect(new Set(charges.map((charge) => charge.acquirerId)).size).toBe(1);
  });

  it('is refused when a key comes back with another amount', async () => {
    const { acquirer } = await stripe();
    await acquirer.charge(order);
    const changed = acquirer.charge({ ...order, amount: cents(9_900n) });
    await expect(changed).rejects.toThrow(expect.objectContaining({ type: 'StripeIdempotencyError' }));
  });

  it.each(['pm_card_visa_chargeDeclined', 'pm_card_visa_chargeDeclinedInsufficientFunds'])(
    'is failed, not an error, with %s',
    async (paymentMethod) => {
      const { acquirer } = await stripe();
      const charge = await acquirer.charge({ ...order, paymentMethod });
      expect(charge).toEqual({ acquirerId: expect.stringMatching(/^pi_/), state: 'failed', amount: 2_000n });
      expect((await acquirer.find(charge.acquirerId))?.state).toBe('failed');
    },
  );

  it('is processing while the bank has not said, then paid', async () => {
    const { acquirer } = await stripe();
    const { acquirerId, state } = await acquirer.charge({ ...order, paymentMethod: 'pm_card_processing' });
    const later = [await acquirer.find(acquirerId), await acquirer.find(acquirerId)];
    expect([state, ...later.map((charge) => charge?.state)]).toEqual(['processing', 'processing', 'paid']);
  });

  it.each([0n, -1n, 100_000_000n])('refuses %i cents before asking anybody', async (amount) => {
    const { acquirer, asked } = await stripe();
    await expect(acquirer.charge({ ...order, amount: cents(amount) })).rejects.toThrow(RangeError);
    expect(asked).toEqual([]);
  });

  it.each([
    ['a card that Stripe does not know', { paymentMethod: 'pm_unknown' }, 'resource_missing'],
    ['an amount that Stripe does not take', { amount: cents(49n) }, 'amount_too_small'],
  ])('is refused, and no charge, with %s', async (_, change, reason) => {
    const { acquirer } = await stripe();
    const refused = acquirer.charge({ ...order, ...change });
    await expect(refused).rejects.toThrow(
      expect.objectContaining({ name: 'AcquirerRefusedError', message: expect.stringContaining(reason) }),
    );
    await expect(refused).rejects.not.toThrow(/pm_unknown/);
  });
});

describe('when Stripe fails', () => {
  it('the SDK tries once more with the same key: one charge', async () => {
    let failures = 1;
    const { acquirer, asked } = await stripe((_, response) => {
      if (failures === 0) return false;
      failures -= 1;
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"error":{"type":"api_error","message":"x"}}');
      return true;
    });
    expect((await acquirer.charge(order)).state).toBe('paid');
    expect(asked).toEqual(Array(2).fill('POST api.stripe.com/v1/payment_intents top_1-charge'));
  });

  it('a charge whose answer was lost is the same charge when asked again', async () => {
    const cards = createCards({ secretKey });
    let lost = 2;
    const { acquirer } = await stripe((request, response) => {
      // The charge is made; only the answer dies on its way.
      if (lost > 0) {
        lost -= 1;
        response.end = () => response.destroy();
      }
      void cards.handler(request, response);
      return true;
    });
    await expect(acquirer.charge(order)).rejects.toThrow(unavailable);
    const charge = await acquirer.charge(order);
    expect(charge.state).toBe('paid');
    expect(await acquirer.find(charge.acquirerId)).toEqual(charge);
  });

  it.each([401, 409, 429, 500, 503])('%i is AcquirerUnavailableError', async (status) => {
    const { acquirer } = await stripe((_, response) => {
      response.writeHead(status, { 'content-type': 'application/json', 'stripe-should-retry': 'false' });
      response.end('{"error":{"type":"api_error","message":"x"}}');
      return true;
    });
    await expect(acquirer.charge(order)).rejects.toThrow(unavailable);
    await expect(acquirer.find('pi_1')).rejects.toThrow(unavailable);
  });

  it.each<[string, Handler]>([
    ['silence', () => undefined],
    ['a page that is no JSON', (_, response) => void response.writeHead(502).end('<html>')],
    [
      'a byte at a time',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('%s is AcquirerUnavailableError at the deadline', async (_, handler) => {
    const answerInstead = (...call: Parameters<Handler>) => {
      void handler(...call);
      return true;
    };
    const { acquirer } = await stripe(answerInstead, { timeoutMs: 300 });
    const startedAt = Date.now();
    await expect(acquirer.charge(order)).rejects.toThrow(unavailable);
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });

  it('nobody listening, or a certificate of another CA, is AcquirerUnavailableError', async () => {
    const [first, second] = [await stripe(), await stripe()];
    const other = createStripeAcquirer({
      secretKey,
      apiUrl: first.server.url,
      apiCa: second.server.ca,
      timeoutMs: 2_000,
    });
    await expect(other.charge(order)).rejects.toThrow(unavailable);
    expect(first.asked).toEqual([]);
    await first.server.close();
    await expect(first.acquirer.charge(order)).rejects.toThrow(unavailable);
  });
});

describe('find', () => {
  it('is null for a charge that does not exist', async () => {
    const { acquirer } = await stripe();
    expect(await acquirer.find('pi_unknown')).toBeNull();
  });
});
