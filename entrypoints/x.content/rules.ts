/**
 * Puts the page rules in force that the background keeps for us, at the start and whenever they change: selectors for
 * lib/x, switches for the features. Each script of ours in a page has its own copy of lib/x, and follows for itself. A page that can't read them runs with the build's own.
 */
import { PAGE_RULES_KEY } from '../../lib/x/kept-rules.ts';
import { applySelectors, asPageRules } from '../../lib/x/rules.ts';
import type { Switches } from '../../lib/x/switches.ts';

type Changes = Record<string, { readonly newValue?: unknown }>;
type Listener = (changes: Changes, area: string) => void;
export type RulesStorage = {
  readonly local: { get(key: string): Promise<Record<string, unknown>> };
  readonly onChanged: { addListener(listener: Listener): void; removeListener(listener: Listener): void };
};

/** Milliseconds that the first look may keep us from starting. */
const FIRST_LOOK_MS = 500;

/** Resolves when the rules are in force, or couldn't be read in time: then they follow. */
export async function followRules(
  rulesStorage: RulesStorage | null,
  switches: Switches | null,
  options: { readonly document: Document; readonly signal: AbortSignal },
): Promise<void> {
  if (!rulesStorage) return;
  const { document, signal } = options;
  const apply = (kept: unknown) => {
    if (signal.aborted) return;
    const rules = asPageRules(kept);
    applySelectors(rules, document);
    switches?.set(rules.off);
  };
  const follow: Listener = (changes, area) => {
    const change = changes[PAGE_RULES_KEY];
    if (area === 'local' && change) apply(change.newValue);
  };
  rulesStorage.onChanged.addListener(follow);
  signal.addEventListener('abort', () => stopFollowing(rulesStorage, follow), { once: true });
  const first = rulesStorage.local.get(PAGE_RULES_KEY).then(
    (kept) => apply(kept[PAGE_RULES_KEY]),
    () => undefined,
  );
  await Promise.race([first, new Promise((done) => setTimeout(done, FIRST_LOOK_MS))]);
}

function stopFollowing(rulesStorage: RulesStorage, follow: Listener): void {
  try {
    rulesStorage.onChanged.removeListener(follow);
  } catch {
    // An orphan's listeners are gone with its extension.
  }
}
