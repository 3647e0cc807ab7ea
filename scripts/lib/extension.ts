/** Builds the extension as people get it; everything that drives a browser uses this very build. */
import { join } from 'node:path';
import { build } from 'wxt';

/** Builds for Chromium and answers the unpacked extension's folder. */
export async function buildExtension(): Promise<string> {
  await build({ mode: 'production', logger: silent, debug: false });
  return join(process.cwd(), '.output/chrome-mv3');
}

const ignore = () => undefined;
const silent = {
  debug: ignore,
  log: ignore,
  info: ignore,
  success: ignore,
  warn: (...said: unknown[]) => console.error(...said),
  error: (...said: unknown[]) => console.error(...said),
  fatal: (...said: unknown[]) => console.error(...said),
  level: 0,
};
