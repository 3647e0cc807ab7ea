import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { canonicalWalletAct } from '../protocol/canonical.ts';
import type { Payment, ProblemCode } from '../protocol/index.ts';
import { problems } from '../protocol/index.ts';
import {
  alice,
  awaitingPayment,
  bob,
  chloe,
  euros,
  samplePayment,
  sampleRequest,
} from '../protocol/samples.fixture.ts';
import { getSingleton } from '../store/database.ts';
import { listPayments } from '../store/payments.ts';
import { beginSession, takeInEvent } from '../store/session.ts';
import type { Outcome } from './api.ts';

const call = vi.hoisted(() => vi.fn());
vi.mock('./api.ts', () => ({ call, API_ORIGIN: 'https://api.test' }));

const { acceptRequest, askAll, endRequest } = await import('./requests.ts');
const { heldView, refund, takeHeld, waiting } = await import('./held.ts');
const { changeLimits, leave } = await import('./own-wallet.ts');
const { personView } = await import('./person.ts');
const { loadDraft } = await import('./draft-store.ts');
const { deviceKey } = await import('./dpop.ts');

const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value });
const unknown: Outcome<never> = { kind: 'unknown' };
function refused(code: ProblemCode, more: object = {}): Outcome<never> {
  const { status, title, retryable } = problems[code];
  return {
    kind: 'refused',
    problem: { type: code, title, status, code, retryable, request_id: 'r', ...more },
  };
}

const pageOf = (items: Payment[]) => ({ items, has_more: false, next_cursor: null, as_of_seq: 0 });
const DEVICE = 'dev_0190a000-0000-7000-8000-000000000003';
const held = samplePayment(3, { state: 'held', direction: 'in', payer: bob, payee: alice });
const sent = samplePayment(4, {
  ...{ state: 'held', payee: { ...chloe, id: null, linked_since: null } },
  ...{ created_at: new Date().toISOString(), settled_at: null },
});
const received = samplePayment(5, { direction: 'in', payer: bob, payee: alice });

let answers: Record<string, (request: never) => Outcome<unknown>>;
const requestsOf = (endpoint: string) =>
  call.mock.calls.filter(([{ name }]) => name === endpoint).map(([, , request]) => request);

beforeEach(async () => {
  fakeBrowser.reset();
  await beginSession(
    {
      accessToken: 't',
      expiresAt: '2027-01-01T00:00:00.000Z',
      deviceId: DEVICE,
      person: alice,
      pinSet: true,
    },
    pageOf([sent, received]),
  );
  answers = {};
  call.mockReset();
  call.mockImplementation(
    async ({ name }: { name: string }, _token: string, request: never) => answers[name]?.(request) ?? unknown,
  );
});

describe('an order without a draft', () => {
  const given = done({ id: 'ref_1', amount: euros('250'), created_at: '', payment: received });

  it('T33 is asked for again with the same key when its answer was lost, and later, too', async () => {
    answers.refundPayment = () => unknown;
    await expect(refund(received.id, '250')).rejects.toMatchObject({ error: { code: 'outcome_unknown' } });
    answers.refundPayment = () => given;
    await refund(received.id, '250');
    const keys = requestsOf('refundPayment').map(({ idempotencyKey }) => idempotencyKey);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it('the same again, once it is done, is another order', async () => {
    answers.refundPayment = () => given;
    await refund(received.id, '250');
    await refund(received.id, '250');
    const [one, other] = requestsOf('refundPayment');
    expect(one.idempotencyKey).not.toBe(other.idempotencyKey);
  });

  it('T36 the key stays while the same order is under way elsewhere', async () => {
    answers.refundPayment = () => refused('request_in_flight');
    await expect(refund(received.id, '250')).rejects.toMatchObject({ error: { code: 'request_in_flight' } });
    answers.refundPayment = () => given;
    await refund(received.id, '250');
    const [one, other] = requestsOf('refundPayment');
    expect(one.idempotencyKey).toBe(other.idempotencyKey);
  });
});

describe('requests', () => {
  it('asks each for his amount; one who can’t be asked stops nobody', async () => {
    const people: Record<string, unknown> = {
      bob: { x_user_id: bob.x_user_id, handle: 'bob', name: bob.name, holder: bob },
      chloe: { x_user_id: chloe.x_user_id, handle: 'chloe', name: chloe.name, holder: null },
    };
    answers.resolvePayee = ({ body }: { body: { handle: string } }) => done(people[body.handle]);
    answers.createRequest = ({ body }: { body: { payer_x_user_id: string } }) =>
      body.payer_x_user_id === bob.x_user_id ? done(sampleRequest(1)) : refused('payer_without_wallet');
    const asks = [
      { handle: 'chloe', amountMinor: '334' },
      { handle: 'bob', amountMinor: '333' },
    ];
    expect(await askAll({ asks, memo: 'Pizza' })).toMatchObject([
      { handle: 'chloe', error: { code: 'payer_without_wallet' } },
      { handle: 'bob', error: null },
    ]);
    expect(requestsOf('createRequest')[1]).toMatchObject({
      body: { payer_x_user_id: bob.x_user_id, amount: { amount: '333' }, memo: 'Pizza' },
    });
  });

  it('accepting leads to the code of the payment that it made, and moves nothing', async () => {
    answers.acceptRequest = () => done(awaitingPayment({ origin: 'request' }));
    await acceptRequest('req_1');
    expect(await loadDraft()).toMatchObject({
      ...{ step: 'code', origin: 'request', handle: 'bob', amountMinor: '500' },
      payment: { terms: { version: 1 } },
    });
  });

  it('one that is over can’t be accepted: the draft stays as it was', async () => {
    answers.acceptRequest = () => refused('request_not_open');
    await expect(acceptRequest('req_1')).rejects.toMatchObject({ error: { code: 'request_not_open' } });
    expect(await loadDraft()).toBeNull();
  });

  it('declines and takes back by the operation of that name', async () => {
    answers.declineRequest = () => done(sampleRequest(1));
    answers.cancelRequest = () => done(sampleRequest(1));
    await endRequest('req_1', 'decline');
    await endRequest('req_2', 'cancel');
    expect(requestsOf('declineRequest')).toMatchObject([{ id: 'req_1' }]);
    expect(requestsOf('cancelRequest')).toMatchObject([{ id: 'req_2' }]);
  });
});

describe('held money', () => {
  const page = { items: [held], has_more: false, next_cursor: null };

  it('for me by the API’s word, sent by me by my own history; counted for the wallet’s head', async () => {
    answers.listHeld = () => done(page);
    const asked = [
      sampleRequest(1),
      sampleRequest(2, { direction: 'in' }),
      sampleRequest(3, { state: 'declined' }),
    ];
    answers.listRequests = () => done({ ...page, items: asked });
    expect(await heldView()).toMatchObject({ forMe: [{ id: held.id }], sent: [{ id: sent.id }] });
    expect(await waiting()).toEqual({ requests: 1, held: 1, refused: 0 });
    const at = '2026-11-23T13:41:00.000Z';
    await takeInEvent({ seq: 99, at, type: 'command.updated', command: { id: 'cmd_1', state: 'refused' } });
    expect(await waiting()).toMatchObject({ refused: 1 });
  });

  it('what was taken is in the history, what was sent back is not', async () => {
    answers.claimHeld = () => done({ ...held, state: 'settled' });
    answers.declineHeld = () => done({ ...samplePayment(6), state: 'returned', direction: 'in' });
    await takeHeld(held.id, 'claim');
    await takeHeld(samplePayment(6).id, 'decline');
    const ids = (await listPayments({ limit: 10 })).map(({ id }) => id);
    expect(ids).toContain(held.id);
    expect(ids).not.toContain(samplePayment(6).id);
  });
});

it('a person: what was paid each other, refunds taken off, by his number whatever he is called', async () => {
  await beginSession(
    {
      accessToken: 't',
      expiresAt: '2027-01-01T00:00:00.000Z',
      deviceId: DEVICE,
      person: alice,
      pinSet: true,
    },
    pageOf([
      samplePayment(7, { amount_refunded: euros('200') }),
      samplePayment(8, { state: 'refused' }),
      samplePayment(9, { payee: chloe }),
      received,
    ]),
  );
  answers.resolvePayee = () =>
    done({
      x_user_id: bob.x_user_id,
      handle: 'robert',
      name: bob.name,
      holder: { ...bob, handle: 'robert' },
    });
  expect(await personView('robert')).toMatchObject({
    ...{ sentMinor: '300', receivedMinor: '500', acquaintance: { isNew: false, formerHandle: 'bob' } },
    payments: [{ id: samplePayment(8).id }, { id: samplePayment(7).id }, { id: received.id }],
  });
});

describe('one’s own wallet', () => {
  it('limits are signed over exactly what is sent', async () => {
    answers.changeLimits = () => done({});
    await changeLimits({ in24Hours: '20000', in30Days: null });
    const [{ body }] = requestsOf('changeLimits');
    expect(body).toMatchObject({ in_24_hours: { amount: '20000', currency: 'EUR' }, in_30_days: null });
    const act = { action: 'limits.change', in_24_hours_minor: '20000', in_30_days_minor: null } as const;
    const bytes = canonicalWalletAct(act, {
      ...{ personId: alice.id, deviceId: DEVICE, useCounter: body.use_counter },
    });
    const { publicJwk } = await deviceKey();
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('jwk', publicJwk, algorithm, false, ['verify']);
    const signature = Uint8Array.from(Buffer.from(body.signature, 'base64url'));
    expect(await crypto.subtle.verify(algorithm, key, signature, bytes)).toBe(true);
  });

  it('leaving tells what stands in the way and keeps the session; gone, nothing is left here', async () => {
    answers.eraseWallet = () => refused('wallet_not_empty', { obstacles: ['balance'] });
    expect(await leave('271828')).toEqual({ isGone: false, obstacles: ['balance'] });
    expect(await getSingleton('session')).toBeDefined();
    answers.eraseWallet = () => done(undefined);
    expect(await leave('271828')).toEqual({ isGone: true, obstacles: [] });
    expect(await getSingleton('session')).toBeUndefined();
    expect(await listPayments({ limit: 10 })).toEqual([]);
    expect(await getSingleton('device')).toBeUndefined();
  });
});
