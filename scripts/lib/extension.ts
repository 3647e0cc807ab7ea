/** Builds the extension as people get it; everything that drives a browser uses this very build. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Builds for Chromium and answers the unpacked extension's folder. In a process of its own: WXT draws its progress
 * on standard output, which belongs to whoever called us.
 * @throws Error with what the build said.
 */
export async function buildExtension(): Promise<string> {
  await promisify(execFile)(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'build']);
  return join(process.cwd(), '.output/chrome-mv3');
}
