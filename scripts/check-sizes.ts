/**
 * Budgets of what is built: what X's page, the wallet and the page for phones must load. Fails when one is passed.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
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

/** What the page for phones asks for before it shows anything: the scripts that its document names. */
async function firstLoadOfPhonePage(): Promise<number> {
  const page = await buildPhonePage();
  const document = readFileSync(join(page, 'index.html'), 'utf8');
  const scripts = [...document.matchAll(/"\/w\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
  if (scripts.length === 0) throw new Error('the document of the page for phones names no script');
  return scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(page, path))).length, 0);
}

/** What a document of the extension has the browser read before it shows anything: its script and what that imports. */
function firstLoad(page: string): number {
  const document = readFileSync(join(directory, page), 'utf8');
  const scripts = [...document.matchAll(/(?:src|href)="\/(chunks\/[^"]+\.js)"/g)].map(
    ([, path = '']) => path,
  );
  if (scripts.length === 0) throw new Error(`${page} names no script`);
  return scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(directory, path))).length, 0);
}

/** Each with its reason. */
const budgets = [
  // Runs on every page of X.
  { name: 'content script, gzip', size: bytes(/^content-scripts\/.*\.js$/, true), limit: 12 * KIB },
  // Put into a page when an editor has the focus, when there is a session, when something seems wrong.
  { name: 'the largest on demand, gzip', size: largest(/^x-[a-z]+\.js$/), limit: 9 * KIB },
  // Between the click on € and the first screen.
  { name: 'wallet, scripts of the first load, gzip', size: firstLoad('popup.html'), limit: 45 * KIB },
  // Screens that are read when they are opened.
  { name: 'wallet, all scripts, gzip', size: bytes(/^chunks\/.*\.js$/, true), limit: 80 * KIB },
  // Read again at every start of the worker; the largest parts are jose, the grammar and the words of errors; the grammar,
  // which with its sentences is 9 KiB: it is read where its reading is trusted, and not in every page (decision 0010).
  { name: 'background, gzip', size: bytes(/^background\.js$/, true), limit: 32 * KIB },
  // Over a phone's network, once: later loads come from its service worker.
  {
    name: 'page for phones, scripts of the first load, gzip',
    size: await firstLoadOfPhonePage(),
    limit: 60 * KIB,
  },
  { name: 'everything, unpacked', size: bytes(/./), limit: 600 * KIB },
];

for (const { name, size, limit } of budgets) {
  const fits = size <= limit;
  console.log(`${fits ? 'ok  ' : 'OVER'} ${name}: ${(size / KIB).toFixed(1)} of ${limit / KIB} KiB`);
  if (!fits) process.exitCode = 1;
}
