/** Builds the page for phones as people get it, with its service worker; everything that drives a browser uses this build. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

/** What the API's `PHONE_PAGE_DIRECTORY` names in the sandbox. */
export const PHONE_PAGE_DIRECTORY = join(process.cwd(), '.output/web');

/** Address of the page's document, as its service worker keeps it. */
const HOME = '/w/';

/** Builds into `PHONE_PAGE_DIRECTORY` and answers it. */
export async function buildPhonePage(): Promise<string> {
  await build({ configFile: 'vite.web.config.ts' });
  await buildServiceWorker();
  for (const file of filesOf(PHONE_PAGE_DIRECTORY)) compress(join(PHONE_PAGE_DIRECTORY, file));
  return PHONE_PAGE_DIRECTORY;
}

/** After the page, whose files it must name: one classic script, as every browser takes it. */
async function buildServiceWorker(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    define: { __SHELL__: JSON.stringify(shellOf(PHONE_PAGE_DIRECTORY)) },
    build: {
      outDir: PHONE_PAGE_DIRECTORY,
      emptyOutDir: false,
      copyPublicDir: false,
      target: ['es2022', 'safari16.4'],
      lib: {
        entry: 'web/worker/service-worker.ts',
        formats: ['iife'],
        name: 'moineau',
        fileName: () => 'service-worker.js',
      },
    },
  });
}

/** Every file of the page by its address, and a version that changes with any byte of them. */
function shellOf(directory: string): { version: string; files: string[] } {
  const files = filesOf(directory);
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(directory, file)));
  const addresses = files.map((file) => (file === 'index.html' ? HOME : HOME + file));
  return { version: hash.digest('hex').slice(0, 16), files: addresses };
}

function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(directory, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

/** Beside each text its smaller self, so that the server need not compress anything. */
function compress(file: string): void {
  if (!/\.(js|css|html|webmanifest)$/.test(file)) return;
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(content));
}
