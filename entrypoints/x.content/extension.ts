/**
 * The one thing the page's script asks of the extension: to open the wallet on a wish. Written against the browser's
 * own object, without the polyfill, whose weight every X page would pay. Must never send an amount or read an answer's
 * contents: nothing of the wallet comes into X's page.
 */
import type { PayWish } from '../../lib/messages.ts';

type Runtime = { readonly id?: string; sendMessage(message: unknown): Promise<unknown> };
type Scope = { browser?: { runtime?: Runtime }; chrome?: { runtime?: Runtime } };

/** Null once the extension was updated, disabled or removed: this script is then an orphan. */
export function extensionRuntime(scope: Scope = globalThis as Scope): Runtime | null {
  // An element with id "browser" is `window.browser` too, even in our world: only a real runtime has an id.
  const runtime = scope.browser?.runtime?.id ? scope.browser.runtime : scope.chrome?.runtime;
  return runtime?.id ? runtime : null;
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
