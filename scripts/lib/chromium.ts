/** Finds a Chromium that takes an unpacked extension, or brings one. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const HOW_TO = `Moineau needs Chromium and found none. Do one of these, then run the command again:
  · Debian or Ubuntu, as root:   apt-get update && apt-get install -y chromium
  · any system:                  npx playwright install chromium
  · have one elsewhere:          export CHROMIUM_PATH=/path/to/chromium
(Google Chrome itself no longer loads unpacked extensions from the command line.)`;

/** The path of an installed Chromium, or null. `CHROMIUM_PATH` comes first. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  const known = INSTALLED.find((path) => existsSync(path));
  if (known) return known;
  const ofPlaywright = chromium.executablePath();
  return existsSync(ofPlaywright) ? ofPlaywright : null;
}

/**
 * The path of a Chromium, installed if need be: Debian's package as root, else Playwright's download.
 * @throws Error that says exactly what to do.
 */
export function ensureChromium(say: (line: string) => void): string {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say("No Chromium here: installing Debian's package (about 100 MB) …");
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const packages = ['chromium', 'fonts-noto-core', 'fonts-noto-color-emoji'];
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } else {
    say("No Chromium here: trying Playwright's own …");
    spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const brought = findChromium();
  if (!brought) throw new Error(HOW_TO);
  say(execFileSync(brought, ['--version'], { encoding: 'utf8' }).trim());
  return brought;
}
