/**
 * From a handle to whom it means: X's numeric id, and the wallet bound to that id. It must never look for a
 * wallet by handle, and answers the same about everyone, whether he has a wallet or not (T51).
 */
import type { Payee } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { XPort } from '../x/port.ts';
import { findByXUserId, viewPerson } from './people.ts';

/** @throws XUnavailableError */
export async function resolvePayee(
  { pool, x }: { pool: Pool; x: XPort },
  handle: string,
): Promise<Result<Payee, 'payee_unknown' | 'x_unavailable'>> {
  const account = await x.findByHandle(handle);
  if (!account) return refuse('payee_unknown');
  // Another account than the one asked for: not an answer to build a payment on (T56).
  if (account.handle.toLowerCase() !== handle.toLowerCase())
    return refuse('x_unavailable', { retryAfter: 2 });
  const holder = await findByXUserId(pool, account.xUserId);
  return accept({
    x_user_id: account.xUserId,
    handle: account.handle,
    name: account.name,
    holder: holder && viewPerson(holder),
  });
}
