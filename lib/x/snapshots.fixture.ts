/**
 * The real saved pages beside this repository, for tests only. They are X's markup and stay where they are: where they
 * are absent, tests that need them are skipped and say so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM, VirtualConsole } from 'jsdom';

const folder = join(import.meta.dirname, '../../../shared/x-dom/');

export const snapshotNames: readonly string[] = existsSync(folder)
  ? readdirSync(folder).filter((name) => name.endsWith('.html'))
  : [];

/** Stands in the title of what is skipped. */
export const WITHOUT_SNAPSHOTS = snapshotNames.length === 0 ? '(skipped: ../shared/x-dom is not here)' : '';

const loaded = new Map<string, Document>();

/** Parsed once per test file: readers don't change pages. */
export function loadSnapshot(name: string): Document {
  let document = loaded.get(name);
  if (!document) {
    document = new JSDOM(readFileSync(folder + name, 'utf8'), { virtualConsole: new VirtualConsole() }).window
      .document;
    loaded.set(name, document);
  }
  return document;
}

export type ExpectedPage = {
  articles: {
    handle: string;
    tweetId: string | null;
    promoted: boolean;
    isQuoteInside: boolean;
    hasActionBar: boolean;
    focal: boolean;
  }[];
  profile: { handle: string; numericId: string; rowAnchor: string } | null;
  composers: number;
};

export function expectedPages(): Record<string, ExpectedPage> {
  return JSON.parse(readFileSync(`${folder}expected.json`, 'utf8'));
}
