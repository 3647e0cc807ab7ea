/** How long to wait, in words. */
import { wordsEverywhere } from './everywhere/index.ts';
import type { Language } from './language.ts';

/** "14 min", or "40 s" below one minute; minutes are rounded up, so that nobody comes back too early. */
export function formatWait(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return wordsEverywhere(language).wait(whole >= 60 ? Math.ceil(whole / 60) : 0, whole);
}
