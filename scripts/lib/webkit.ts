/**
 * WebKitGTK by its own driver (Debian's webkit2gtk-driver): the engine of Safari's family that can be had here. Its window
 * is on a display of its own (Xvfb) where there is none.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { startHostProxy } from './host-proxy.ts';
import { endWithUs, freePort } from './processes.ts';
import { API_HOST, type Stack, until } from './stack.ts';
import { WebDriver } from './webdriver.ts';

const DRIVER = '/usr/bin/WebKitWebDriver';
const XVFB = '/usr/bin/Xvfb';

/** Whether WebKitGTK can be driven here; installs Debian's packages where we may. Else why not, for people. */
export function ensureWebKit(): { ready: true } | { ready: false; why: string } {
  const isThere = () => existsSync(DRIVER) && (Boolean(process.env.DISPLAY) || existsSync(XVFB));
  if (!isThere() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
    const packages = ['webkit2gtk-driver', 'xvfb'];
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env,
      stdio: 'ignore',
    });
  }
  return isThere()
    ? { ready: true }
    : { ready: false, why: 'WebKitGTK is not here: apt-get install webkit2gtk-driver xvfb' };
}

export type WebKit = {
  readonly driver: WebDriver;
  /** Names outside the sandbox that were asked for: must stay empty. */
  readonly strangers: readonly string[];
  stop(): Promise<void>;
};

/** A WebKit without history, in which X is the sandbox and the API's host is ours. */
export async function startWebKit(
  stack: Pick<Stack, 'apiPort' | 'sandboxPort'>,
  language: string,
): Promise<WebKit> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const proxy = await startHostProxy((host) => {
      if (host === API_HOST) return stack.apiPort;
      return /(^|\.)(x|twitter)\.com$/.test(host) ? stack.sandboxPort : undefined;
    });
    undo.push(() => proxy.stop());
    const display = process.env.DISPLAY ?? (await startDisplay(undo));
    const port = await freePort();
    const env = {
      ...process.env,
      ...{ DISPLAY: display, GDK_BACKEND: 'x11', LANGUAGE: language, LANG: `${language}.UTF-8` },
      // By WebDriver's own `proxy` it would speak TLS to the proxy.
      ...{ https_proxy: `http://127.0.0.1:${proxy.port}`, no_proxy: '127.0.0.1,localhost' },
    };
    undo.push(startChild(spawn(DRIVER, [`--port=${port}`], { env, stdio: 'ignore' })));
    const url = `http://127.0.0.1:${port}`;
    await until('WebKitWebDriver', () =>
      fetch(`${url}/status`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    const driver = await WebDriver.open(url, { acceptInsecureCerts: true });
    undo.push(() => driver.close());
    return { driver, strangers: proxy.strangers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A display without a screen. Xvfb says which number it took. */
async function startDisplay(undo: (() => Promise<unknown>)[]): Promise<string> {
  const child = spawn(XVFB, ['-displayfd', '1', '-screen', '0', '1024x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  undo.push(startChild(child));
  const number = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (said: Buffer) => resolve(said.toString().trim()));
    child.once('exit', () => reject(new Error('Xvfb ended')));
  });
  return `:${number}`;
}

/** @returns how to stop it */
function startChild(child: ChildProcess): () => Promise<void> {
  const forget = endWithUs(child.pid ?? 0, 'SIGKILL');
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await gone;
    forget();
  };
}
