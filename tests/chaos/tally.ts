/**
 * All that the clients were told since the beginning, added up: what the books must show, to the cent. It must never
 * be filled from the database.
 */
import type { Told, ToldTransfer } from './told.ts';

export type Tally = {
  add(told: Told): void;
  /** What was told since this was last asked. */
  takeRecent(): Told[];
  /** By `<subject>/<kind>`. */
  readonly transfers: ReadonlyMap<string, ToldTransfer>;
  /** The state of each payment by its id. */
  readonly payments: ReadonlyMap<string, string>;
  /** By account, in cents. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** Keys whose answers must be kept. */
  readonly keptKeys: ReadonlySet<string>;
  /** Keys that were refused without effect, but of which an earlier try may yet have had one. */
  readonly openKeys: ReadonlySet<string>;
  readonly counts: {
    readonly acknowledged: number;
    readonly unknownResolved: number;
    /** By kind of order and status of the answer. */
    readonly orders: Readonly<Record<string, number>>;
  };
};

/** Which of two states told of one payment is the later one. */
const isBeginning = (state: string) => state === 'awaiting_confirmation';

export function createTally(): Tally {
  const transfers = new Map<string, ToldTransfer>();
  const payments = new Map<string, string>();
  const balances = new Map<string, bigint>();
  const keptKeys = new Set<string>();
  const openKeys = new Set<string>();
  const orders: Record<string, number> = {};
  const counts = { acknowledged: 0, unknownResolved: 0, orders };
  let recent: Told[] = [];
  const addTransfer = (transfer: ToldTransfer) => {
    const name = `${transfer.subjectId}/${transfer.kind}`;
    // Two answers to one order tell of one transfer.
    if (transfers.has(name)) return;
    transfers.set(name, transfer);
    for (const { account, amount } of transfer.lines)
      balances.set(account, (balances.get(account) ?? 0n) + amount);
  };
  return {
    ...{ transfers, payments, balances, keptKeys, openKeys, counts },
    add(told) {
      recent.push(told);
      counts.acknowledged++;
      const name = `${told.order} ${told.status}`;
      orders[name] = (orders[name] ?? 0) + 1;
      if (told.unknown > 0) counts.unknownResolved++;
      if (told.kept) keptKeys.add(told.key);
      else if (told.unknown > 0) openKeys.add(told.key);
      for (const transfer of told.transfers) addTransfer(transfer);
      for (const { id, state } of told.payments)
        if (!isBeginning(state) || !payments.has(id)) payments.set(id, state);
    },
    takeRecent() {
      const taken = recent;
      recent = [];
      return taken;
    },
  };
}
