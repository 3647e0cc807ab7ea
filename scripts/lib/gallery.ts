/** The gallery of the wallet's screens (components/gallery), built and given out on this machine; and how a scene comes to its state. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import preact from '@preact/preset-vite';
import { build, preview } from 'vite';
import type { Scene } from '../../components/gallery/scene.ts';

export type Gallery = {
  /** Where a scene is shown. */
  readonly address: (scene: string, language: 'en' | 'fr', surface: 'popup' | 'tab') => string;
  close(): Promise<void>;
};

/** Builds it as one script: a scene needs no other load to stand. */
export async function openGallery(): Promise<Gallery> {
  const outDir = await mkdtemp(join(tmpdir(), 'moineau-gallery-'));
  const root = resolve('components/gallery');
  await build({
    ...{ configFile: false, root, plugins: [preact()], logLevel: 'error' },
    build: { outDir, minify: false, rollupOptions: { output: { codeSplitting: false } } },
  });
  const server = await preview({
    ...{ configFile: false, root, logLevel: 'error', build: { outDir } },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const [base] = server.resolvedUrls?.local ?? [];
  return {
    address: (scene, language, surface) => `${base}?scene=${scene}&lang=${language}&surface=${surface}`,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** Frames without a change after which a scene is taken to stand. */
const STILL_FRAMES = 4;

/** Waits until nothing has changed for some frames: an effect takes one, and its answer another. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    (wanted) =>
      new Promise<void>((done) => {
        let still = 0;
        const watcher = new MutationObserver(() => {
          still = 0;
        });
        watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        const frame = () => {
          still += 1;
          if (still < wanted) return requestAnimationFrame(frame);
          watcher.disconnect();
          return done();
        };
        requestAnimationFrame(frame);
      }),
    STILL_FRAMES,
  );
}

const FIRST_FIELD = 'input[type=text], input[type=search], input[type=password]';

/** Opens a scene and brings it to its state. */
export async function showScene(page: Page, address: string, scene: Scene): Promise<void> {
  await page.goto(address);
  await page.locator('#app > *').first().waitFor();
  await settled(page);
  for (const doing of scene.does ?? []) {
    if ('press' in doing) await page.locator(doing.press).first().click();
    else
      await page
        .locator(doing.into ?? FIRST_FIELD)
        .first()
        .fill(doing.type);
    await settled(page);
  }
}
