/** Sample people, payments and drafts for the gallery and the component tests. Plainly samples: alice, bob, chloe. */
import type { Draft, WalletError, WalletErrorCode, WalletView } from '../../lib/messages.ts';
import type { Payment, Person } from '../../lib/protocol/index.ts';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;

/** The present of every sample. */
export const NOW = new Date('2026-11-23T14:02:00Z');

function sampleId(prefix: string, serial: number): string {
  return `${prefix}_01900000-0000-7000-8000-${String(serial).padStart(12, '0')}`;
}

export function samplePerson(
  serial: number,
  handle: string,
  name: string,
  more: Partial<Person> = {},
): Person {
  return {
    id: sampleId('per', serial),
    x_user_id: `10000${serial}`,
    handle,
    name,
    kind: 'person',
    linked_since: '2026-03-14T09:00:00Z',
    ...more,
  };
}

export const alice = samplePerson(1, 'alice', 'Alice Durand');
export const bob = samplePerson(2, 'bob', 'Bob Martin');
export const chloe = samplePerson(3, 'chloe', 'Chloé Petit');
export const kitchen = samplePerson(4, 'cuisine', 'La Cuisine de Tous', { kind: 'organisation' });

export function euros(minor: string) {
  return { amount: minor, currency: 'EUR' as const };
}

/** A settled payment of 5 € from alice to bob, unless told otherwise. */
export function samplePayment(serial: number, more: Partial<Payment> = {}): Payment {
  return {
    id: sampleId('pay', serial),
    state: 'settled',
    direction: 'out',
    payer: alice,
    payee: bob,
    amount: euros('500'),
    fee: euros('0'),
    memo: null,
    visibility: 'private',
    origin: 'tweet_button',
    tweet_id: null,
    created_at: '2026-11-23T14:01:00Z',
    expires_at: '2026-11-23T14:11:00Z',
    settled_at: '2026-11-23T14:02:00Z',
    refusal: null,
    terms: null,
    ...more,
  };
}

/** The same, awaiting the code, with its terms. */
export function awaitingPayment(more: Partial<Payment> = {}): Payment {
  const payment = samplePayment(9, {
    state: 'awaiting_confirmation',
    settled_at: null,
    memo: 'Pour le café',
    ...more,
  });
  return {
    ...payment,
    terms: {
      v: 1,
      payment_id: payment.id,
      version: 1,
      amount_minor: payment.amount.amount,
      currency: 'EUR',
      fee_minor: payment.fee.amount,
      payee_id: payment.payee.id,
      payee_label: `${payment.payee.name} (@${payment.payee.handle})`,
      purpose: payment.memo ?? '',
      nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
      expires_at: payment.expires_at,
    },
  };
}

export function sampleError(code: WalletErrorCode, more: Partial<WalletError> = {}): WalletError {
  return { code, attemptsLeft: null, retryAfterSeconds: null, limitMinor: null, ...more };
}

/** A draft to bob from one of his tweets, payee resolved, amount not chosen. */
export function sampleDraft(more: Partial<Draft> = {}): Draft {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    step: 'pay',
    origin: 'tweet_button',
    handle: 'bob',
    name: 'Bob Martin',
    tweetId: '20',
    excerpt: 'Je viens de publier la recette du gratin que vous êtes nombreux à me demander',
    pageXUserId: null,
    payee: { x_user_id: bob.x_user_id, handle: bob.handle, name: bob.name, holder: bob },
    amountMinor: null,
    memo: null,
    orderKey: '00000000-0000-4000-8000-000000000002',
    confirmKey: '00000000-0000-4000-8000-000000000003',
    payment: null,
    error: null,
    ...more,
  };
}

/** Alice, signed in, with 42.50 €. */
export function sampleView(more: Partial<SignedIn> = {}): SignedIn {
  return {
    status: 'signed_in',
    person: alice,
    wallet: {
      person: alice,
      balance: euros('4250'),
      pin_set: true,
      limits: { to_person: euros('25000'), to_organisation: euros('50000') },
    },
    pinSet: true,
    unseen: 0,
    draft: null,
    ...more,
  };
}

/** A few days of history, newest first. */
export function sampleHistory(): Payment[] {
  const received = { direction: 'in' as const, payee: alice };
  return [
    samplePayment(108, {
      ...received,
      payer: chloe,
      amount: euros('1250'),
      memo: 'Ma part du cadeau, merci !',
    }),
    samplePayment(107, { memo: 'Pour le gratin' }),
    samplePayment(106, at('2026-11-22T18:30:00Z', { ...received, payer: bob, amount: euros('200') })),
    samplePayment(
      105,
      at('2026-11-22T10:10:00Z', { state: 'expired', settled_at: null, amount: euros('1000') }),
    ),
    samplePayment(104, at('2026-11-16T08:00:00Z', { payee: kitchen, amount: euros('125000'), memo: 'Don' })),
    samplePayment(
      103,
      at('2026-11-16T07:00:00Z', { state: 'refused', settled_at: null, refusal: 'limit_exceeded' }),
    ),
    samplePayment(102, at('2025-12-24T20:00:00Z', { state: 'cancelled', settled_at: null, payee: chloe })),
  ];
}

function at(instant: string, more: Partial<Payment>): Partial<Payment> {
  return { created_at: instant, settled_at: instant, ...more };
}
