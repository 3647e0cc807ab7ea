/**
 * Pictures of what is on screen, with the popup hanging over the page as the browser shows it. A browser draws
 * the popup outside the page, so the two are taken one by one; they are laid over one another later, because a
 * page that is opened for it would take the focus, and the popup would close.
 */
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

export type Picture = { readonly file: string; readonly below: Buffer; readonly above: Buffer | null };

/** Takes a picture; nothing is written yet. */
export async function takePicture(file: string, page: Page, popup?: Page): Promise<Picture> {
  const below = await page.screenshot({ animations: 'disabled' });
  const above = popup ? await popup.screenshot() : null;
  return { file, below, above };
}

/** Writes pictures, on a page made for it and closed again. */
export async function writePictures(pictures: readonly Picture[], canvas: Page): Promise<void> {
  for (const { file, below, above } of pictures) {
    writeFileSync(file, above ? await overlay(canvas, below, above) : below);
  }
}

async function overlay(canvas: Page, below: Buffer, above: Buffer): Promise<Buffer> {
  await canvas.setContent(
    `<body style="margin:0;overflow:hidden"><img style="display:block;width:100%" src="${dataUrl(below)}">` +
      `<img style="position:absolute;top:8px;right:16px;border-radius:10px;` +
      `box-shadow:0 12px 44px rgba(0,0,0,.5)" src="${dataUrl(above)}"></body>`,
  );
  return canvas.screenshot();
}

function dataUrl(png: Buffer): string {
  return `data:image/png;base64,${png.toString('base64')}`;
}
