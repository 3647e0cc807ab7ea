/**
 * The service account's tokens in the database, sealed with a key that is not in it. A refresh happens under a lock that
 * all processes share, and is committed before the new tokens are used.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { onlyRow, type Pool, withTransaction } from '../db/pool.ts';
import type { Sealer } from '../sealing.ts';
import type { ServiceTokens, TokenVault } from './service-token.ts';

const Kept = z.strictObject({
  refreshToken: z.string(),
  accessToken: z.string().nullable(),
  expiresAt: z.coerce.date().nullable(),
});

export type VaultConfig = {
  /** From the consent of the service's account. Another one than before: its operator has consented anew. */
  readonly seedRefreshToken: string;
  readonly sealer: Sealer;
};

/** Each refresh seals with the newest key, so keys rotate by themselves. */
export function createTokenVault(pool: Pool, { seedRefreshToken, sealer }: VaultConfig): TokenVault {
  const seed = createHash('sha256').update(seedRefreshToken).digest();
  const purpose = `x_service_token:${seed.toString('hex')}`;
  const first: ServiceTokens = { refreshToken: seedRefreshToken, accessToken: null, expiresAt: null };
  const seal = (tokens: ServiceTokens) => Buffer.from(sealer.seal(JSON.stringify(tokens), purpose));
  const open = (sealed: Buffer) => Kept.parse(JSON.parse(sealer.open(sealed.toString('utf8'), purpose)));
  return {
    async read() {
      const { rows } = await pool.query<{ sealed: Buffer }>(
        'select sealed from service_tokens where seed = $1',
        [seed],
      );
      return rows[0] ? open(rows[0].sealed) : first;
    },
    async renew(work) {
      return withTransaction(pool, async (tx) => {
        // X may take longer to answer than a transaction may say nothing, and its answer must not be lost.
        await tx.query("set local idle_in_transaction_session_timeout = '30s'");
        await tx.query(
          'insert into service_tokens (seed, sealed) values ($1, $2) on conflict (seed) do nothing',
          [seed, seal(first)],
        );
        const row = onlyRow(
          await tx.query<{ sealed: Buffer }>('select sealed from service_tokens where seed = $1 for update', [
            seed,
          ]),
        );
        const kept = open(row.sealed);
        const renewed = await work(kept);
        if (!renewed) return kept;
        await tx.query('update service_tokens set sealed = $2, renewed_at = moineau_now() where seed = $1', [
          seed,
          seal(renewed),
        ]);
        return renewed;
      });
    },
  };
}
