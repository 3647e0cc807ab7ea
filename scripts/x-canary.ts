/**
 * `npm run x:canary -- FILE.html [--url ADDRESS] [--rules RULES.json]`: what of ours would break on a saved page of X. One
 * line a part, with the selectors that found nothing. Exit code 1 when a feature would be off there, 2 when the page
 * can't be read or holds nothing of ours to judge. `--rules`: an unsigned page-rules document, tried before it is signed.
 * Runs no script of the page and loads nothing from the network.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PageRulesDocument } from '../lib/protocol/index.ts';
import { find } from '../lib/x/find.ts';
import { examinePage, type PartHealth, type PartName } from '../lib/x/health.ts';
import { claimedUrl } from '../lib/x/page.ts';
import { applySelectors, isSelectorName } from '../lib/x/rules.ts';
import { parsePage } from './x-read.ts';

const FEATURES: Readonly<Record<PartName, string>> = {
  tweets: '€ on posts, paid marks, command strips',
  profiles: '€ on profiles',
  composers: 'commands in composers',
  chat: 'commands in the chat',
};

/** A saved chat: its shadow root is a template where it was written out, or missing. */
function chatOf(document: Document): ParentNode | null {
  const host = find(document, 'chatHost');
  return host?.querySelector<HTMLTemplateElement>('template[shadowrootmode]')?.content ?? host ?? null;
}

export function examineSaved(html: string, url: string | null = null): PartHealth[] {
  const document = parsePage(html);
  return examinePage(document, url ?? claimedUrl(document), chatOf(document));
}

function lineOf({ part, state, read, seen, missing }: PartHealth): string {
  const name = part.padEnd(10);
  if (state === 'absent') return `-    ${name} nothing of that kind on this page`;
  if (state === 'well') return `ok   ${name} ${read} of ${seen} understood: ${FEATURES[part]}`;
  const why =
    missing.length > 0
      ? `found nothing: ${missing.join(', ')}`
      : 'all selectors find something, but not together';
  return `OFF  ${name} ${read} of ${seen} understood: ${FEATURES[part]} would be off (${why})`;
}

function tryRules(file: string): void {
  const rules = PageRulesDocument.parse(JSON.parse(readFileSync(file, 'utf8')));
  const unknown = Object.keys(rules.selectors).filter((name) => !isSelectorName(name));
  if (unknown.length > 0) throw new Error(`no selector of ours: ${unknown.join(', ')}`);
  applySelectors({ selectors: rules.selectors, off: rules.features_off }, parsePage(''));
}

function main(): number {
  const { values, positionals } = parseArgs({
    options: { url: { type: 'string' }, rules: { type: 'string' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (!file || positionals.length > 1) {
    console.error('Usage: npm run x:canary -- FILE.html [--url ADDRESS] [--rules RULES.json]');
    return 2;
  }
  const base = process.env.INIT_CWD ?? '.';
  if (values.rules) tryRules(resolve(base, values.rules));
  const parts = examineSaved(readFileSync(resolve(base, file), 'utf8'), values.url ?? null);
  for (const part of parts) console.log(lineOf(part));
  if (parts.every(({ state }) => state === 'absent')) {
    console.log('Nothing of ours to judge: is this a page of X, saved when it was drawn?');
    return 2;
  }
  return parts.some(({ state }) => state === 'off') ? 1 : 0;
}

if (import.meta.main) {
  try {
    process.exitCode = main();
  } catch (error) {
    console.error(`x:canary: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}
