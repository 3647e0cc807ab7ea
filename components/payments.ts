/** The local history, page by page, read again when the store has changed. Reads only: the background writes. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Payment } from '../lib/protocol/payments.ts';
import { useServices } from './services.ts';
import type { Wallet } from './wallet.ts';

export type Payments = {
  /** Null until the first page was read. */
  readonly payments: readonly Payment[] | null;
  readonly hasMore: boolean;
  readonly failed: boolean;
  readonly more: () => Promise<void>;
};

/** Newest first, `pageSize` at a time. */
export function usePayments(pageSize: number): Payments {
  const { listPayments, subscribe } = useServices();
  const [state, setState] = useState<Omit<Payments, 'more'>>({
    payments: null,
    hasMore: false,
    failed: false,
  });
  const shown = useRef<readonly Payment[]>([]);
  const reading = useRef(false);

  const show = useCallback((payments: readonly Payment[], hasMore: boolean) => {
    shown.current = payments;
    setState({ payments, hasMore, failed: false });
  }, []);

  const read = useCallback(async () => {
    // As many as are shown already: someone who has scrolled down stays where he was.
    const limit = Math.max(pageSize, shown.current.length) + 1;
    try {
      const found = await listPayments({ limit });
      show(found.slice(0, limit - 1), found.length === limit);
    } catch {
      setState((before) => ({ ...before, payments: before.payments ?? [], failed: true }));
    }
  }, [listPayments, pageSize, show]);

  const more = useCallback(async () => {
    const last = shown.current.at(-1);
    if (!last || reading.current) return;
    reading.current = true;
    try {
      const found = await listPayments({ limit: pageSize + 1, beforeId: last.id });
      show([...shown.current, ...found.slice(0, pageSize)], found.length > pageSize);
    } catch {
      setState((before) => ({ ...before, failed: true }));
    } finally {
      reading.current = false;
    }
  }, [listPayments, pageSize, show]);

  useEffect(() => {
    void read();
    return subscribe(() => void read());
  }, [read, subscribe]);

  return { ...state, more };
}

/**
 * Tells the background that what came in is being looked at, and answers how many of the newest to mark: they stay
 * marked while this screen is open, though looking at them is what makes them seen.
 */
export function useSeen(wallet: Wallet, unseen: number): number {
  const { seen } = wallet;
  const marked = useRef(0);
  marked.current = Math.max(marked.current, unseen);
  useEffect(() => {
    if (unseen > 0) void seen();
  }, [unseen, seen]);
  return marked.current;
}
