/** Transfers as the simulation's bank expects them: their legs to the cent, and what they may never do. */
import { law } from './asked.ts';
import type { Bank, Batch, Change, Paid, Transfer } from './book.ts';
import { limits, spentWithin, windows } from './rules.ts';

const statesAfter: Readonly<Record<string, readonly [from: string, to: string]>> = {
  settle: ['awaiting_confirmation', 'settled'],
  hold: ['awaiting_confirmation', 'held'],
  claim: ['held', 'settled'],
  return: ['held', 'returned'],
};

/** Posts it in the simulation's own books. @throws BrokenLawError */
export function postTransfer(bank: Bank, transfer: Transfer, batch: Batch): void {
  const { kind, subjectId, legs } = transfer;
  const expected = expectedLegs(bank, transfer, batch);
  const show = (all: Transfer['legs']) =>
    all
      .map(({ account, amount }) => `${account}:${amount}`)
      .sort()
      .join(' ');
  law(
    show(expected) === show(legs),
    () => `the ${kind} of ${subjectId} moves ${show(legs)} instead of ${show(expected)}`,
  );
  for (const { account: id, amount } of legs) {
    const account = bank.accounts.get(id);
    law(account !== undefined, () => `the ${kind} of ${subjectId} names account ${id}`);
    const before = account.balance;
    account.balance += amount;
    account.version++;
    const mayBeBelow = account.ownerId === null && account.kind !== 'held';
    law(
      account.balance >= 0n || mayBeBelow,
      () => `account ${id} is at ${account.balance} after the ${kind} of ${subjectId}`,
    );
    if (account.ownerId === null) continue;
    const lowest = batch.lowest.get(account.ownerId) ?? before;
    batch.lowest.set(
      account.ownerId,
      [lowest, before, account.balance].reduce((a, b) => (a < b ? a : b)),
    );
  }
}

function expectedLegs(bank: Bank, transfer: Transfer, batch: Batch): Transfer['legs'] {
  const { kind, subjectId } = transfer;
  const wallet = (name: string | null) => bank.wallets.get(name ?? 'nobody')?.id ?? -1;
  if (kind === 'topup') {
    const amount = transfer.legs.find((leg) => leg.amount > 0n)?.amount ?? 0n;
    law(bank.topUps.get(subjectId) === 'paid', () => `money came for ${subjectId}, which is not paid`);
    return [
      { account: wallet('card_receivable'), amount: -amount },
      ...transfer.legs.filter((leg) => leg.amount > 0n),
    ];
  }
  if (kind === 'refund') {
    const refund = batch.refunds.get(subjectId);
    const payment = bank.payments.get(String(refund?.payment_id));
    const amount = BigInt(String(refund?.amount));
    law(payment?.state === 'settled', () => `${payment?.id} was refunded as ${payment?.state}`);
    return [
      { account: wallet(payment.payeeId), amount: -amount },
      { account: wallet(payment.payerId), amount },
    ];
  }
  const change = batch.changes.find(({ payment }) => payment.id === subjectId);
  const [from, to] = statesAfter[kind] ?? [];
  law(
    change?.from === from && change?.to === to,
    () => `a ${kind} for ${subjectId}, which went from ${change?.from} to ${change?.to}`,
  );
  const { payment } = change as Change;
  if (kind === 'settle' || kind === 'hold') spend(bank, payment, transfer.at, batch);
  const payee = bank.personOf.get(payment.payeeX)?.id ?? null;
  const source = kind === 'settle' || kind === 'hold' ? wallet(payment.payerId) : wallet('held');
  const target =
    kind === 'hold' ? wallet('held') : kind === 'return' ? wallet(payment.payerId) : wallet(payee);
  const fee = kind === 'settle' || kind === 'claim' ? payment.fee : 0n;
  return [
    { account: source, amount: -payment.amount },
    { account: target, amount: payment.amount - fee },
    { account: wallet('fees'), amount: fee },
  ].filter(({ amount }) => amount !== 0n);
}

/** T15: the limits hold whatever happens at the same time, and whatever the clock does. */
function spend(bank: Bank, payment: Paid, at: number, { most }: Batch): void {
  const mine = bank.spent.get(payment.payerId) ?? [];
  bank.spent.set(payment.payerId, mine);
  mine.push({ id: payment.id, at, amount: payment.amount });
  const day = spentWithin(mine, windows.day, at);
  const month = spentWithin(mine, windows.month, at);
  law(day <= limits.in24Hours, () => `${payment.payerId} spent ${day} within 24 hours with ${payment.id}`);
  law(month <= limits.in30Days, () => `${payment.payerId} spent ${month} within 30 days with ${payment.id}`);
  most.set(payment.payerId, { day, month });
}
