/**
 * What the page's script asks of the extension. Written against the browser's own object, without the polyfill, whose
 * weight every X page would pay. Answers hold only what may stand in X's page: how a text of this page reads, what this
 * person paid on a post. Never a balance, a code or a session, and no message names who is asked.
 */
import type { Answer, Input, MessageKind, Output, PayWish } from '../../lib/messages.ts';
import type { InboxRuntime } from './inbox.ts';
import type { RulesStorage } from './rules.ts';

type Runtime = InboxRuntime & { sendMessage(message: unknown): Promise<unknown> };
type Extension = { runtime?: Runtime; storage?: RulesStorage };
type Scope = { browser?: Extension; chrome?: Extension };

export type PageKind = Extract<MessageKind, `page.${string}`>;

/** Asks the background; null where it refuses, fails, or has gone. Never rejects. */
export type Ask = <K extends PageKind>(kind: K, input: Input<K>) => Promise<Output<K> | null>;

/** Null once the extension was updated, disabled or removed: this script is then an orphan. */
export function extensionRuntime(scope: Scope = globalThis as Scope): Runtime | null {
  // An element with id "browser" is `window.browser` too, even in our world: only a real runtime has an id.
  const runtime = scope.browser?.runtime?.id ? scope.browser.runtime : scope.chrome?.runtime;
  return runtime?.id ? runtime : null;
}

/** What the extension keeps, as far as this page may read it; null once it has gone. */
export function extensionStorage(scope: Scope = globalThis as Scope): RulesStorage | null {
  const extension = scope.browser?.runtime?.id ? scope.browser : scope.chrome;
  return (extension?.runtime?.id && extension.storage) || null;
}

/**
 * @param runtimeNow asked before and after: the extension may go while it works
 * @returns false if the extension is gone; an answer with an error is the wallet's to show
 */
export async function sendWish(
  wish: PayWish,
  runtimeNow: () => Runtime | null = extensionRuntime,
): Promise<boolean> {
  const runtime = runtimeNow();
  if (!runtime) return false;
  try {
    await runtime.sendMessage({ moineau: 1, kind: 'page.pay_open', input: wish });
    return true;
  } catch {
    return runtimeNow() !== null;
  }
}

/** @param onDead called when the extension turns out to have gone */
export function askOf(onDead: () => void, runtimeNow: () => Runtime | null = extensionRuntime): Ask {
  return async <K extends PageKind>(kind: K, input: Input<K>): Promise<Output<K> | null> => {
    const runtime = runtimeNow();
    if (!runtime) {
      onDead();
      return null;
    }
    try {
      const answer = (await runtime.sendMessage({ moineau: 1, kind, input })) as
        | Answer<Output<K>>
        | undefined;
      return answer?.ok ? answer.value : null;
    } catch {
      // A worker that was stopped while it answered, or an extension that has gone: only the second is for good.
      if (!runtimeNow()) onDead();
      return null;
    }
  };
}
