/**
 * Invitations of people for whom money is held. The service writes to none of them: their payer passes the invitation on
 * himself. It bears no amount and no secret: claiming takes a sign-in with the very account that was paid.
 */
import type { Invitation } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import { findPayment } from '../payments/payments.ts';
import { getPerson } from '../people/people.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { Language } from './texts.ts';

const texts: Record<Language, (handle: string, url: string) => string> = {
  fr: (handle, url) =>
    `@${handle} Je vous ai envoyé quelque chose avec Moineau : connectez-vous avec votre compte X pour le recevoir. ${url}`,
  en: (handle, url) =>
    `@${handle} I have sent you something with Moineau: sign in with your X account to receive it. ${url}`,
};

/** For the payer of held money. Nothing where the payee wants none: the money waits all the same. */
export async function invitationFor(
  pool: Pool,
  {
    personId,
    paymentId,
    language,
    claimUrl,
  }: { personId: string; paymentId: string; language: Language; claimUrl: string },
): Promise<Result<Invitation, 'not_found' | 'payment_not_held'>> {
  const payment = await findPayment(pool, paymentId);
  if (payment?.payer_id !== personId) return refuse('not_found');
  if (payment.state !== 'held') return refuse('payment_not_held');
  const { rowCount } = await pool.query(
    'select from x_contacts where x_user_id = $1 and opted_out_at is not null',
    [payment.payee_x_user_id],
  );
  if (rowCount === 1) return accept({ text: null, url: null });
  return accept({ text: texts[language](payment.payee_handle, claimUrl), url: claimUrl });
}

/** Whoever is signed in with an X account refuses for it, for ever, by its numeric id; leaving does not undo it. */
export async function refuseInvitations(pool: Pool, personId: string): Promise<void> {
  const { x_user_id } = await getPerson(pool, personId);
  await pool.query(
    `insert into x_contacts as c (x_user_id, opted_out_at) values ($1, moineau_now())
      on conflict (x_user_id) do update set opted_out_at = coalesce(c.opted_out_at, excluded.opted_out_at)`,
    [x_user_id],
  );
}
