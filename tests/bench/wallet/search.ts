/** Searching a hundred thousand payments on the screen, and what it would take to look at all of them. */
import type { Page } from '@playwright/test';
import { median } from '../support/rounds.ts';

/** Long and short, of one word and of two, with and without hits. */
const QUERIES = ['chloe', 'cadeau', 'unal', '12,5', 'friend_42', 'paul pain', 'zzz'];

/** Median milliseconds from the last key until the number of hits is on the screen: waiting for more keys and drawing included. */
export async function searchOnScreen(page: Page): Promise<number> {
  const times: number[] = [];
  for (const query of QUERIES) {
    times.push(
      await page.evaluate(async (text) => {
        const field = document.querySelector<HTMLInputElement>('input[type=search]');
        const status = document.querySelector('search [role=status]');
        if (!field || !status) throw new Error('this is not the history');
        const before = status.textContent;
        const begun = performance.now();
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise<void>((resolve) => {
          const watcher = new MutationObserver(() => {
            if (status.textContent === before) return;
            watcher.disconnect();
            requestAnimationFrame(() => resolve());
          });
          watcher.observe(status, { childList: true, characterData: true, subtree: true });
        });
        return performance.now() - begun;
      }, query),
    );
    await clear(page);
  }
  return median(times);
}

async function clear(page: Page): Promise<void> {
  await page.locator('input[type=search]').fill('');
  await page.waitForFunction(() => document.querySelector('search [role=status]')?.textContent === '');
}

/** Milliseconds to read every payment with a cursor, which any search without an index has to do. */
export function readAllWithCursor(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('moineau');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const begun = performance.now();
    await new Promise<void>((resolve, reject) => {
      const request = database.transaction('payments').objectStore('payments').openCursor();
      request.onerror = () => reject(request.error);
      request.onsuccess = () => (request.result ? request.result.continue() : resolve());
    });
    const taken = performance.now() - begun;
    database.close();
    return taken;
  });
}
