/** Scrolls a timeline as a hurried reader does. */
import type { Page } from '@playwright/test';

/** Pixels a frame, and back up the same. */
const STEP = 1_200;

/**
 * Scrolls until so many more tweets have been mounted, then lets the page come to rest.
 * @returns how many were
 */
export function scrollTweets(page: Page, tweets: number): Promise<number> {
  return page.evaluate(
    async ([goal, step]) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const seen = new WeakSet<Element>();
      let mounted = 0;
      const look = () => {
        for (const article of document.querySelectorAll('article')) {
          if (!seen.has(article)) mounted++;
          seen.add(article);
        }
      };
      look();
      mounted = 0;
      for (let stuck = 0; mounted < goal && stuck < 50; look()) {
        const before = window.scrollY;
        window.scrollBy(0, step);
        stuck = window.scrollY === before ? stuck + 1 : 0;
        await frame();
      }
      for (let more = 0; more < 10; more++) await frame();
      return mounted;
    },
    [tweets, STEP] as const,
  );
}

/** Back to the top, in the same steps. */
export function scrollBack(page: Page): Promise<void> {
  return page.evaluate(async (step) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    while (window.scrollY > 0) {
      window.scrollBy(0, -step);
      await frame();
    }
    for (let more = 0; more < 10; more++) await frame();
  }, STEP);
}
