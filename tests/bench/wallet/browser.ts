/** A Chromium with the extension, that reaches nobody; and how long a page of it takes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { ensureChromium } from '../../../scripts/lib/chromium.ts';
import { EXTENSION_ID } from '../../../scripts/lib/stack.ts';
import { median } from '../support/rounds.ts';

export type BenchBrowser = {
  readonly context: BrowserContext;
  /** The wallet's origin. */
  readonly wallet: string;
  close(): Promise<void>;
};

export async function launch(directory: string): Promise<BenchBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'moineau-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(() => undefined),
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: { width: 380, height: 600 },
    args: [
      `--disable-extensions-except=${directory}`,
      `--load-extension=${directory}`,
      '--host-resolver-rules=MAP * ~NOTFOUND',
    ],
  });
  const wallet = `chrome-extension://${EXTENSION_ID}`;
  return {
    ...{ context, wallet },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Milliseconds from the page's beginning until this selector is there and drawn; the median of several openings. */
export async function timeToSee(
  context: BrowserContext,
  address: string,
  selector: string,
  openings: number,
): Promise<number> {
  const times: number[] = [];
  for (let opening = 0; opening < openings; opening++) times.push(await openOnce(context, address, selector));
  return median(times);
}

async function openOnce(context: BrowserContext, address: string, selector: string): Promise<number> {
  const page: Page = await context.newPage();
  try {
    await page.addInitScript((wanted: string) => {
      const look = () => {
        if (!document.querySelector(wanted)) return requestAnimationFrame(look);
        // The frame after: by then it is on the screen.
        return requestAnimationFrame(() => performance.mark('seen'));
      };
      requestAnimationFrame(look);
    }, selector);
    await page.goto(address);
    await page.waitForFunction(() => performance.getEntriesByName('seen').length > 0);
    return await page.evaluate(() => performance.getEntriesByName('seen')[0]?.startTime ?? Number.NaN);
  } finally {
    await page.close();
  }
}
