/**
 * A Chromium with the extension, in which `https://x.com` is the sandbox and every other host is nowhere.
 * Used by start, tour and the end-to-end tests alike.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page, type Worker } from '@playwright/test';
import { EXTENSION_ID } from './stack.ts';

/** Where the sandbox's hosts are to be found on this machine. */
export type Hosts = { readonly sandboxPort: number; readonly apiPort: number; readonly spkiHash: string };

export type LaunchOptions = {
  readonly hosts: Hosts;
  readonly executablePath: string;
  readonly extensionDirectory: string;
  readonly profileDirectory: string;
  readonly headless: boolean;
  readonly language?: 'en' | 'fr';
  readonly colorScheme?: 'light' | 'dark';
  /** Upper left corner of the window on the display, pixels. */
  readonly position?: { readonly x: number; readonly y: number };
};

export type WalletBrowser = {
  readonly context: BrowserContext;
  readonly extensionId: string;
  /** The background. The same object after a restart of the worker. */
  worker(): Promise<Worker>;
  /** The wallet as the icon's popup, once the extension has opened it. */
  openedPopup(): Promise<Page>;
  /** Opens the popup as a click on the icon does. */
  openPopup(): Promise<Page>;
  /** Stops the service worker as the browser does with an idle one. */
  stopWorker(): Promise<void>;
  /** Addresses outside the sandbox that a page or worker asked for: must stay empty. */
  readonly strangers: string[];
  close(): Promise<void>;
};

const X_HOSTS = ['x.com', '*.x.com', 'twitter.com', '*.twitter.com'];

/** Hosts that pages may ask for; they are mapped to this machine. */
const ALLOWED =
  /^https:\/\/([a-z]+\.)?(x\.com|twitter\.com)\/|^https:\/\/api\.moineau\.example\/|^https:\/\/[a-p]{32}\.chromiumapp\.org\//;

/** Whether a page of ours may ask for this address. */
export function isAllowed(url: string): boolean {
  return ALLOWED.test(url);
}

/** What every Chromium of ours is told: where its hosts are, whose certificate is good, and to ask nobody else. */
export function chromiumArguments(hosts: Hosts): string[] {
  return [
    `--host-resolver-rules=${hostRules(hosts)}`,
    `--ignore-certificate-errors-spki-list=${hosts.spkiHash}`,
    '--disable-component-update',
    '--no-pings',
    '--no-first-run',
  ];
}

function hostRules(hosts: Hosts): string {
  const toSandbox = X_HOSTS.map((host) => `MAP ${host}:443 127.0.0.1:${hosts.sandboxPort}`);
  const toApi = `MAP api.moineau.example:443 127.0.0.1:${hosts.apiPort}`;
  return [toApi, ...toSandbox, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(', ');
}

function prepareProfile(directory: string): void {
  mkdirSync(join(directory, 'Default'), { recursive: true });
  const preferences = join(directory, 'Default/Preferences');
  try {
    readFileSync(preferences);
  } catch {
    // Without developer mode an unpacked extension that reloads itself stays off. Pinned, its number can be seen.
    const extensions = { ui: { developer_mode: true }, pinned_extensions: [EXTENSION_ID] };
    writeFileSync(preferences, JSON.stringify({ extensions }));
  }
}

/** Launches Chromium with the extension on a profile directory that survives. */
export async function launchWalletBrowser(options: LaunchOptions): Promise<WalletBrowser> {
  prepareProfile(options.profileDirectory);
  const language = options.language ?? 'en';
  const context = await chromium.launchPersistentContext(options.profileDirectory, {
    executablePath: options.executablePath,
    headless: options.headless,
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: options.headless ? { width: 1280, height: 900 } : null,
    colorScheme: options.colorScheme ?? 'light',
    locale: language === 'fr' ? 'fr-FR' : 'en-US',
    env: { ...(process.env as Record<string, string>), LANGUAGE: language },
    handleSIGINT: false,
    args: [
      `--disable-extensions-except=${options.extensionDirectory}`,
      `--load-extension=${options.extensionDirectory}`,
      ...chromiumArguments(options.hosts),
      `--lang=${language}`,
      ...(options.position ? [`--window-position=${options.position.x},${options.position.y}`] : []),
      '--remote-debugging-port=0',
      // Without a display the screen is 800 × 600 by default, and cuts the popup off.
      ...(options.headless ? ['--screen-info={1600x1200}'] : []),
      '--hide-crash-restore-bubble',
    ],
  });
  try {
    return await driveWallet(context, options);
  } catch (error) {
    await context.close();
    throw error;
  }
}

const POPUP_TIMEOUT_MS = 15_000;

async function hasPopup(worker: Worker): Promise<boolean> {
  return worker.evaluate(
    async () => (await chrome.runtime.getContexts({ contextTypes: ['POPUP'] })).length > 0,
  );
}

/** Whether this page is the icon's popup, and not the same page in a tab. */
async function isPopup(page: Page): Promise<boolean> {
  const ask = () => chrome.extension.getViews({ type: 'popup' }).includes(window);
  return page.evaluate(ask).catch(() => false);
}

/**
 * Stops the service worker, through a page of the extension where one is open: one opened for it would take the
 * focus, and the popup would close.
 */
async function stopWorker(
  context: BrowserContext,
  extensionId: string,
  popup: Page | undefined,
): Promise<void> {
  const ownPages = [popup, ...context.pages()].filter((page) => page?.url().includes(extensionId));
  const page = ownPages.find((candidate) => !candidate?.isClosed());
  if (page) {
    const session = await page.context().newCDPSession(page);
    await session.send('ServiceWorker.enable');
    // Answers when they have stopped. An open page may wake the next one at once, with the same target id.
    await session.send('ServiceWorker.stopAllWorkers');
    await session.detach();
    return;
  }
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('no browser session');
  for (;;) {
    const { targetInfos } = await session.send('Target.getTargets');
    const running = targetInfos.filter(
      ({ type, url }) => type === 'service_worker' && url.includes(extensionId),
    );
    if (running.length === 0) break;
    for (const { targetId } of running) {
      await session.send('Target.closeTarget', { targetId }).catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await session.detach();
}

async function driveWallet(context: BrowserContext, options: LaunchOptions): Promise<WalletBrowser> {
  const { profileDirectory, colorScheme = 'light' } = options;
  const strangers: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !isAllowed(url)) strangers.push(url);
  });
  const worker = async () => context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const extensionId = new URL((await worker()).url()).host;
  const popupUrl = `chrome-extension://${extensionId}/popup.html`;
  let outside: Awaited<ReturnType<typeof chromium.connectOverCDP>> | undefined;
  let popup: Page | undefined;

  // The popup belongs to the browser's own window: only a second connection, made while it is open, sees it.
  const openedPopup = async (): Promise<Page> => {
    const port = readFileSync(join(profileDirectory, 'DevToolsActivePort'), 'utf8').split('\n')[0];
    const deadline = Date.now() + POPUP_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (await hasPopup(await worker())) {
        await outside?.close();
        // Without its defaults: they would undo the colour scheme of the first connection's pages.
        outside = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
        for (const page of outside.contexts()[0]?.pages() ?? []) {
          if (page.url().startsWith(popupUrl) && (await isPopup(page))) {
            popup = page;
            await page.emulateMedia({ colorScheme });
            return page;
          }
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    throw new Error('the wallet did not open');
  };

  return {
    context,
    extensionId,
    strangers,
    worker,
    openedPopup,
    async openPopup() {
      await (await worker()).evaluate(() => chrome.action.openPopup());
      return openedPopup();
    },
    stopWorker: () => stopWorker(context, extensionId, popup),
    async close() {
      await outside?.close().catch(() => undefined);
      await context.close();
    },
  };
}
