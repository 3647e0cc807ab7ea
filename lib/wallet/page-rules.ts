/**
 * Keeps the page rules: asks the API now and then, judges what comes, and lays out for X's page what is in force. What is
 * kept is judged again at every look, so that rules end when they expire or the extension is updated, and the build's
 * own selectors are in force again. Refused data changes nothing: the last good rules stay.
 */
import { browser } from 'wxt/browser';
import type { KeptPageRules } from '../messages.ts';
import type { PageRulesDocument } from '../protocol/index.ts';
import { noRules, PAGE_RULES_KEY, type PageRules } from '../x/kept-rules.ts';
import { callAsNobody } from './api.ts';
import { isKeptPageRules } from './generated/checks.ts';
import * as api from './generated/operations.ts';
import { type RulesRefusal, readPageRules } from './page-rules-judge.ts';

declare const __PAGE_RULES_KEY__: string;

/** Milliseconds between two questions: a wrong button is off within the hour, everywhere. */
const ASK_EVERY_MS = 3_600_000;
/** After an API that did not answer. */
const ASK_AGAIN_MS = 300_000;

const STATE_KEY = 'page_rules_state';

const NOTHING: KeptPageRules = { signed: null, seenSerial: 0, askAtMs: 0 };

export type Verdict = 'accepted' | 'unchanged' | 'not_asked' | 'unreachable' | RulesRefusal;

type Options = { readonly publicKey?: string; readonly now?: () => Date; readonly version?: string };

/** Asks if it is time to, and puts in force what is good now. One at a time, however many call. */
export function refreshPageRules(options: Options = {}): Promise<Verdict> {
  return navigator.locks.request('moineau.page_rules', () => refresh(options)) as Promise<Verdict>;
}

async function refresh(options: Options): Promise<Verdict> {
  const now = options.now?.() ?? new Date();
  const judge = {
    publicKey: options.publicKey ?? __PAGE_RULES_KEY__,
    version: options.version ?? browser.runtime.getManifest().version,
    now,
  };
  const state = await load();
  let verdict: Verdict = 'not_asked';
  let next = state;
  // A clock that was set back must not silence us for ever.
  const isTime = now.getTime() >= state.askAtMs || state.askAtMs - now.getTime() > ASK_EVERY_MS;
  if (isTime && judge.publicKey !== '') {
    const outcome = await callAsNobody(api.pageRules, {});
    const isAnswered = outcome.kind !== 'unknown';
    next = { ...state, askAtMs: now.getTime() + (isAnswered ? ASK_EVERY_MS : ASK_AGAIN_MS) };
    if (outcome.kind !== 'done') verdict = 'unreachable';
    else {
      const reading = await readPageRules(outcome.value, { ...judge, seenSerial: state.seenSerial });
      if (!reading.ok) verdict = reading.why;
      else {
        verdict = reading.rules.serial === state.seenSerial ? 'unchanged' : 'accepted';
        next = { ...next, signed: outcome.value, seenSerial: reading.rules.serial };
      }
    }
  }
  // Judged as if new: it may have expired, the extension been updated, its key been changed.
  const kept = next.signed && (await readPageRules(next.signed, { ...judge, seenSerial: next.seenSerial }));
  await keep(next, kept?.ok ? layOut(kept.rules) : noRules);
  return verdict;
}

function layOut(rules: PageRulesDocument): PageRules {
  return { selectors: rules.selectors, off: rules.features_off };
}

async function load(): Promise<KeptPageRules> {
  const kept = (await browser.storage.local.get(STATE_KEY))[STATE_KEY];
  return isKeptPageRules(kept) ? kept : NOTHING;
}

/** Both in one writing: the page never has rules whose serial is not kept. Written only when something is new. */
async function keep(state: KeptPageRules, rules: PageRules): Promise<void> {
  const before = await browser.storage.local.get([STATE_KEY, PAGE_RULES_KEY]);
  const after = { [STATE_KEY]: state, [PAGE_RULES_KEY]: rules };
  if (JSON.stringify(before) !== JSON.stringify(after)) await browser.storage.local.set(after);
}
