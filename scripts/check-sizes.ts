/**
 * Budgets of the built extension: what X's page and the wallet must load. Fails when one is passed. Raw bytes: what
 * the browser parses, whatever the transport.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildExtension } from './lib/extension.ts';

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

/** Each with its reason. */
const budgets = [
  // Runs on every page of X.
  { name: 'content script, gzip', size: bytes(/^content-scripts\/.*\.js$/, true), limit: 12 * KIB },
  // Put into a page when an editor has the focus, when there is a session, when something seems wrong.
  { name: 'the largest on demand, gzip', size: largest(/^x-[a-z]+\.js$/), limit: 9 * KIB },
  // Between the click on € and the first screen.
  { name: 'wallet scripts, gzip', size: bytes(/^chunks\/.*\.js$/, true), limit: 45 * KIB },
  // Read again at every start of the worker; the largest parts are jose, the words, the generated checks and the grammar,
  // which with its sentences is 9 KiB: it is read where its reading is trusted, and not in every page (decision 0010).
  { name: 'background, gzip', size: bytes(/^background\.js$/, true), limit: 34 * KIB },
  { name: 'everything, unpacked', size: bytes(/./), limit: 600 * KIB },
];

for (const { name, size, limit } of budgets) {
  const fits = size <= limit;
  console.log(`${fits ? 'ok  ' : 'OVER'} ${name}: ${(size / KIB).toFixed(1)} of ${limit / KIB} KiB`);
  if (!fits) process.exitCode = 1;
}
