/**
 * `npm run bench:wallet`: the built extension in a real Chromium that reaches nobody. Its first screen against an empty Preact
 * page, a long history against a short one, searching it against reading all of it; and what must be loaded, in bytes.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildExtension } from '../../scripts/lib/extension.ts';
import { readOptions } from './support/options.ts';
import { type Figure, report, rounded, say, takeTurns } from './support/rounds.ts';
import { type BenchBrowser, launch, timeToSee } from './wallet/browser.ts';
import { readAllWithCursor, searchOnScreen } from './wallet/search.ts';
import { seedHistory } from './wallet/seed.ts';
import { copyWithEmptyPage, EMPTY_SCRIPT } from './wallet/with-empty-page.ts';

const LONG = 100_000;
const SHORT = 100;
/** Pages opened for one value. */
const OPENINGS = 9;

const options = readOptions(['popup.interactive', 'history.first_paint', 'history.search', 'size'], {
  seconds: 1,
  rounds: 5,
});
const wallet = await mkdtemp(join(tmpdir(), 'moineau-bench-build-'));
await copyWithEmptyPage(await buildExtension(), wallet);
try {
  if (options.wants('size')) report(await sizes());
  const short = await seeded(SHORT);
  if (options.wants('popup.interactive')) report(await interactive(short));
  if (options.wants('history.first_paint') || options.wants('history.search')) {
    const long = await seeded(LONG);
    if (options.wants('history.first_paint')) report(await firstPaint(short, long));
    if (options.wants('history.search')) report(await search(long));
    await long.close();
  }
  await short.close();
} finally {
  await rm(wallet, { recursive: true, force: true });
}

async function seeded(count: number): Promise<BenchBrowser> {
  const browser = await launch(wallet);
  const page = await browser.context.newPage();
  await page.goto(`${browser.wallet}/popup.html`);
  // The wallet has made its database by the time that it shows something.
  await page.locator('button').first().waitFor();
  say(`putting ${count} payments into the store`);
  await seedHistory(page, count);
  await page.close();
  return browser;
}

function interactive(browser: BenchBrowser): Promise<Figure[]> {
  const see = (name: string, address: string, selector: string) => ({
    ...{ name, unit: 'ms' },
    run: async () => ({ value: await timeToSee(browser.context, address, selector, OPENINGS), n: OPENINGS }),
  });
  return takeTurns(
    see('popup.empty', `${browser.wallet}/empty.html`, 'button'),
    [see('popup.interactive', `${browser.wallet}/popup.html`, 'form.who input')],
    options.rounds,
  );
}

function firstPaint(short: BenchBrowser, long: BenchBrowser): Promise<Figure[]> {
  const see = (name: string, browser: BenchBrowser) => ({
    ...{ name, unit: 'ms' },
    run: async () => ({
      value: await timeToSee(
        browser.context,
        `${browser.wallet}/popup.html#/history`,
        '[role=feed] .payment-name',
        OPENINGS,
      ),
      n: OPENINGS,
    }),
  });
  return takeTurns(see('history.first_paint_100', short), [see('history.first_paint', long)], options.rounds);
}

async function search(browser: BenchBrowser): Promise<Figure[]> {
  const page = await browser.context.newPage();
  await page.goto(`${browser.wallet}/popup.html#/history`);
  await page.locator('[role=feed] .payment-name').first().waitFor();
  const figures = await takeTurns(
    {
      name: 'history.cursor',
      unit: 'ms',
      run: async () => ({ value: await readAllWithCursor(page), n: LONG }),
    },
    [
      {
        name: 'history.search',
        unit: 'ms',
        run: async () => ({ value: await searchOnScreen(page), n: LONG }),
      },
    ],
    options.rounds,
  );
  await page.close();
  return figures;
}

/** Bytes, gzip: what the popup's document and the worker have the browser read. Budgets are in scripts/check-sizes.ts. */
async function sizes(): Promise<Figure[]> {
  const document = await readFile(join(wallet, 'popup.html'), 'utf8');
  const scripts = [...document.matchAll(/(?:src|href)="\/(chunks\/[^"]+\.js)"/g)].map(
    ([, path = '']) => path,
  );
  const gzipped = async (paths: readonly string[]) => {
    const contents = await Promise.all(paths.map((path) => readFile(join(wallet, path))));
    return contents.reduce((sum, content) => sum + gzipSync(content).length, 0);
  };
  const emptyBytes = gzipSync(await readFile(join(wallet, EMPTY_SCRIPT))).length;
  const figure = (name: string, value: number, n: number): Figure => {
    const ratio = rounded(value / emptyBytes);
    return { ...{ name, value, unit: 'bytes', ratio, against: 'size.empty', n } };
  };
  return [
    figure('size.empty', emptyBytes, 1),
    figure('size.popup', await gzipped(scripts), scripts.length),
    figure('size.background', await gzipped(['background.js']), 1),
  ];
}
