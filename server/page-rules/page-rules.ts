/**
 * Gives out the page rules: one signed file, the same for everyone, read anew when it changes, so that publishing needs no
 * restart. It holds no key and judges no signature: who signs does so elsewhere (scripts/sign-page-rules.ts), and who
 * reads judges for himself. A file that isn't in shape is not given out.
 */
import { readFile, stat } from 'node:fs/promises';
import { SignedPageRules } from '../../lib/protocol/index.ts';

/** How long an answer is given again before the file is looked at. */
const LOOK_EVERY_MS = 2_000;
/** Bytes; signed rules are some thousands. */
const LARGEST = 100_000;

export type PageRules = {
  /** What is published now, or null. */
  current(): Promise<SignedPageRules | null>;
};

type Warn = (why: string) => void;

/** @param file null publishes nothing */
export function createPageRules(
  file: string | null,
  warn: Warn,
  now: () => number = () => performance.now(),
): PageRules {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let mark = '';
  let rules: SignedPageRules | null = null;
  return {
    async current() {
      if (file === null || now() < lookedAt + LOOK_EVERY_MS) return rules;
      lookedAt = now();
      const found = await stat(file).catch(() => null);
      const newMark = found ? `${found.mtimeMs} ${found.size} ${found.ino}` : '';
      if (newMark === mark) return rules;
      mark = newMark;
      rules = found ? await load(file, found.size, warn) : null;
      return rules;
    },
  };
}

async function load(file: string, size: number, warn: Warn): Promise<SignedPageRules | null> {
  if (size > LARGEST) {
    warn('the page rules are too large');
    return null;
  }
  try {
    return SignedPageRules.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    warn('the page rules are not in shape, and not given out');
    return null;
  }
}
