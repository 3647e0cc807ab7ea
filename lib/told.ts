/**
 * What the background tells the script in X's page, unasked. Types only: the page carries no zod, and what comes from
 * our own background needs no second judge. Nothing here may hold a balance, a code or a token; X's page must not be
 * able to learn any of it from what we draw.
 */
export type Told = {
  /** How a wish ended that began in a composer or chat of this very tab. */
  'told.outcome': { readonly wish: string; readonly outcome: 'settled' };
  /** This person's store has changed: what was answered of it may be old. */
  'told.store_changed': null;
};

export type ToldKind = keyof Told;

/** What travels, in the envelope of `messages.ts`. */
export type ToldMessage = {
  [K in ToldKind]: { readonly moineau: 1; readonly kind: K; readonly input: Told[K] };
}[ToldKind];
