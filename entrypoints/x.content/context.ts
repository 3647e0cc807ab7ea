/**
 * In the place of WXT's ContentScriptContext (wxt.config.ts): the page needs its signal, and not its timers, navigation
 * events and messages between copies. Copies need none: an orphan finds out by itself that its extension has gone, and a
 * new copy takes away what an old one left (page.ts).
 */
export class ContentScriptContext {
  readonly #controller = new AbortController();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The extension has gone: everything of ours lets go. */
  notifyInvalidated(): void {
    this.#controller.abort();
  }
}
