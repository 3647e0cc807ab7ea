/** Scenes of payments to people with a wallet: ordered, confirmed, cancelled, doubled, overspent; and top-ups. */
import type { Payment, TopUp } from '../../lib/protocol/index.ts';
import { PIN } from '../../server/testing/api.ts';
import type { Random } from './random.ts';
import {
  type Actor,
  codeOf,
  keyFrom,
  record,
  type Scene,
  type Sent,
  type Stage,
  stateOf,
  submit,
  submitAs,
  unexpected,
} from './stage.ts';
import { linesOf, uuidOf, walletOf } from './told.ts';

export const smallAmount = (random: Random) => BigInt(random.between(1, 2_000));

/** Orders a payment. Null when there is not enough in the wallet right now. */
export async function create(stage: Stage, amount: bigint, payeeXUserId: string): Promise<Payment | null> {
  const sent = await submit(stage, 'create', (key) =>
    stage.actor.client.createPayment({ payeeXUserId, amount: String(amount), key }),
  );
  const { reply } = sent;
  if (reply.status === 402) {
    record(stage, sent, null);
    return null;
  }
  if (reply.status !== 201) throw unexpected(sent);
  record(stage, sent, { payments: [stateOf(reply.body, true)], transfers: [] });
  return reply.body;
}

function createSmall(stage: Stage): Promise<Payment | null> {
  const payee = stage.random.pick(stage.others);
  return create(stage, smallAmount(stage.random), payee.xUserId);
}

/** A function that sends one and the same confirmation as often as it is called. */
export async function confirmation({ actor }: Stage, payment: Payment) {
  if (!payment.terms) throw new Error(`nothing to confirm in ${payment.id}`);
  const body = await actor.client.confirmation(payment.terms, PIN);
  return (key: string) =>
    actor.client.send<Payment>('POST', `/v1/payments/${payment.id}/confirm`, { key, body });
}

/** The transfer that a confirmed payment stands for. */
export function transferOf(payment: Payment) {
  const [amount, fee] = [BigInt(payment.amount.amount), BigInt(payment.fee.amount)];
  const payer = walletOf(payment.payer.id);
  if (payment.state === 'held')
    return { subjectId: uuidOf(payment.id), kind: 'hold', lines: linesOf(payer, 'held', amount) };
  const payee = walletOf(payment.payee.id ?? '');
  return { subjectId: uuidOf(payment.id), kind: 'settle', lines: linesOf(payer, payee, amount, fee) };
}

/** What a confirmation came to: settled, held, refused for want of money, or too late. */
export function recordConfirmation(stage: Stage, payment: Payment, sent: Sent<Payment>): string {
  const { reply } = sent;
  if (reply.status === 200) {
    record(stage, sent, { payments: [stateOf(reply.body)], transfers: [transferOf(reply.body)] });
    return reply.body.state;
  }
  const code = codeOf(reply);
  if (code === 'insufficient_funds') {
    const refused = { id: uuidOf(payment.id), state: 'refused', isNew: false };
    record(stage, sent, { payments: [refused], transfers: [] });
    return 'refused';
  }
  if (code !== 'payment_not_awaiting') throw unexpected(sent);
  record(stage, sent, null);
  return code;
}

/** Confirms, and returns the payment as it is then; null when it was refused. */
export async function confirm(stage: Stage, payment: Payment): Promise<Payment | null> {
  const sent = await submit(stage, 'confirm', await confirmation(stage, payment));
  const state = recordConfirmation(stage, payment, sent);
  if (state === 'refused') return null;
  if (state === 'payment_not_awaiting') throw unexpected(sent);
  return sent.reply.body;
}

export function cancel(stage: Stage, payment: Payment): Promise<Sent<Payment>> {
  return submit(stage, 'cancel', (key) => stage.actor.client.cancel(payment.id, key));
}

/** Whether it was cancelled; else it was too late. */
function recordCancel(stage: Stage, sent: Sent<Payment>): boolean {
  const isCancelled = sent.reply.status === 200;
  if (!isCancelled && codeOf(sent.reply) !== 'payment_not_awaiting') throw unexpected(sent);
  record(stage, sent, isCancelled ? { payments: [stateOf(sent.reply.body)], transfers: [] } : null);
  return isCancelled;
}

async function pay(stage: Stage): Promise<void> {
  const payment = await createSmall(stage);
  if (payment) await confirm(stage, payment);
}

/** A double click: the same order twice at once, at both API processes (T36). Both must hear the same. */
async function payTwiceAtOnce(stage: Stage): Promise<void> {
  const payment = await createSmall(stage);
  if (!payment) return;
  const send = await confirmation(stage, payment);
  const what = { order: 'confirm', by: stage.actor, key: keyFrom(stage.random) };
  const both = await Promise.all(['first', 'second'].map((name) => submitAs(stage, { ...what, name }, send)));
  for (const sent of both) recordConfirmation(stage, payment, sent);
}

async function cancelOrder(stage: Stage): Promise<void> {
  const payment = await createSmall(stage);
  if (!payment) return;
  const sent = await cancel(stage, payment);
  if (!recordCancel(stage, sent)) throw unexpected(sent);
}

/** Confirmed and cancelled at the same moment: exactly one wins. */
async function confirmAgainstCancel(stage: Stage): Promise<void> {
  const payment = await createSmall(stage);
  if (!payment) return;
  const send = await confirmation(stage, payment);
  const [confirmed, cancelled] = await Promise.all([submit(stage, 'confirm', send), cancel(stage, payment)]);
  const state = recordConfirmation(stage, payment, confirmed);
  const isCancelled = recordCancel(stage, cancelled);
  if ((state === 'payment_not_awaiting') !== isCancelled)
    throw new Error(`${payment.id}: confirmed with ${state}, and ${isCancelled ? '' : 'not '}cancelled`);
}

/** Two payments that the wallet holds money for once: the second is refused, whoever else pays him or is paid. */
async function overspend(stage: Stage): Promise<void> {
  const wallet = await submit(stage, 'wallet', () => stage.actor.client.wallet());
  const amount = (BigInt(wallet.reply.body.balance.amount) * 2n) / 3n;
  if (amount <= 0n || amount > 20_000n) return pay(stage);
  const { xUserId } = stage.random.pick(stage.others);
  const payments = [await create(stage, amount, xUserId), await create(stage, amount, xUserId)];
  for (const payment of payments) if (payment) await confirm(stage, payment);
}

async function leaveWaiting(stage: Stage): Promise<void> {
  await createSmall(stage);
}

async function topUp(stage: Stage): Promise<void> {
  await topUpBy(stage, BigInt(stage.random.between(100, 5_000)));
}

/** D card_receivable · C wallet. */
export async function topUpBy(stage: Stage, amount: bigint): Promise<void> {
  const sent = await submit<TopUp>(stage, 'topup', (key) =>
    stage.actor.client.topUp(String(amount), 'pm_card_visa', key),
  );
  const { reply } = sent;
  if (reply.status !== 201 || reply.body.state !== 'paid') throw unexpected(sent);
  const lines = linesOf(
    'card_receivable',
    `wallet:${stage.actor.personId}`,
    BigInt(reply.body.amount.amount),
  );
  record(stage, sent, {
    payments: [],
    transfers: [{ subjectId: uuidOf(reply.body.id), kind: 'topup', lines }],
  });
}

/** Two refunds of one payment, by its payee: together never more than it (T44). */
async function refund(stage: Stage): Promise<void> {
  const payee = stage.random.pick(stage.others);
  const created = await create(stage, smallAmount(stage.random) + 1n, payee.xUserId);
  const payment = created && (await confirm(stage, created));
  if (!payment) return;
  const amount = BigInt(payment.amount.amount);
  const half = amount / 2n;
  for (const part of stage.random.pick([[amount], [half, amount - half], [half, amount]]))
    await refundPart(stage, payee, payment, part);
}

/** D wallet:payee · C wallet:payer. More than is left is refused without effect; more than the payee has, for good. */
async function refundPart(stage: Stage, payee: Actor, payment: Payment, amount: bigint): Promise<void> {
  type Refund = { id: string; payment: Payment };
  const body = { amount: { amount: String(amount), currency: 'EUR' } };
  const sent = await submitAs(stage, { order: 'refund', by: payee, key: keyFrom(stage.random) }, (key) =>
    payee.client.send<Refund>('POST', `/v1/payments/${payment.id}/refunds`, { key, body }),
  );
  if (sent.reply.status !== 201) {
    const code = codeOf(sent.reply);
    if (code !== 'refund_exceeds_payment' && code !== 'insufficient_funds') throw unexpected(sent);
    return record(stage, sent, code === 'insufficient_funds' ? { payments: [], transfers: [] } : null);
  }
  const given = sent.reply.body;
  const lines = linesOf(`wallet:${payee.personId}`, walletOf(payment.payer.id), amount);
  record(stage, sent, {
    payments: [stateOf(given.payment)],
    transfers: [{ subjectId: uuidOf(given.id), kind: 'refund', lines }],
  });
}

export const paymentScenes: readonly Scene[] = [
  { name: 'pay', weight: 10, play: pay },
  { name: 'pay twice at once', weight: 2, play: payTwiceAtOnce },
  { name: 'cancel', weight: 2, play: cancelOrder },
  { name: 'confirm against cancel', weight: 2, play: confirmAgainstCancel },
  { name: 'overspend', weight: 2, play: overspend },
  { name: 'leave waiting', weight: 1, play: leaveWaiting },
  { name: 'top up', weight: 1, play: topUp },
  { name: 'refund', weight: 2, play: refund },
];
