/**
 * What the clients were told, and whether the books agree. Pure: the books are read elsewhere (proof.ts). A
 * client may count as acknowledged only what it was told by the API or the ledger itself.
 */

/** One movement of money that a client wants: a payment over HTTP, or a transfer. */
export type Movement = {
  /** The payment's or transfer's own id (UUID): the journal knows it by this. */
  readonly subjectId: string;
  /** Wallets, by their owners' ids. */
  readonly from: string;
  readonly to: string;
  /** Cents. */
  readonly amount: bigint;
};

type Entry = Movement & {
  state: 'open' | 'done' | 'refused' | 'vanished';
  unknown: boolean;
};

export type Tally = ReturnType<typeof createTally>;

/** Begins a tally with these wallets and what is in them. */
export function createTally(opening: ReadonlyMap<string, bigint>) {
  const entries = new Map<string, Entry>();
  const entryOf = (subjectId: string): Entry => {
    const entry = entries.get(subjectId);
    if (!entry) throw new Error(`nobody asked for ${subjectId}`);
    return entry;
  };
  return {
    /** A client is about to ask. */
    ask(movement: Movement): void {
      if (entries.has(movement.subjectId)) throw new Error(`${movement.subjectId} was asked for twice`);
      entries.set(movement.subjectId, { ...movement, state: 'open', unknown: false });
    },
    /** No answer, or one that does not say what happened. */
    unknown(subjectId: string): void {
      entryOf(subjectId).unknown = true;
    },
    /** The client was told that the money has moved. */
    acknowledged(subjectId: string): void {
      entryOf(subjectId).state = 'done';
    },
    /** The client was told that it has not and will not. */
    refused(subjectId: string): void {
      entryOf(subjectId).state = 'refused';
    },
    /** The order had been acknowledged, and now nobody knows it. */
    vanished(subjectId: string): void {
      entryOf(subjectId).state = 'vanished';
    },
    get acknowledgedCount(): number {
      return [...entries.values()].filter((entry) => entry.state === 'done').length;
    },
    get subjects(): string[] {
      return [...entries.keys()];
    },
    /** Compares with the books of the server that people trust now. */
    compare(books: Books): Comparison {
      return compare([...entries.values()], opening, books);
    },
  };
}

export type Books = {
  /** How many transfers of its kind there are for each subject; absent: none. */
  readonly transfers: ReadonlyMap<string, number>;
  /** Cents by wallet. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** Accounts whose balance is not the sum of their postings. */
  readonly accountsOff: number;
  readonly sumOfPostings: bigint;
};

export type Comparison = {
  readonly acknowledged: number;
  /** Acknowledged, and not in the books: orders that vanished are among them. */
  readonly lost: number;
  /** More than one transfer for one subject. */
  readonly doubled: number;
  /** In the books, though the client was told no. */
  readonly ghosts: number;
  readonly unknown: number;
  readonly unknownResolved: number;
  /** Asked for and never answered, not even later. */
  readonly open: number;
  /** Wallets whose balance is not what their owners' clients add up to. */
  readonly walletsOff: number;
  readonly balanced: boolean;
};

function compare(entries: readonly Entry[], opening: ReadonlyMap<string, bigint>, books: Books): Comparison {
  const expected = new Map(opening);
  const add = (wallet: string, amount: bigint) => expected.set(wallet, (expected.get(wallet) ?? 0n) + amount);
  const booked = (entry: Entry) => books.transfers.get(entry.subjectId) ?? 0;
  const count = (fits: (entry: Entry) => boolean) => entries.filter(fits).length;
  for (const entry of entries) {
    if (entry.state !== 'done') continue;
    add(entry.from, -entry.amount);
    add(entry.to, entry.amount);
  }
  return {
    acknowledged: count((entry) => entry.state === 'done' || entry.state === 'vanished'),
    lost: count((entry) => entry.state === 'vanished' || (entry.state === 'done' && booked(entry) === 0)),
    doubled: count((entry) => booked(entry) > 1),
    ghosts: count((entry) => entry.state === 'refused' && booked(entry) > 0),
    unknown: count((entry) => entry.unknown),
    unknownResolved: count((entry) => entry.unknown && entry.state !== 'open'),
    open: count((entry) => entry.state === 'open'),
    walletsOff: [...expected].filter(([wallet, cents]) => books.balances.get(wallet) !== cents).length,
    balanced: books.accountsOff === 0 && books.sumOfPostings === 0n,
  };
}

/** Why the run does not prove what it should; empty when it does. */
export function objections(mode: 'sync' | 'async', found: Comparison): string[] {
  const reasons: string[] = [];
  const must = (holds: boolean, reason: string) => {
    if (!holds) reasons.push(reason);
  };
  must(found.acknowledged > 0, 'nothing was acknowledged: there was no load');
  must(found.balanced, 'the books do not balance');
  must(found.doubled === 0, `${found.doubled} moved more than once`);
  if (mode === 'async') {
    must(found.lost > 0, 'the control lost nothing: this run does not tell synchronous from asynchronous');
    return reasons;
  }
  must(found.unknown > 0, 'the kill hit nothing under way');
  must(found.lost === 0, `${found.lost} acknowledged are lost`);
  must(found.ghosts === 0, `${found.ghosts} were refused and moved all the same`);
  must(found.unknownResolved === found.unknown, `${found.unknown - found.unknownResolved} stay unknown`);
  must(found.open === 0, `${found.open} were never answered`);
  must(found.walletsOff === 0, `${found.walletsOff} wallets are not what their owners were told`);
  return reasons;
}
