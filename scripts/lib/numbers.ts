/** Numbers on the command line of what is drawn by chance: a seed, and how many. */

/** @throws TypeError that says what is wrong, for people. */
export function wholeNumber(text: string, name: string): number {
  if (!/^[0-9]{1,10}$/.test(text)) throw new TypeError(`--${name} takes a whole number, not ${text}`);
  return Number(text);
}

/** The seed that was given, to play the same again; else another one each time. */
export function seedFrom(text: string | undefined): number {
  return text === undefined ? Date.now() % 0x100000000 : wholeNumber(text, 'seed');
}
