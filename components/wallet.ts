/**
 * The wallet's state as the pages hold it: the last view the background gave, what is under way, what failed.
 * It decides nothing about money: every step is a message, and what the background answers is what is shown.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Answer, Draft, Input, WalletError, WalletView } from '../lib/messages.ts';
import { useServices } from './services.ts';

/** What is being waited for. */
export type Busy =
  | 'sign_in'
  | 'pin'
  | 'top_up'
  | 'start'
  | 'resolve'
  | 'order'
  | 'back'
  | 'confirm'
  | 'check'
  | null;

/** Amount, memo and division as chosen so far. */
export type Chosen = Input<'wallet.draft_change'>;

export type Wallet = {
  /** Null until the first answer. */
  readonly view: WalletView | null;
  readonly busy: Busy;
  /** Why the last action failed, unless the draft tells it itself. */
  readonly failure: WalletError | null;
  readonly reload: () => Promise<void>;
  readonly signIn: () => Promise<boolean>;
  readonly choosePin: (pin: string) => Promise<boolean>;
  readonly topUp: (amountMinor: string) => Promise<boolean>;
  readonly seen: () => Promise<void>;
  /** One payee, or several with one code. */
  readonly start: (handles: readonly string[]) => Promise<boolean>;
  /** A payment that was ordered elsewhere and waits for its code. */
  readonly open: (paymentId: string) => Promise<boolean>;
  readonly resolve: () => Promise<boolean>;
  readonly change: (chosen: Chosen) => Promise<boolean>;
  readonly order: (chosen: Chosen) => Promise<boolean>;
  readonly leaveOut: (handle: string) => Promise<boolean>;
  readonly handleTyped: (handle: string) => Promise<boolean>;
  readonly back: () => Promise<boolean>;
  readonly confirm: (pin: string) => Promise<boolean>;
  readonly check: () => Promise<boolean>;
  readonly discard: () => Promise<void>;
  readonly forgetFailure: () => void;
};

/** The sandbox acquirer's own name for its test card; a real card form gives another. */
const SANDBOX_CARD = 'pm_card_visa';

function withDraft(view: WalletView | null, draft: Draft | null): WalletView | null {
  return view?.status === 'signed_in' ? { ...view, draft } : view;
}

/** Answers in the order of their questions: an older view must not cover a newer draft. */
function useTurns(): <T>(step: () => Promise<T>) => Promise<T> {
  const last = useRef<Promise<unknown>>(Promise.resolve());
  return useCallback(<T>(step: () => Promise<T>) => {
    const turn = last.current.then(step);
    last.current = turn;
    return turn;
  }, []);
}

/** The parts every action is made of: run one after the other, show what is under way, keep what failed. */
function useActions() {
  const { send } = useServices();
  const [view, setView] = useState<WalletView | null>(null);
  const [busy, setBusy] = useState<Busy>(null);
  const [failure, setFailure] = useState<WalletError | null>(null);
  const inTurn = useTurns();

  const take = useCallback(
    async <T>(doing: Busy, question: () => Promise<Answer<T>>, apply: (value: T) => void) => {
      if (doing) {
        setBusy(doing);
        setFailure(null);
      }
      const answer = await inTurn(question);
      if (answer.ok) apply(answer.value);
      else if (doing) {
        setFailure(answer.error);
        // Whatever was stopped half-way, the background has kept how far it came.
        const now = await inTurn(() => send('wallet.view', {}));
        if (now.ok) setView(now.value);
      }
      if (doing) setBusy(null);
      return answer.ok;
    },
    [inTurn, send],
  );
  return { view, busy, failure, setView, setFailure, take };
}

export function useWallet(): Wallet {
  const { send, subscribe } = useServices();
  const { view, busy, failure, setView, setFailure, take } = useActions();

  const actions = useMemo(() => {
    const setDraft = (draft: Draft | null) => setView((before) => withDraft(before, draft));
    const change = (chosen: Chosen) => take(null, () => send('wallet.draft_change', chosen), setDraft);
    return {
      reload: async () => {
        let failed: WalletError | null = null;
        const ask = async () => {
          const answer = await send('wallet.view', {});
          if (!answer.ok) failed = answer.error;
          return answer;
        };
        if (!(await take(null, ask, setView))) setFailure((before) => before ?? failed);
      },
      signIn: () => take('sign_in', () => send('wallet.sign_in', {}), setView),
      choosePin: (pin: string) => take('pin', () => send('wallet.choose_pin', { pin }), setView),
      topUp: (amountMinor: string) =>
        take('top_up', () => send('wallet.top_up', { amountMinor, paymentMethod: SANDBOX_CARD }), setView),
      seen: async () => {
        await send('wallet.seen', {});
      },
      start: (handles: readonly string[]) =>
        take('start', () => send('wallet.draft_start', { handles: [...handles] }), setDraft),
      open: (paymentId: string) => take('start', () => send('wallet.draft_open', { paymentId }), setDraft),
      resolve: () => take('resolve', () => send('wallet.draft_resolve', {}), setDraft),
      change,
      order: (chosen: Chosen) => {
        const changeAndOrder = async () => {
          const changed = await send('wallet.draft_change', chosen);
          return changed.ok ? send('wallet.draft_order', {}) : changed;
        };
        return take('order', changeAndOrder, setDraft);
      },
      leaveOut: (handle: string) => take('start', () => send('wallet.draft_leave_out', { handle }), setDraft),
      handleTyped: (handle: string) =>
        take(null, () => send('wallet.draft_handle_typed', { handle }), setDraft),
      back: () => take('back', () => send('wallet.draft_back', {}), setDraft),
      confirm: (pin: string) => take('confirm', () => send('wallet.draft_confirm', { pin }), setDraft),
      check: () => take('check', () => send('wallet.draft_check', {}), setDraft),
      // Not in turn: whoever closes must not wait for an answer of X.
      discard: async () => {
        setDraft(null);
        setFailure(null);
        await send('wallet.draft_discard', {});
      },
      forgetFailure: () => setFailure(null),
    };
  }, [send, setView, setFailure, take]);

  useEffect(() => {
    void actions.reload();
    return subscribe(() => void actions.reload());
  }, [actions, subscribe]);

  return { view, busy, failure, ...actions };
}
