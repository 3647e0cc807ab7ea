/**
 * Calls for the script that examines the page when something seems wrong: a reader missed what it needs, or nothing of
 * ours stands in a page that has been calm for a while. On a page that is well nothing more is loaded.
 */
import { oursIn } from './ours.ts';
import type { Feature } from './page.ts';

/** Milliseconds after the page's last change: X draws a profile's head late. */
const CALM_MS = 3_000;
/** A reader may miss something now and then: an advertisement, a copy of a post. */
const MANY = 3;

export const doctorCall: Feature = {
  name: 'doctor',
  init(page) {
    const { document, signal } = page;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isCalled = false;
    const look = async () => {
      timer = null;
      const seemsWrong =
        [...page.misses.values()].some((count) => count >= MANY) || oursIn(document).length === 0;
      if (isCalled || !seemsWrong || document.hidden || signal.aborted) return;
      isCalled = true;
      isCalled = (await page.ask('page.need', { script: 'doctor' })) === true;
      if (!isCalled) plan();
    };
    const plan = () => {
      if (timer === null && !isCalled && !signal.aborted) timer = setTimeout(() => void look(), CALM_MS);
    };
    page.watcher.add({ name: 'doctor', tweet: plan, settled: plan, signal });
    // What was put off while the page was covered; it may not change again.
    document.addEventListener('visibilitychange', plan, { signal });
    signal.addEventListener('abort', () => timer !== null && clearTimeout(timer), { once: true });
  },
};
