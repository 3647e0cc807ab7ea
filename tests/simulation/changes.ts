/** Transitions of payments as the simulation's bank expects them: who must have asked, when, and why not. */
import { law } from './asked.ts';
import type { Bank, Batch, Change, Paid, Transfer } from './book.ts';
import { endStates, heldUntil, limits, spentWithin, windows } from './rules.ts';

type Judging = Pick<Batch, 'lowest' | 'most'> & { readonly transfers: readonly Transfer[] };

/** Whether the change may be; then takes note of it. @throws BrokenLawError */
export function judgeChange(bank: Bank, change: Change, judging: Judging): void {
  const { payment, from, to } = change;
  const { id } = payment;
  law(!endStates.includes(from), () => `payment ${id} had ended as ${from} and became ${to}`);
  switch (`${from} ${to}`) {
    case 'awaiting_confirmation settled':
    case 'awaiting_confirmation held':
      confirmed(bank, change, judging);
      break;
    case 'awaiting_confirmation refused':
      law(wasAsked(bank, 'confirm', payment), () => `payment ${id} was refused to nobody`);
      law(
        isRefusedWithReason(bank, change, judging),
        () => `payment ${id} was refused for nothing: ${change.row.refusal}`,
      );
      break;
    case 'awaiting_confirmation expired':
      law(change.at >= payment.expiresAt, () => `payment ${id} expired too early`);
      break;
    case 'awaiting_confirmation cancelled':
      law(wasAsked(bank, 'cancel', payment), () => `payment ${id} was cancelled by nobody`);
      break;
    case 'held settled':
      claimed(bank, change, judging);
      break;
    case 'held returned':
      returned(bank, change, judging);
      break;
    case 'settled settled':
      refunded(change);
      break;
    default:
      law(false, () => `payment ${id} went from ${from} to ${to}`);
  }
  payment.state = to;
  payment.step++;
  payment.past.add(`${to} ${payment.refunded}`);
}

function wasAsked(bank: Bank, deed: 'confirm' | 'cancel', payment: Paid): boolean {
  return bank.asked.wasAsked(deed, payment.splitId ?? payment.id) || bank.asked.wasAsked(deed, payment.id);
}

function isPosted({ payment }: Change, kind: string, { transfers }: Judging): void {
  const posted = transfers.filter((one) => one.subjectId === payment.id && one.kind === kind).length;
  law(posted === 1, () => `payment ${payment.id} has ${posted} transfers for its ${kind}`);
}

function confirmed(bank: Bank, change: Change, judging: Judging): void {
  const { payment, to, at } = change;
  law(wasAsked(bank, 'confirm', payment), () => `payment ${payment.id} was confirmed by nobody`);
  law(at < payment.expiresAt, () => `payment ${payment.id} was confirmed too late`);
  isPosted(change, to === 'settled' ? 'settle' : 'hold', judging);
  const payee = bank.personOf.get(payment.payeeX);
  // Who signs in at the same moment may still be unknown to the order: held, and his to claim.
  law(to === 'held' || payee !== undefined, () => `payment ${payment.id} reached nobody`);
  payment.confirmedAt = at;
  if (to === 'settled') payment.payeeId = payee?.id ?? null;
  else payment.heldUntil = heldUntil(at);
  const all = payment.splitId ? (bank.splits.get(payment.splitId) ?? []) : [payment];
  const together = judging.transfers.filter(({ subjectId }) =>
    all.some((one) => one.id === subjectId),
  ).length;
  law(
    together === all.length,
    () => `of the split ${payment.splitId} ${together} of ${all.length} were paid`,
  );
}

/** Only the balance and the limits decide. In a batch others may have come before: the least and the most count. */
function isRefusedWithReason(bank: Bank, { payment, at, row }: Change, { lowest, most }: Judging): boolean {
  const { payerId } = payment;
  const all = payment.splitId ? (bank.splits.get(payment.splitId) ?? []) : [payment];
  const total = all.reduce((sum, one) => sum + one.amount, 0n);
  if (row.refusal === 'insufficient_funds')
    return (lowest.get(payerId) ?? bank.wallets.get(payerId)?.balance ?? 0n) < total;
  const mine = bank.spent.get(payerId) ?? [];
  const day = most.get(payerId)?.day ?? spentWithin(mine, windows.day, at);
  const month = most.get(payerId)?.month ?? spentWithin(mine, windows.month, at);
  return (
    row.refusal === 'limit_exceeded' && (day + total > limits.in24Hours || month + total > limits.in30Days)
  );
}

function claimed(bank: Bank, change: Change, judging: Judging): void {
  const { payment } = change;
  law(bank.asked.wasAsked('claim', payment.id), () => `payment ${payment.id} was claimed by nobody`);
  isPosted(change, 'claim', judging);
  payment.payeeId = bank.personOf.get(payment.payeeX)?.id ?? null;
}

function returned(bank: Bank, change: Change, judging: Judging): void {
  const { payment, at } = change;
  const isDue = at >= (payment.heldUntil ?? Number.POSITIVE_INFINITY);
  const isAsked = bank.asked.wasAsked('decline', payment.id) || wasAsked(bank, 'cancel', payment);
  law(isDue || isAsked, () => `payment ${payment.id} was returned before its time`);
  isPosted(change, 'return', judging);
  // What came back was not spent.
  const mine = bank.spent.get(payment.payerId) ?? [];
  bank.spent.set(
    payment.payerId,
    mine.filter(({ id }) => id !== payment.id),
  );
}

function refunded({ payment, row }: Change): void {
  const after = BigInt(String(row.amount_refunded));
  law(
    after > payment.refunded && after <= payment.amount,
    () => `of payment ${payment.id} ${after} was refunded`,
  );
  payment.refunded = after;
}
