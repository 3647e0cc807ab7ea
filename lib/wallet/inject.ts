/**
 * Puts a script of this package into the page that asks for it, into the isolated world of our content script. Never code
 * that is not in the package, never into another tab or frame than the asker's.
 */
import { browser } from 'wxt/browser';
import type { PageScript } from '../messages.ts';

const FILES = {
  composer: '/x-composer.js',
  doctor: '/x-doctor.js',
  marks: '/x-marks.js',
} as const satisfies Record<PageScript, string>;

/** @returns whether it is there; the page asks again later if it isn't */
export async function injectScript(script: PageScript, tabId: number | undefined): Promise<boolean> {
  if (tabId === undefined) return false;
  try {
    await browser.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: [FILES[script]] });
    return true;
  } catch {
    // The page has gone, or the person has withheld this site from the extension.
    return false;
  }
}
