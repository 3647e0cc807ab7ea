/**
 * Told to the wallet's open pages when the local store has changed, so that they read it again: `{ kind: STORE_CHANGED }`.
 * Apart from the messages' schemas, which the pages need not carry.
 */
export const STORE_CHANGED = 'moineau.store_changed';
