import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, type Reply, type Served, serve } from '../serve-for-test.ts';
import { createCards } from './server.ts';

const secretKey = 'sk_test_moineau';
let now = Date.parse('2026-11-23T15:00:00Z');
let server: Served;
beforeEach(async () => {
  server = await serve(createCards({ secretKey, now: () => now }).handler);
});
afterEach(async () => server.close());

type Form = Record<string, string>;
const order: Form = { amount: '2000', currency: 'eur', confirm: 'true', payment_method: 'pm_card_visa' };

async function create(form: Form, key?: string, authorization = `Bearer ${secretKey}`): Promise<Reply> {
  const headers = {
    authorization,
    'content-type': 'application/x-www-form-urlencoded',
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  };
  const body = new URLSearchParams(form).toString();
  return ask(server, 'api.stripe.com', '/v1/payment_intents', { method: 'POST', headers, body });
}

async function find(id: string): Promise<Reply> {
  const headers = { authorization: `Bearer ${secretKey}` };
  return ask(server, 'api.stripe.com', `/v1/payment_intents/${id}`, { headers });
}

describe('the cards', () => {
  it('pm_card_visa succeeds', async () => {
    const intent = JSON.parse((await create({ ...order, 'metadata[top_up_id]': 'top_1' })).body);
    expect(intent).toMatchObject({
      object: 'payment_intent',
      status: 'succeeded',
      amount: 2000,
      amount_received: 2000,
      currency: 'eur',
      livemode: false,
      metadata: { top_up_id: 'top_1' },
    });
    expect(JSON.parse((await find(intent.id)).body)).toEqual(intent);
  });

  it.each([
    ['pm_card_visa_chargeDeclined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
  ])('%s is declined with 402', async (payment_method, declineCode) => {
    const reply = await create({ ...order, payment_method });
    expect(reply.status).toBe(402);
    const { error } = JSON.parse(reply.body);
    expect(error).toMatchObject({ type: 'card_error', code: 'card_declined', decline_code: declineCode });
    expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method', amount_received: 0 });
    expect(JSON.parse((await find(error.payment_intent.id)).body)).toEqual(error.payment_intent);
  });

  it('pm_card_processing is processing until it was looked up twice', async () => {
    const intent = JSON.parse((await create({ ...order, payment_method: 'pm_card_processing' })).body);
    expect(intent).toMatchObject({ status: 'processing', amount_received: 0 });
    expect(JSON.parse((await find(intent.id)).body).status).toBe('processing');
    expect(JSON.parse((await find(intent.id)).body)).toMatchObject({
      status: 'succeeded',
      amount_received: 2000,
    });
    expect(JSON.parse((await find(intent.id)).body).status).toBe('succeeded');
  });
});

describe('idempotency', () => {
  it('answers a key once, in whatever order its parameters come, and says so', async () => {
    const first = await create(order, 'key-1');
    const again = await create(Object.fromEntries(Object.entries(order).reverse()), 'key-1');
    expect(again.body).toBe(first.body);
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect(JSON.parse((await create(order, 'key-2')).body).id).not.toBe(JSON.parse(first.body).id);
  });

  it('replays a decline too', async () => {
    const declined = { ...order, payment_method: 'pm_card_visa_chargeDeclined' };
    const [first, again] = [await create(declined, 'key-1'), await create(declined, 'key-1')];
    expect([again.status, again.body]).toEqual([402, first.body]);
  });

  it('refuses the same key with other parameters', async () => {
    await create(order, 'key-1');
    const reply = await create({ ...order, amount: '2001' }, 'key-1');
    expect([reply.status, JSON.parse(reply.body).error.type]).toEqual([400, 'idempotency_error']);
  });

  it('leaves a key free when the parameters were refused', async () => {
    expect((await create({ ...order, amount: '49' }, 'key-1')).status).toBe(400);
    expect((await create(order, 'key-1')).status).toBe(200);
  });

  it('forgets a key after 24 hours', async () => {
    const first = await create(order, 'key-1');
    now += 24 * 60 * 60 * 1000;
    expect((await create(order, 'key-1')).body).not.toBe(first.body);
  });
});

describe('refusals in Stripe’s shape', () => {
  it.each<[string, Form, string]>([
    ['an unknown parameter', { ...order, tip: '1' }, 'parameter_unknown'],
    ['no amount', { ...order, amount: '' }, 'parameter_missing'],
    ['an amount with decimals', { ...order, amount: '20.5' }, 'parameter_invalid_integer'],
    ['less than 0.50 €', { ...order, amount: '49' }, 'amount_too_small'],
    ['nine digits', { ...order, amount: '100000000' }, 'amount_too_large'],
    ['an unknown card', { ...order, payment_method: 'pm_x' }, 'resource_missing'],
    ['dollars', { ...order, currency: 'usd' }, 'parameter_invalid'],
    ['an intent that is not confirmed', { ...order, confirm: 'false' }, 'parameter_invalid'],
  ])('%s', async (_, form, code) => {
    const reply = await create(form);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body).error).toMatchObject({ type: 'invalid_request_error', code });
    expect(reply.headers['request-id']).toMatch(/^req_/);
  });

  it('an intent that does not exist is 404', async () => {
    const reply = await find('pi_x');
    expect([reply.status, JSON.parse(reply.body).error.code]).toEqual([404, 'resource_missing']);
  });

  it('only the secret key is let in, as bearer or as Basic', async () => {
    expect((await create(order, undefined, 'Bearer sk_test_other')).status).toBe(401);
    expect((await ask(server, 'api.stripe.com', '/v1/payment_intents/pi_x')).status).toBe(401);
    const basic = `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`;
    expect((await create(order, undefined, basic)).status).toBe(200);
  });

  it('a live key never starts it', () => {
    expect(() => createCards({ secretKey: 'sk_live_x' })).toThrow(RangeError);
  });
});
