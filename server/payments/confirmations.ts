/**
 * By what each payment or split was confirmed: the bytes that were signed, by which key, and how the person proved
 * himself. One row each, written in the transaction that moves the money, never changed. A code is not in it.
 */
import type { PasskeyAssertion } from '../../lib/protocol/index.ts';
import type { Transaction } from '../db/pool.ts';

/** What the confirming request gave. */
export type Evidence = {
  readonly deviceId: string;
  /** The device's public key, "x.y". */
  readonly deviceKey: string;
  readonly signed: Uint8Array;
  /** base64url. */
  readonly signature: string;
  /** Null when it was the code. */
  readonly assertion: PasskeyAssertion | null;
  /** Client and version, as it says itself. */
  readonly client: string | null;
};

export type NewConfirmation = Evidence & {
  /** The payment, or the split. */
  readonly subjectId: string;
  readonly at: Date;
};

export async function insertConfirmations(tx: Transaction, made: readonly NewConfirmation[]): Promise<void> {
  if (made.length === 0) return;
  await tx.query({
    name: 'insert-confirmations',
    text: `insert into confirmations
        (subject_id, confirmed_at, device_id, device_key, signed, signature, method, assertion, client)
      select subject_id, at, device_id, device_key, decode(signed, 'hex'), decode(signature, 'hex'),
             case when assertion is null then 'pin' else 'passkey' end, assertion, client
        from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[])
          c (subject_id, at, device_id, device_key, signed, signature, assertion, client)`,
    values: [
      made.map(({ subjectId }) => subjectId),
      made.map(({ at }) => at),
      made.map(({ deviceId }) => deviceId),
      made.map(({ deviceKey }) => deviceKey),
      made.map(({ signed }) => Buffer.from(signed).toString('hex')),
      made.map(({ signature }) => Buffer.from(signature, 'base64url').toString('hex')),
      made.map(({ assertion }) => (assertion ? JSON.stringify(assertion) : null)),
      made.map(({ client }) => client),
    ],
  });
}
