/**
 * The service account's tokens in the database, sealed with a key that is not in it. A refresh happens under a lock that
 * all processes share, and is committed before the new tokens are used.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { onlyRow, type Pool, withTransaction } from '../db/pool.ts';
import type { ServiceTokens, TokenVault } from './service-token.ts';

const Kept = z.strictObject({
  refreshToken: z.string(),
  accessToken: z.string().nullable(),
  expiresAt: z.coerce.date().nullable(),
});

export type VaultConfig = {
  /** From the consent of the service's account. Another one than before: its operator has consented anew. */
  readonly seedRefreshToken: string;
  /** The key is made of it: without it a token of the database is of no use to anybody anyway. */
  readonly clientSecret: string;
};

export function createTokenVault(pool: Pool, { seedRefreshToken, clientSecret }: VaultConfig): TokenVault {
  const seed = createHash('sha256').update(seedRefreshToken).digest();
  const key = Buffer.from(hkdfSync('sha256', clientSecret, seed, 'moineau service token', 32));
  const first: ServiceTokens = { refreshToken: seedRefreshToken, accessToken: null, expiresAt: null };
  return {
    async read() {
      const { rows } = await pool.query<{ sealed: Buffer }>(
        'select sealed from service_tokens where seed = $1',
        [seed],
      );
      return rows[0] ? open(key, rows[0].sealed) : first;
    },
    async renew(work) {
      return withTransaction(pool, async (tx) => {
        // X may take longer to answer than a transaction may say nothing, and its answer must not be lost.
        await tx.query("set local idle_in_transaction_session_timeout = '30s'");
        await tx.query(
          'insert into service_tokens (seed, sealed) values ($1, $2) on conflict (seed) do nothing',
          [seed, seal(key, first)],
        );
        const row = onlyRow(
          await tx.query<{ sealed: Buffer }>('select sealed from service_tokens where seed = $1 for update', [
            seed,
          ]),
        );
        const kept = open(key, row.sealed);
        const renewed = await work(kept);
        if (!renewed) return kept;
        await tx.query('update service_tokens set sealed = $2, renewed_at = moineau_now() where seed = $1', [
          seed,
          seal(key, renewed),
        ]);
        return renewed;
      });
    },
  };
}

function seal(key: Buffer, tokens: ServiceTokens): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(tokens), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

function open(key: Buffer, sealed: Buffer): ServiceTokens {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  const text = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  return Kept.parse(JSON.parse(text));
}
