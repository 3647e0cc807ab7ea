/** Apart from the selectors, so that the background can keep rules without carrying them. */

/** What the background keeps for the page in `storage.local`, after it has verified it. */
export type PageRules = {
  /** By a selector's name, fallbacks to be tried before the build's own. */
  readonly selectors: Readonly<Record<string, readonly string[]>>;
  /** Names of the features to be switched off. */
  readonly off: readonly string[];
};

/** Under which key it is kept. */
export const PAGE_RULES_KEY = 'page_rules';

export const noRules: PageRules = { selectors: {}, off: [] };
