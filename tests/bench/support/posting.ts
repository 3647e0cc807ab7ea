/** Clients of the ledger: each posts a transfer, waits for the answer, and posts the next one. */
import { v7 } from 'uuid';
import type { AccountId } from '../../../server/ledger/books.ts';
import type { createTransferExecutor } from '../../../server/ledger/post.ts';
import { smallAmount } from './wallets.ts';

export type Posted = {
  readonly accepted: number;
  /** From the first order to the last answer. */
  readonly seconds: number;
  /** One for each order, in milliseconds; kept only when asked for. */
  readonly latencies: readonly number[];
};

export type Load = {
  readonly clients: number;
  readonly seconds: number;
  /** Between which accounts the next transfer goes. */
  route(): readonly [from: AccountId, to: AccountId];
  readonly keepLatencies?: boolean;
  /** Stops earlier, when so many have been accepted. */
  readonly most?: number;
};

/** Posts until the time is over. Every transfer can be carried out, so a refusal is a fault. @throws Error on one. */
export async function postFor(
  executor: ReturnType<typeof createTransferExecutor>,
  load: Load,
): Promise<Posted> {
  const latencies: number[] = [];
  const most = load.most ?? Number.POSITIVE_INFINITY;
  let accepted = 0;
  const start = performance.now();
  const end = start + load.seconds * 1_000;
  const client = async () => {
    for (let now = start; now < end && accepted < most; ) {
      const [from, to] = load.route();
      const outcome = await executor.run({
        kind: 'settle',
        subjectId: v7(),
        from,
        to,
        amount: smallAmount(),
      });
      if (!outcome?.ok) throw new Error(`a transfer was refused: ${outcome?.error ?? 'too many waiting'}`);
      accepted++;
      const done = performance.now();
      if (load.keepLatencies) latencies.push(done - now);
      now = done;
    }
  };
  await Promise.all(Array.from({ length: load.clients }, client));
  return { accepted, seconds: (performance.now() - start) / 1_000, latencies };
}
