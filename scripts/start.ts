/**
 * `npm start`: the whole product in the sandbox, in two Chromium windows: alice and bob. Nothing to sign up for.
 *
 *   npm start -- [--fresh] [--lang fr] [--no-windows]
 *
 * `--no-windows` starts the rest alone, for programs that use the API.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { Language } from '../lib/words/index.ts';
import { launchWalletBrowser, type WalletBrowser } from './lib/browser.ts';
import { ensureChromium } from './lib/chromium.ts';
import { buildExtension } from './lib/extension.ts';
import { Person } from './lib/person.ts';
import { buildPhonePage } from './lib/phone-page.ts';
import { PRACTICE_HANDLE, samplePins, seedSandbox } from './lib/seed.ts';
import { API_HOST, PHONE_PAGE_URL, type Stack, startStack } from './lib/stack.ts';

const { values: options } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    lang: { type: 'string' },
    'no-windows': { type: 'boolean', default: false },
  },
});
const language: Language = (options.lang ?? process.env.LANG ?? '').toLowerCase().startsWith('fr')
  ? 'fr'
  : 'en';
const stateDirectory = join(process.cwd(), '.moineau');
const undo: (() => Promise<unknown>)[] = [];

const say = (line: string) => console.log(line);

/** Ends what was started, in reverse order, once. */
async function stopEverything(): Promise<void> {
  for (const done of undo.splice(0).reverse()) {
    await done().catch((error: unknown) => console.error(error));
  }
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Without a display no window can open: the same can be seen in pictures. */
async function offerTour(): Promise<number> {
  say('There is no display here, so no window can be opened.');
  say('`npm run tour` plays the same by script and leaves pictures in test-results/tour/.');
  if (!process.stdin.isTTY) return 1;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Run it now? [Y/n] ');
  terminal.close();
  if (/^n/i.test(answer)) return 1;
  return spawnSync(process.execPath, ['scripts/tour.ts'], { stdio: 'inherit' }).status ?? 1;
}

async function openFor(
  handle: 'alice' | 'bob',
  stack: Stack,
  parts: { chromium: string; extension: string },
) {
  say(`Opening Chromium for ${handle} …`);
  const browser = await launchWalletBrowser({
    hosts: stack,
    executablePath: parts.chromium,
    extensionDirectory: parts.extension,
    profileDirectory: join(stateDirectory, 'chromium', handle),
    headless: false,
    language,
    // One beside the other, as far as the display goes.
    position: handle === 'alice' ? { x: 0, y: 0 } : { x: 360, y: 40 },
  });
  undo.push(() => browser.close());
  const person = new Person({ browser, handle, pin: samplePins[handle], language });
  const page = await person.openX('/home');
  if (!(await isLinked(browser))) {
    const tab = await person.linkWallet();
    await tab.close();
  }
  for (const other of browser.context.pages()) if (other !== page) await other.close();
  await page.bringToFront();
  return browser;
}

/** Whether this profile's wallet already has a session: data survives a restart. */
async function isLinked(browser: WalletBrowser): Promise<boolean> {
  const page = await browser.context.newPage();
  await page.goto(`chrome-extension://${browser.extensionId}/popup.html`);
  const answer = await page.evaluate(() =>
    chrome.runtime.sendMessage({ moineau: 1, kind: 'wallet.view', input: {} }),
  );
  await page.close();
  return (answer as { value?: { status?: string } }).value?.status === 'signed_in';
}

/** Tells how programs find the API: by its public name, for a shell with this CURL_HOME. */
function sayHowToCurl(): void {
  say(`
The API, for programs:  export CURL_HOME=${stateDirectory}
                        curl https://${API_HOST}/readyz
A first payment with curl: docs/api/recipes/pay.md. Ctrl-C ends everything; what you did is kept in .moineau/
("npm start -- --fresh" empties it).
`);
}

async function runWithoutWindows(): Promise<void> {
  process.env.MOINEAU_PRACTICE_HANDLE = PRACTICE_HANDLE;
  say('Building the page for phones …');
  await buildPhonePage();
  const stack = await startStack({ stateDirectory, fresh: options.fresh, say });
  undo.push(() => stack.stop());
  await seedSandbox(stack, say);
  sayHowToCurl();
  // Until it is interrupted.
  await new Promise(() => undefined);
}

async function run(): Promise<void> {
  const chromium = ensureChromium(say);
  say('Building the extension and the page for phones …');
  process.env.MOINEAU_PRACTICE_HANDLE = PRACTICE_HANDLE;
  const extension = await buildExtension();
  await buildPhonePage();
  const stack = await startStack({ stateDirectory, fresh: options.fresh, say });
  undo.push(() => stack.stop());
  await seedSandbox(stack, say);
  const alice = await openFor('alice', stack, { chromium, extension });
  const bob = await openFor('bob', stack, { chromium, extension });
  say(`
Ready. Two windows are open on the sandbox's X: one is alice's, the other bob's.

  1. In alice's window, find a post by Bob Martin and click € under it.
  2. Choose 5 €, then "Continue". Her secret code is ${samplePins.alice}.
  3. In bob's window, the sparrow in the toolbar shows 1. (His code is ${samplePins.bob}.)
     No sparrow? Open the puzzle piece beside the address bar and pin Moineau.

The wallet for phones, which needs no extension: ${PHONE_PAGE_URL} in either window.
`);
  sayHowToCurl();
  const closed = (browser: WalletBrowser) =>
    new Promise<void>((resolve) => browser.context.once('close', () => resolve()));
  await Promise.all([closed(alice), closed(bob)]);
}

if (!hasDisplay() && !options['no-windows']) {
  process.exitCode = await offerTour();
} else {
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  try {
    await Promise.race([options['no-windows'] ? runWithoutWindows() : run(), interrupted]);
    say('Stopping …');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await stopEverything();
    say('Nothing is left running.');
  }
  // A half-made start may still hold handles (a browser that was opening): everything of ours is stopped.
  process.exit();
}
