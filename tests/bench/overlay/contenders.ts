/**
 * What scrolls the same timeline in turns: nothing, something that only counts tweets, Blinks' observer, and we. Each an
 * unpacked extension in a browser of its own, with a background like any other, so that only what runs in the page differs.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { noRules, PAGE_RULES_KEY } from '../../../lib/x/kept-rules.ts';
import { launchWalletBrowser, type WalletBrowser } from '../../../scripts/lib/browser.ts';
import { ensureChromium } from '../../../scripts/lib/chromium.ts';
import { buildExtension } from '../../../scripts/lib/extension.ts';
import { Person } from '../../../scripts/lib/person.ts';
import { samplePins } from '../../../scripts/lib/seed.ts';
import type { Stack } from '../../../scripts/lib/stack.ts';

export const contenders = ['without', 'counter', 'blinks', 'overlay'] as const;
export type Contender = (typeof contenders)[number];

export type Reader = {
  /** A new page of the home timeline, read by alice, drawn. */
  open(): Promise<Page>;
  /** Lets what the contender puts into the page come, or not, from now on. */
  turn(page: Page, on: boolean): Promise<void>;
  close(): Promise<void>;
};

export type Bench = {
  readonly readers: Readonly<Record<Contender, Reader>>;
  readonly rounds: number;
  /** How many are scrolled through in each run. */
  readonly tweets: number;
};

const HERE = import.meta.dirname;

/** Opens the browser of a contender. Alice is signed in to X in each; in ours she has a wallet too. */
export async function openReader(contender: Contender, stack: Stack): Promise<Reader> {
  const profileDirectory = mkdtempSync(join(tmpdir(), `moineau-bench-${contender}-`));
  const browser = await launchWalletBrowser({
    hosts: stack,
    executablePath: ensureChromium(() => undefined),
    extensionDirectory: await extensionOf(contender),
    profileDirectory,
    headless: true,
  });
  const alice = new Person({ browser, handle: 'alice', pin: samplePins.alice, language: 'en' });
  if (contender === 'overlay') {
    const x = await alice.openX();
    await (await alice.linkWallet()).close();
    await x.close();
  }
  return {
    open: () => openHome(alice),
    turn: (page, on) => (contender === 'overlay' ? turnOverlay(browser, page, on) : tellPage(page, on)),
    close: () => closeAll(browser),
  };
}

async function openHome(alice: Person): Promise<Page> {
  const page = await alice.openX('/home');
  await page.locator('article[data-testid="tweet"]').first().waitFor();
  return page;
}

/** By the switches that signed page rules have, as the background keeps them. */
async function turnOverlay(browser: WalletBrowser, page: Page, on: boolean): Promise<void> {
  const worker = await browser.worker();
  const kept = { [PAGE_RULES_KEY]: { ...noRules, off: on ? [] : ['tweet-button'] } };
  await worker.evaluate((rules) => chrome.storage.local.set(rules), kept);
  await page.waitForFunction((is) => (document.querySelector('article moineau-pay') !== null) === is, on);
}

/** Blinks' observer rests meanwhile (extensions/blinks.js); the others draw nothing, and don't listen. */
async function tellPage(page: Page, on: boolean): Promise<void> {
  await page.evaluate((name) => document.dispatchEvent(new Event(name)), on ? 'bench-with' : 'bench-without');
}

async function closeAll(browser: WalletBrowser): Promise<void> {
  await browser.close();
}

async function extensionOf(contender: Contender): Promise<string> {
  if (contender === 'overlay') return buildExtension();
  const directory = mkdtempSync(join(tmpdir(), `moineau-bench-extension-${contender}-`));
  const script = contender === 'without' ? null : await bundled(contender, directory);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'background.js'), '// A background that has nothing to do.\n');
  writeFileSync(
    join(directory, 'manifest.json'),
    JSON.stringify({
      manifest_version: 3,
      name: `bench: ${contender}`,
      version: '1',
      background: { service_worker: 'background.js' },
      content_scripts: script
        ? [{ matches: ['https://x.com/*'], js: [script], run_at: 'document_idle' }]
        : [],
    }),
  );
  return directory;
}

/** One classic script, as content scripts must be. */
async function bundled(contender: 'counter' | 'blinks', directory: string): Promise<string> {
  await build({
    configFile: false,
    root: HERE,
    logLevel: 'error',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: directory,
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: {
        input: join(HERE, 'extensions', `${contender}.js`),
        output: { format: 'iife', entryFileNames: 'content.js' },
      },
    },
  });
  if (readFileSync(join(directory, 'content.js')).length === 0) throw new Error(`${contender}: empty script`);
  return 'content.js';
}
