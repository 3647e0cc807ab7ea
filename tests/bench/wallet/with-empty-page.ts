/** The built extension with one page more, that shows nothing but what Preact draws: the yardstick stands where the wallet does. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

/** Its script in this folder. */
export const EMPTY_SCRIPT = 'chunks/empty.js';

/** Copies the extension into this folder, and adds `empty.html`: the popup's own document with another script. */
export async function copyWithEmptyPage(extension: string, directory: string): Promise<void> {
  await cp(extension, directory, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir: directory,
      emptyOutDir: false,
      copyPublicDir: false,
      rollupOptions: {
        input: join(import.meta.dirname, 'empty.ts'),
        output: { entryFileNames: EMPTY_SCRIPT, format: 'es' },
      },
    },
  });
  const popup = await readFile(join(directory, 'popup.html'), 'utf8');
  const head = popup.replace(/<link rel="modulepreload"[^>]*>\s*/g, '');
  await writeFile(join(directory, 'empty.html'), head.replace(/chunks\/popup-[^"]+\.js/, EMPTY_SCRIPT));
}
