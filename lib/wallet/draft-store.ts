/** The draft in `storage.session`: survives the popup and the worker, goes with the browser. Never with a code. */
import { browser } from 'wxt/browser';
import type { Draft } from '../messages.ts';
import { isDraft } from './generated/checks.ts';

const KEY = 'draft';

/** The draft, or null. One that an older version wrote and this one can't read is gone: it moved nothing. */
export async function loadDraft(): Promise<Draft | null> {
  const kept = await browser.storage.session.get(KEY);
  const draft = kept[KEY];
  return isDraft(draft) ? draft : null;
}

/** Keeps the draft before anything is done with it. */
export async function saveDraft(draft: Draft): Promise<Draft> {
  await browser.storage.session.set({ [KEY]: draft });
  return draft;
}

export async function removeDraft(): Promise<void> {
  await browser.storage.session.remove(KEY);
}
