/**
 * Carrying out who sees a payment, once the money has arrived: nothing for a private one, a direct message to a payee who
 * has written to the service before, a post for a public one, which payer and payee may both have taken back.
 */
import { type Disclosure, Visibility } from '../../lib/protocol/index.ts';
import { type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { newId } from '../ids.ts';
import { announceChanges } from '../payments/changes.ts';
import { lockPayments } from '../payments/locks.ts';
import { findPayment, findPayments, isVisibleTo, type PaymentRow } from '../payments/payments.ts';
import { findSplit } from '../payments/split-views.ts';
import { accept, type Result, refuse } from '../result.ts';
import { referenceOf } from './answers.ts';
import { type Language, sayPublic, sayToPayee } from './texts.ts';

/** Payments that X's people are to be told of now. */
export async function findDue(pool: Pool, most: number): Promise<string[]> {
  const { rows } = await pool.query<{ payment_id: string }>(
    `select payment_id from disclosures where state = 'due' order by created_at limit $1`,
    [most],
  );
  return rows.map(({ payment_id }) => payment_id);
}

/** Puts the message or post into the outbox, or leaves it to the payee's wallet. */
export async function disclose(pool: Pool, paymentId: string): Promise<void> {
  await withTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `select from disclosures where payment_id = $1 and state = 'due' for update`,
      [paymentId],
    );
    const payment = rowCount === 1 ? await findPayment(tx, paymentId) : null;
    if (!payment) return;
    const isTold =
      payment.visibility === 'public' ? await tellAll(tx, payment) : await tellPayee(tx, payment);
    await tx.query('update disclosures set state = $2 where payment_id = $1', [
      paymentId,
      isTold ? 'told' : 'wallet',
    ]);
  });
}

/** A command's public payment is told by the answer to the command: once is enough. */
async function tellAll(tx: Transaction, payment: PaymentRow): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from command_payments o join commands c on c.id = o.command_id
      where o.payment_id = $1 and c.channel = 'tweet'`,
    [payment.id],
  );
  if (rowCount === 1) return true;
  const { payer, payee_handle, amount } = payment;
  const named = { payer: payer.handle, payees: [payment.payee?.handle ?? payee_handle], amount };
  const text = sayPublic(named, await languageOf(tx, payer.x_user_id), referenceOf(payment.id));
  await put(tx, payment, { kind: 'post', to: null, text });
  return true;
}

/** Nobody who has not written to the service gets a message of it (X's rules). */
async function tellPayee(tx: Transaction, payment: PaymentRow): Promise<boolean> {
  const to = payment.payee_x_user_id;
  const { rowCount } = await tx.query(
    'select from x_contacts where x_user_id = $1 and first_message_at is not null and opted_out_at is null',
    [to],
  );
  if (rowCount !== 1) return false;
  const language = await languageOf(tx, to);
  const text = sayToPayee(payment.payer.handle, payment.amount, language, referenceOf(payment.id));
  await put(tx, payment, { kind: 'dm', to, text });
  return true;
}

/** As he wrote last. */
async function languageOf(tx: Transaction, xUserId: string): Promise<Language> {
  const { rows } = await tx.query<{ language: Language }>(
    'select language from commands where x_author_id = $1 order by taken_at desc limit 1',
    [xUserId],
  );
  return rows[0]?.language ?? 'fr';
}

async function put(
  tx: Transaction,
  payment: PaymentRow,
  { kind, to, text }: { kind: 'post' | 'dm'; to: string | null; text: string },
): Promise<void> {
  await tx.query(
    `insert into x_outbox (id, kind, purpose, payment_id, after_x_id, to_x_user_id, text)
      values ($1, $2, 'disclosure', $3, '0', $4, $5) on conflict do nothing`,
    [newId(), kind, payment.id, to, text],
  );
}

/** Chooses who sees a payment that awaits its payer's confirmation; for a split, all of it. */
export async function chooseVisibility(
  pool: Pool,
  personId: string,
  paymentId: string,
  visibility: Visibility,
): Promise<Result<PaymentRow, 'not_found' | 'payment_not_awaiting'>> {
  return withTransaction(pool, async (tx) => {
    const payment = await findPayment(tx, paymentId);
    if (payment?.payer_id !== personId) return refuse('not_found');
    const split = payment.split_id === null ? null : await findSplit(tx, payment.split_id);
    const all = split?.payments ?? [payment];
    const locked = [...(await lockPayments(tx, all)).values()];
    if (locked.some(({ state }) => state !== 'awaiting_confirmation')) return refuse('payment_not_awaiting');
    const ids = all.map(({ id }) => id);
    await tx.query('update payments set visibility = $2 where id = any($1::uuid[])', [ids, visibility]);
    const changed = await findPayments(tx, ids);
    await announceChanges(
      tx,
      changed.map((one) => ({ payment: one, from: one.state, at: one.created_at })),
    );
    return accept(changed.find(({ id }) => id === paymentId) ?? payment);
  });
}

type Told = {
  state: 'due' | 'told' | 'wallet' | null;
  sending: string | null;
  kind: string | null;
  x_id: string | null;
};

/** What X's people get to see of a payment, for its payer and its payee. */
export async function viewDisclosure(
  pool: Pool,
  personId: string,
  paymentId: string,
): Promise<Result<Disclosure, 'not_found'>> {
  const payment = await findPayment(pool, paymentId);
  if (!payment || !isVisibleTo(payment, personId)) return refuse('not_found');
  const { rows } = await pool.query<Told>(
    `select d.state, o.state as sending, o.kind, o.x_id from (select $1::uuid as id) p
      left join disclosures d on d.payment_id = p.id
      left join x_outbox o on o.id = ${OUTBOX_OF_PAYMENT}`,
    [paymentId],
  );
  const [told] = rows;
  const isPublic = payment.visibility === 'public';
  const tweetId = isPublic && told?.kind !== 'dm' && told?.sending === 'sent' ? told.x_id : null;
  return accept({ visibility: payment.visibility, state: stateOf(payment, told), tweet_id: tweetId });
}

/** A public command is told by its answer, which names the first of its payments. */
const OUTBOX_OF_PAYMENT = `(select id from x_outbox where payment_id in (
    select $1::uuid union all
    select other.payment_id from command_payments one join command_payments other using (command_id)
      where one.payment_id = $1) limit 1)`;

function stateOf(payment: PaymentRow, told: Told | undefined): Disclosure['state'] {
  if (payment.visibility === Visibility.enum.private) return 'none';
  if (told?.state === 'wallet') return 'wallet';
  if (told?.sending === 'sent') return 'told';
  if (told?.sending === 'failed') return payment.visibility === 'dm' ? 'wallet' : 'failed';
  if (told?.sending === 'removing' || told?.sending === 'removed') return 'removed';
  return 'waiting';
}

/** Takes the public post of a payment back: payer and payee may, at any time. One that is not out yet never will be. */
export async function removeDisclosure(
  pool: Pool,
  personId: string,
  paymentId: string,
): Promise<Result<Disclosure, 'not_found'>> {
  const payment = await findPayment(pool, paymentId);
  if (!payment || !isVisibleTo(payment, personId) || payment.visibility !== 'public')
    return refuse('not_found');
  await pool.query(
    `update x_outbox set state = case state when 'sent' then 'removing' else 'failed' end, tries = 0,
        next_try_at = moineau_now(), failure = case state when 'sent' then failure else 'taken back' end
      where id = ${OUTBOX_OF_PAYMENT} and state in ('waiting', 'sent')`,
    [paymentId],
  );
  return viewDisclosure(pool, personId, paymentId);
}
