/** Locking payments: what may have changed since they were read is read again under the lock. */
import type { Transaction } from '../db/pool.ts';
import type { PaymentRow } from './payments.ts';

type LockedRow = Pick<
  PaymentRow,
  | 'id'
  | 'state'
  | 'version'
  | 'step'
  | 'payee_id'
  | 'confirmed_at'
  | 'settled_at'
  | 'held_until'
  | 'thanked_at'
  | 'amount_refunded'
  | 'refusal'
>;

/** Locks these payments until the transaction ends, in the order of their ids, and returns them as they are now. */
export async function lockPayments(
  tx: Transaction,
  payments: readonly PaymentRow[],
): Promise<Map<string, PaymentRow>> {
  const { rows } = await tx.query<LockedRow>({
    name: 'lock-payments',
    text: `select id, state, version, step, payee_id, confirmed_at, settled_at, held_until, thanked_at, amount_refunded, refusal
      from payments where id = any($1::uuid[]) order by id for no key update`,
    values: [payments.map(({ id }) => id)],
  });
  const before = new Map(payments.map((payment) => [payment.id, payment]));
  return new Map(rows.map((row) => [row.id, { ...(before.get(row.id) as PaymentRow), ...row }] as const));
}
