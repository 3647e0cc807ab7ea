/** Which @handles X would link in a text, and where: offsets count code points, as X's API counts them. */

export type Mention = { readonly start: number; readonly end: number; readonly username: string };

/** A handle of X's own form that nothing of a word touches. */
const pattern = /(?<![A-Za-z0-9_@＠])[@＠]([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_@＠])/gu;

export function findMentions(text: string): Mention[] {
  return [...text.matchAll(pattern)].map((match) => {
    const start = [...text.slice(0, match.index)].length;
    return { start, end: start + [...match[0]].length, username: match[1] ?? '' };
  });
}

/** X escapes these three in the texts of its API, and no others. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
