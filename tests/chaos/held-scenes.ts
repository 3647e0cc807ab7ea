/** Scenes of payments to people without a wallet: held, then claimed, declined, taken back, or fought over. */
import type { Payment } from '../../lib/protocol/index.ts';
import { cancel, confirm, create, smallAmount } from './payment-scenes.ts';
import {
  type Actor,
  codeOf,
  keyFrom,
  type Newcomer,
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

/** Pays somebody who has no wallet. Null when there is not enough in the wallet. */
async function hold(stage: Stage): Promise<{ payment: Payment; newcomer: Newcomer } | null> {
  const newcomer = stage.newcomer();
  // Only X accounts that have been looked up can be paid.
  const found = await submit(stage, 'resolve', () => stage.actor.client.resolve(newcomer.account.handle));
  if (found.reply.status !== 200) throw unexpected(found);
  const created = await create(stage, smallAmount(stage.random), newcomer.account.xUserId);
  const payment = created && (await confirm(stage, created));
  if (!payment) return null;
  if (payment.state !== 'held')
    throw new Error(`${payment.id} is ${payment.state}, and its payee has no wallet`);
  return { payment, newcomer };
}

/** The payee takes it or sends it back. */
function take(stage: Stage, by: Actor, act: 'claim' | 'decline', payment: Payment): Promise<Sent<Payment>> {
  return submitAs(stage, { order: act, by, key: keyFrom(stage.random) }, (key) =>
    by.client.send<Payment>('POST', `/v1/held/${payment.id}/${act}`, { key }),
  );
}

/** D held · C wallet:claimer, less the fee; or D held · C wallet:payer. Whether it was done; else it was too late. */
function recordEnd(stage: Stage, sent: Sent<Payment>): boolean {
  const { reply } = sent;
  if (reply.status !== 200) {
    const code = codeOf(reply);
    if (code !== 'payment_not_held' && code !== 'payment_not_awaiting') throw unexpected(sent);
    record(stage, sent, null);
    return false;
  }
  const payment = reply.body;
  const amount = BigInt(payment.amount.amount);
  const isClaimed = payment.state === 'settled';
  const lines = isClaimed
    ? linesOf('held', walletOf(payment.payee.id ?? ''), amount, BigInt(payment.fee.amount))
    : linesOf('held', walletOf(payment.payer.id), amount);
  const transfer = { subjectId: uuidOf(payment.id), kind: isClaimed ? 'claim' : 'return', lines };
  record(stage, sent, { payments: [stateOf(payment)], transfers: [transfer] });
  return true;
}

async function leaveHeld(stage: Stage): Promise<void> {
  await hold(stage);
}

async function takeBack(stage: Stage): Promise<void> {
  const held = await hold(stage);
  if (!held) return;
  const sent = await cancel(stage, held.payment);
  if (!recordEnd(stage, sent)) throw unexpected(sent);
}

async function claimOrDecline(stage: Stage): Promise<void> {
  const act = stage.random.pick(['claim', 'claim', 'decline'] as const);
  const held = await hold(stage);
  if (!held) return;
  const sent = await take(stage, await held.newcomer.join(), act, held.payment);
  if (!recordEnd(stage, sent)) throw unexpected(sent);
}

/** Claimed and taken back at the same moment: exactly one wins (T45). */
async function claimAgainstCancel(stage: Stage): Promise<void> {
  const held = await hold(stage);
  if (!held) return;
  const payee = await held.newcomer.join();
  const both = await Promise.all([take(stage, payee, 'claim', held.payment), cancel(stage, held.payment)]);
  const won = both.map((sent) => recordEnd(stage, sent)).filter(Boolean).length;
  if (won !== 1) throw new Error(`${held.payment.id}: ${won} of claim and cancel were told that they won`);
}

export const heldScenes: readonly Scene[] = [
  { name: 'leave held', weight: 1, play: leaveHeld },
  { name: 'take back', weight: 1, play: takeBack },
  { name: 'claim or decline', weight: 2, play: claimOrDecline },
  { name: 'claim against cancel', weight: 1, play: claimAgainstCancel },
];
