/** Sample people and payments for tests and the gallery. Plainly samples: alice, bob, chloe. Never shipped. */
import type { HistoryPage, MoneyRequest, Payment, Person } from './index.ts';

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
    amount_refunded: euros('0'),
    memo: null,
    visibility: 'private',
    origin: 'tweet_button',
    tweet_id: null,
    created_at: '2026-11-23T14:01:00Z',
    expires_at: '2026-11-23T14:11:00Z',
    confirmed_at: '2026-11-23T14:02:00Z',
    settled_at: '2026-11-23T14:02:00Z',
    held_until: null,
    thanked_at: null,
    split_id: null,
    refusal: null,
    terms: null,
    ...more,
  };
}

/** The newest page of a history, and nothing before it. */
export function samplePage(items: Payment[] = [], more: Partial<HistoryPage> = {}): HistoryPage {
  return { items, has_more: false, next_cursor: null, as_of_seq: 0, ...more };
}

/** An open request of 5 € by bob to alice, as alice sees it. */
export function sampleRequest(serial: number, more: Partial<MoneyRequest> = {}): MoneyRequest {
  return {
    id: sampleId('req', serial),
    state: 'open',
    direction: 'out',
    payer: alice,
    payee: bob,
    amount: euros('500'),
    memo: 'Le concert',
    created_at: '2026-11-23T14:01:00Z',
    expires_at: '2026-12-23T14:01:00Z',
    payment_id: null,
    ...more,
  };
}

/** A payment of 5 € from alice to bob, awaiting the code, with its terms. */
export function awaitingPayment(more: Partial<Payment> = {}): Payment {
  const payment = samplePayment(9, {
    state: 'awaiting_confirmation',
    confirmed_at: null,
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
      payee_x_user_id: payment.payee.x_user_id,
      payee_label: `${payment.payee.name} (@${payment.payee.handle})`,
      purpose: payment.memo ?? '',
      nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
      expires_at: payment.expires_at,
    },
  };
}
