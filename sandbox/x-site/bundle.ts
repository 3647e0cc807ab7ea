/** Builds the page's programme with Vite, once for each state of its sources. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, '..', '..');

/** A build that was made longer ago than this is removed by the next one; a younger one may be about to be read. */
const keepBuilds_ms = 3_600_000;

export type Bundle = { readonly path: string; readonly code: string };

/**
 * The programme and the path under which it is served; the path holds the content's hash, as X's do.
 * @throws when Vite cannot build it.
 */
export async function bundlePage(cacheFolder = join(repository, '.cache', 'x-site')): Promise<Bundle> {
  const hash = hashOfSources();
  const file = join(cacheFolder, hash, 'main.js');
  if (!existsSync(file)) await build(join(cacheFolder, hash));
  return { path: `/responsive-web/client-web/main.${hash}.js`, code: await readFile(file, 'utf8') };
}

/** Built beside its place and then moved, so that two starts at once never read half a file. */
async function build(folder: string): Promise<void> {
  const vite = await import('vite');
  const draft = `${folder}.${process.pid}`;
  await mkdir(dirname(folder), { recursive: true });
  await vite.build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    // Not the environment of whoever starts us: under vitest NODE_ENV is "test".
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: draft,
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: {
        input: join(here, 'client', 'main.tsx'),
        output: { format: 'iife', entryFileNames: 'main.js' },
      },
    },
  });
  await rename(draft, folder).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(join(folder, 'main.js'))) throw error;
  });
  await removeOldBuilds(dirname(folder), folder);
}

/** Also what an interrupted build left. Touches nothing but folders named as ours are. */
async function removeOldBuilds(cacheFolder: string, present: string): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    const folder = join(cacheFolder, name);
    if (folder === present || !/^[0-9a-f]{12}(?:\.\d+)?$/.test(name)) continue;
    // Another start may have removed it in between.
    const made_ms = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => Number.POSITIVE_INFINITY,
    );
    if (Date.now() - made_ms > keepBuilds_ms) await rm(folder, { recursive: true, force: true });
  }
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = readdirSync(here, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test|-support)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files)
    hash.update(relative(here, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 12);
}
