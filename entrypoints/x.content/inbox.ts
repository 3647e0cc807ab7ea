/**
 * What the background tells this page. One listener for all features, gone with the page's signal. A web page can't
 * reach it (`runtime.onMessage` is the extension's own), and it answers nothing.
 */
import type { Told, ToldKind } from '../../lib/told.ts';

type OnMessage = {
  addListener(listener: (message: unknown, sender: { id?: string }) => void): void;
  removeListener(listener: (message: unknown, sender: { id?: string }) => void): void;
};
export type InboxRuntime = { readonly id?: string; readonly onMessage?: OnMessage };

export type Inbox = {
  /** Calls back for every message of this kind, until the signal is aborted. */
  on<K extends ToldKind>(kind: K, hear: (input: Told[K]) => void, signal?: AbortSignal): void;
};

/** @param runtime null once the extension has gone: then nothing is told */
export function openInbox(runtime: InboxRuntime | null, signal: AbortSignal): Inbox {
  const hearers = new Map<string, Set<(input: never) => void>>();
  const listen = (message: unknown, sender: { id?: string }): void => {
    if (!runtime || sender.id !== runtime.id || typeof message !== 'object' || message === null) return;
    const { moineau, kind, input } = message as { moineau?: unknown; kind?: unknown; input?: unknown };
    if (moineau !== 1 || typeof kind !== 'string') return;
    for (const hear of hearers.get(kind) ?? []) {
      try {
        hear(input as never);
      } catch (error) {
        console.warn(`[moineau] ${kind}`, error);
      }
    }
  };
  runtime?.onMessage?.addListener(listen);
  const stop = () => {
    hearers.clear();
    // An orphan's listener is gone with its extension, and asking for it throws in some browsers.
    if (runtime?.id) runtime.onMessage?.removeListener(listen);
  };
  signal.addEventListener('abort', stop, { once: true });
  return {
    on(kind, hear, until) {
      const those = hearers.get(kind) ?? new Set();
      those.add(hear);
      hearers.set(kind, those);
      until?.addEventListener('abort', () => those.delete(hear), { once: true });
    },
  };
}
