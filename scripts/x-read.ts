/**
 * `npm run x:read -- FILE.html`: what our readers see in a saved page of X, as one JSON object on stdout and nothing
 * else there. Runs no script of the page and loads nothing from the network.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { JSDOM, VirtualConsole } from 'jsdom';
import { claimedUrl, countComposers } from '../lib/x/page.ts';
import { readProfile } from '../lib/x/profile.ts';
import { findTweets, readTweet } from '../lib/x/tweet.ts';

export type Reading = {
  articles: {
    handle: string | null;
    tweetId: string | null;
    promoted: boolean;
    isQuoteInside: boolean;
    hasActionBar: boolean;
    focal: boolean;
  }[];
  profile: { handle: string; numericId: string | null } | null;
  composers: number;
};

/** A page as our readers get it. The console of the page is thrown away: its style sheets are none of ours. */
export function parsePage(html: string): Document {
  return new JSDOM(html, { virtualConsole: new VirtualConsole() }).window.document;
}

export function readPage(document: Document): Reading {
  const profile = readProfile(document, claimedUrl(document));
  return {
    articles: findTweets(document).flatMap((article) => {
      const tweet = readTweet(article);
      if (!tweet) return [];
      const { handle, tweetId, promoted, isQuoteInside, hasActionBar, focal } = tweet;
      return [{ handle, tweetId, promoted, isQuoteInside, hasActionBar, focal }];
    }),
    profile: profile && { handle: profile.handle, numericId: profile.numericId },
    composers: countComposers(document),
  };
}

function main(file: string | undefined): number {
  if (!file) {
    console.error('Usage: npm run x:read -- FILE.html');
    return 1;
  }
  let html: string;
  try {
    html = readFileSync(resolve(process.env.INIT_CWD ?? '.', file), 'utf8');
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (error as Error).message;
    console.error(`x:read can't read ${file}: ${why}`);
    return 1;
  }
  process.stdout.write(`${JSON.stringify(readPage(parsePage(html)))}\n`);
  return 0;
}

if (import.meta.main) process.exitCode = main(process.argv[2]);
