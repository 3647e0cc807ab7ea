/** Makes sure that a Chromium is there before the end-to-end tests. */
import { ensureChromium } from './lib/chromium.ts';

try {
  ensureChromium((line) => console.error(line));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
