/** Money of this wallet that waits for somebody without one. From the history alone. */
import type { Payment } from '../protocol/index.ts';
import { listPayments } from './payments.ts';

const PAGE = 100;

/** Newest first. Nothing older than `sinceMs` (milliseconds since 1970) can still be held. */
export async function heldPayments(sinceMs: number): Promise<Payment[]> {
  const held: Payment[] = [];
  let beforeId: string | undefined;
  for (;;) {
    const page = await listPayments({ limit: PAGE, ...(beforeId === undefined ? {} : { beforeId }) });
    held.push(...page.filter(({ direction, state }) => direction === 'out' && state === 'held'));
    const last = page.at(-1);
    if (!last || page.length < PAGE || Date.parse(last.created_at) < sinceMs) return held;
    beforeId = last.id;
  }
}
