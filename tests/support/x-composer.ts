/** Composers of the sandbox's X, and what of ours stands beside them. */
import type { Locator, Page } from '@playwright/test';

export const CHIP = 'moineau-chip';
export const TOOL = 'moineau-tool';

/** The editors of a page or a part of it; a modal's come first. */
export function editors(part: Page | Locator): Locator {
  return part.locator('[data-testid^="tweetTextarea_"]:is([contenteditable], textarea)');
}

/** The line beside an editor; there is one for each composer that holds a command. */
export function chips(part: Page | Locator): Locator {
  return part.locator(CHIP);
}

export function chipText(chip: Locator): Locator {
  return chip.getByRole('status');
}

/** What is typed into an editor, as X's own code draws it. */
export async function typedIn(editor: Locator): Promise<string> {
  return editor.evaluate((element) =>
    element instanceof HTMLTextAreaElement
      ? element.value
      : [...element.querySelectorAll('[data-block]')].map((line) => line.textContent).join('\n'),
  );
}

/** The characters that are underlined in the page, by the kind of underline. */
export async function underlined(page: Page): Promise<{ read: string[]; trouble: string[] }> {
  return page.evaluate(() => {
    const of = (name: string) => [...(CSS.highlights.get(name) ?? [])].map((range) => String(range));
    return { read: of('moineau-read'), trouble: of('moineau-trouble') };
  });
}

/** Elements of ours inside editors: there must never be one. */
export async function oursInEditors(page: Page): Promise<number> {
  return page
    .locator('[contenteditable] *, [contenteditable]')
    .evaluateAll((found) => found.filter((element) => element.localName.startsWith('moineau-')).length);
}
