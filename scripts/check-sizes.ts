/**
 * Budgets of what is built: what X's page, the wallet and the page for phones must load. Fails when one is passed.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildExtension } from './lib/extension.ts';
import { buildPhonePage } from './lib/phone-page.ts';

const KIB = 1024;

const directory = await buildExtension();
const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
  statSync(join(directory, file)).isFile(),
);

function bytes(matching: RegExp, gzip = false): number {
  return files
    .filter((file) => matching.test(file))
    .map((file) => readFileSync(join(directory, file)))
    .reduce((sum, content) => sum + (gzip ? gzipSync(content).length : content.length), 0);
}

function largest(matching: RegExp): number {
  const sizes = files
    .filter((file) => matching.test(file))
    .map((file) => gzipSync(readFileSync(join(directory, file))).length);
  return Math.max(0, ...sizes);
}

/** These scripts and all that they import before they run. Paths from `root`. */
function withImports(root: string, scripts: readonly string[]): number {
  const all = new Set(scripts);
  for (const script of all) {
    const imports = readFileSync(join(root, script), 'utf8').matchAll(/(?:from|import)"(\.\.?\/[^"]+\.js)"/g);
    for (const [, path = ''] of imports) all.add(join(dirname(script), path));
  }
  return [...all].reduce((sum, path) => sum + gzipSync(readFileSync(join(root, path))).length, 0);
}

/**
 * What a document has the browser read before it shows anything: the scripts that it names (`scripts`: where they lie, as
 * the document names them), and the larger of the two languages, which they ask for at once.
 */
function firstLoad(root: string, document: string, scripts: RegExp): number {
  const named = [...readFileSync(join(root, document), 'utf8').matchAll(scripts)].map(
    ([, path = '']) => path,
  );
  const [first] = named;
  if (first === undefined) throw new Error(`${document} names no script`);
  const beside = readdirSync(join(root, dirname(first))).map((name) => join(dirname(first), name));
  const sizes = ['en', 'fr'].map((language) => {
    const ofLanguage = beside.filter((path) => new RegExp(`/${language}-[^/]+\\.js$`).test(path));
    if (ofLanguage.length === 0) throw new Error('the languages are scripts of their own no longer');
    return withImports(root, [...named, ...ofLanguage]);
  });
  return Math.max(...sizes);
}

/** Each with its reason. */
const budgets = [
  // Runs on every page of X.
  { name: 'content script, gzip', size: bytes(/^content-scripts\/.*\.js$/, true), limit: 12 * KIB },
  // Put into a page when an editor has the focus, when there is a session, when something seems wrong.
  { name: 'the largest on demand, gzip', size: largest(/^x-[a-z]+\.js$/), limit: 9 * KIB },
  // Between the click on € and the first screen.
  {
    name: 'wallet, scripts of the first load, gzip',
    size: firstLoad(directory, 'popup.html', /(?:src|href)="\/(chunks\/[^"]+\.js)"/g),
    limit: 45 * KIB,
  },
  // Screens that are read when they are opened; the QR code of an invitation alone is 5 of it.
  { name: 'wallet, all scripts, gzip', size: bytes(/^chunks\/.*\.js$/, true), limit: 102 * KIB },
  // Read again at every start of the worker. Its own script, with the grammar and its sentences (9 KiB), is 30; the polyfill and
  // the chunks of words that it shares with the wallet are the rest. The grammar is read where its reading is trusted, and
  // not in every page (decision 0010).
  {
    name: 'background with what it imports, gzip',
    size: withImports(directory, ['background.js']),
    // What was done to the wallet elsewhere is told by the worker, in words: 0.5.
    limit: 45 * KIB,
  },
  // Over a phone's network, once: later loads come from its service worker.
  {
    name: 'page for phones, scripts of the first load, gzip',
    size: firstLoad(await buildPhonePage(), 'index.html', /"\/w\/(assets\/[^"]+\.js)"/g),
    limit: 61 * KIB,
  },
  { name: 'everything, unpacked', size: bytes(/./), limit: 600 * KIB },
];

for (const { name, size, limit } of budgets) {
  const fits = size <= limit;
  console.log(`${fits ? 'ok  ' : 'OVER'} ${name}: ${(size / KIB).toFixed(1)} of ${limit / KIB} KiB`);
  if (!fits) process.exitCode = 1;
}
