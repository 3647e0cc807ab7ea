/**
 * What is answered to those who wrote to the service: one answer for each command, for ever, where it was written. It is
 * only put into the outbox here, in the transaction of what it tells; `outbox.ts` sends it.
 */
import { createHash } from 'node:crypto';
import { type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { newId } from '../ids.ts';
import { findPayments, type PaymentRow } from '../payments/payments.ts';
import { type CommandRow, lockCommand, paymentsOfCommand } from './commands.ts';
import { saidOf, say, sayPublic } from './texts.ts';

/** Invitations in a day: they must not use up what answers need (T51). */
const INVITATIONS_A_DAY = 200;

/** Answers a command that ordered nothing, or whose payments have ended. A second answer is never written. */
export async function answerCommand(tx: Transaction, command: CommandRow, problem: string): Promise<void> {
  const reference = referenceOf(command.id);
  await put(tx, command, {
    purpose: 'answer',
    text: say(saidOf(problem), command.language, reference),
    paymentId: null,
  });
}

/** Tells the author of a command how to open a wallet, once: he wrote to the service, and knows nothing of us. */
export async function inviteAuthor(tx: Transaction, command: CommandRow): Promise<void> {
  const { rowCount } = await tx.query(
    `update x_contacts set invited_at = moineau_now()
      where x_user_id = $1 and invited_at is null and opted_out_at is null
        and (select count(*) from x_outbox where purpose = 'invitation' and created_at > moineau_now() - interval '1 day') < $2`,
    [command.x_author_id, INVITATIONS_A_DAY],
  );
  if (rowCount !== 1) return;
  const text = say('invitation', command.language, referenceOf(command.id));
  await put(tx, command, { purpose: 'invitation', text, paymentId: null });
}

/** Commands whose payments may have ended. */
export async function findUnanswered(pool: Pool, most: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select c.id from commands c
      where c.state = 'ordered' and c.answered_at is null and not c.revise and not exists (
        select from command_payments o join payments p on p.id = o.payment_id
          where o.command_id = c.id and p.state in ('created', 'awaiting_confirmation'))
      order by c.taken_at limit $1`,
    [most],
  );
  return rows.map(({ id }) => id);
}

/** Says how a command ended. What its author has cancelled himself needs no words. */
export async function answerEnd(pool: Pool, id: string): Promise<void> {
  await withTransaction(pool, async (tx) => {
    const command = await lockCommand(tx, id);
    if (command?.state !== 'ordered') return;
    const { rowCount } = await tx.query(
      'update commands set answered_at = moineau_now() where id = $1 and answered_at is null',
      [id],
    );
    if (rowCount !== 1) return;
    const payments = await findPayments(tx, await paymentsOfCommand(tx, id));
    const ending = endingOf(command, payments);
    if (ending) await put(tx, command, ending);
  });
}

function endingOf(command: CommandRow, payments: readonly PaymentRow[]) {
  const [first] = payments;
  if (!first) return null;
  const reference = referenceOf(command.id);
  const has = (state: PaymentRow['state']) => payments.some((payment) => payment.state === state);
  const isPaid = has('settled') || has('held');
  const isPublic = first.visibility === 'public' && payments.every(({ state }) => state === 'settled');
  if (isPaid && isPublic && command.channel === 'tweet') {
    const { payer, amount } = first;
    const payees = payments.map(({ payee_handle }) => payee_handle);
    const text = sayPublic({ payer: payer.handle, payees, amount }, command.language, reference);
    return { purpose: 'answer', text, paymentId: first.id } as const;
  }
  // The same words whether the payee has a wallet or not: that is nobody's business (T51).
  const said = isPaid ? 'done' : has('expired') ? 'expired' : has('refused') ? 'wallet' : null;
  return (
    said && ({ purpose: 'answer', text: say(said, command.language, reference), paymentId: null } as const)
  );
}

async function put(
  tx: Transaction,
  command: CommandRow,
  answer: { purpose: 'answer' | 'invitation'; text: string; paymentId: string | null },
): Promise<void> {
  const isTweet = command.channel === 'tweet';
  // Whoever said stop hears nothing, whatever he writes.
  await tx.query(
    `insert into x_outbox (id, kind, purpose, command_id, payment_id, after_x_id, to_x_user_id, text)
      select $1, $2, $3, $4, $5, $6, $7, $8
        where not exists (select from x_contacts where x_user_id = $9 and opted_out_at is not null)
      on conflict do nothing`,
    [
      ...[newId(), isTweet ? 'reply' : 'dm', answer.purpose, command.id, answer.paymentId],
      ...[command.x_versions.at(-1), isTweet ? null : command.x_author_id, answer.text, command.x_author_id],
    ],
  );
}

/** Seven characters that stand for a command or payment and tell nothing of it. */
export function referenceOf(id: string): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return [...createHash('sha256').update(`x ${id}`).digest().subarray(0, 7)]
    .map((byte) => letters[byte % 32])
    .join('');
}
