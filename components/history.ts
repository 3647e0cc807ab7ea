/**
 * A long history on a screen: how many payments there are, and those in sight, read piece by piece as they come into it. Reads
 * only: the background writes, and says when to read again.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Payment } from '../lib/protocol/payments.ts';
import type { MonthTotal } from '../lib/store/filing.ts';
import type { Anchor } from '../lib/store/history.ts';
import { type Filter, isEverything } from '../lib/store/search.ts';
import type { HistoryReader } from './services.ts';
import { useServices } from './services.ts';

/** Payments read at once: a screen and a half. */
const PIECE = 25;

/** What was read under one filter, at one time. A new one is begun when the store has changed. */
type Reading = {
  readonly filter: Filter;
  readonly months: readonly MonthTotal[];
  /** What the filter leaves, newest first; null: everything, whose places are those of the whole history. */
  readonly ids: readonly string[] | null;
  readonly total: number;
  readonly pieces: Map<number, readonly Payment[] | 'reading'>;
};

export type History = {
  /** Null until the first answer. */
  readonly total: number | null;
  readonly months: readonly MonthTotal[];
  /** The payment at a place, the newest at 0; undefined while it is not read. */
  readonly at: (place: number) => Payment | undefined;
  /** These places come into sight. */
  readonly need: (from: number, to: number) => void;
  readonly failed: boolean;
};

async function begin(reader: HistoryReader, filter: Filter): Promise<Reading> {
  const months = await reader.monthTotals();
  const ids = isEverything(filter) ? null : await reader.matching(filter);
  const total = ids?.length ?? months.reduce((sum, { count }) => sum + count, 0);
  const reading: Reading = { filter, months, ids, total, pieces: new Map() };
  // With the first screen: nobody sees an empty one in between.
  reading.pieces.set(0, await readPiece(reader, reading, 0));
  return reading;
}

function readPiece(
  reader: HistoryReader,
  { ids, pieces }: Reading,
  piece: number,
): Promise<readonly Payment[]> {
  const from = piece * PIECE;
  if (ids) return reader.paymentsOf(ids.slice(from, from + PIECE));
  return reader.paymentsAt(from, PIECE, nearest(pieces, piece));
}

/** The last payment known before a piece: reading goes on from there. */
function nearest(pieces: Reading['pieces'], before: number): Anchor | null {
  for (let piece = before - 1; piece >= 0; piece--) {
    const known = pieces.get(piece);
    const last = typeof known === 'object' ? known.at(-1) : undefined;
    if (typeof known === 'object' && last) return { place: piece * PIECE + known.length - 1, id: last.id };
  }
  return null;
}

export function useHistory(filter: Filter): History {
  const { history, subscribe } = useServices();
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState(false);
  const reading = useRef<Reading | null>(null);
  const turn = useRef(0);

  const start = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    try {
      const begun = await begin(history, filter);
      // The pieces in sight are read again before they are shown: nothing blinks.
      const before = reading.current;
      if (before?.filter === filter) await readAgain(history, begun, before);
      if (turn.current !== mine) return;
      reading.current = begun;
      setFailed(false);
    } catch {
      if (turn.current === mine) setFailed(true);
    }
    redraw((count) => count + 1);
  }, [history, filter]);

  useEffect(() => {
    void start();
    return subscribe(() => void start());
  }, [start, subscribe]);

  const need = useCallback(
    (from: number, to: number) => {
      const current = reading.current;
      if (!current) return;
      for (let piece = Math.floor(from / PIECE); piece <= Math.floor(to / PIECE); piece++) {
        if (current.pieces.has(piece) || piece * PIECE >= current.total) continue;
        current.pieces.set(piece, 'reading');
        readPiece(history, current, piece)
          .then(
            (payments) => current.pieces.set(piece, payments),
            () => current.pieces.delete(piece),
          )
          .then(() => redraw((count) => count + 1));
      }
    },
    [history],
  );

  const current = reading.current;
  return {
    total: current?.total ?? null,
    months: current?.months ?? [],
    at: (place) => {
      const piece = current?.pieces.get(Math.floor(place / PIECE));
      return typeof piece === 'object' ? piece[place % PIECE] : undefined;
    },
    need,
    failed,
  };
}

/** The last few pieces that were read: those in sight are among them. */
const IN_SIGHT = 4;

async function readAgain(reader: HistoryReader, begun: Reading, before: Reading): Promise<void> {
  for (const piece of [...before.pieces.keys()].slice(-IN_SIGHT)) {
    if (piece === 0 || piece * PIECE >= begun.total) continue;
    begun.pieces.set(piece, await readPiece(reader, begun, piece));
  }
}
