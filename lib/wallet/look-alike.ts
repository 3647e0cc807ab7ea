/**
 * Handles and names that an eye takes for another's (T09). Pure. It may warn once too often, which costs typing a
 * handle; it must know the letters that X's own typeface draws alike.
 */

export type Named = { readonly handle: string; readonly name: string };

/** Shorter handles are all alike: one letter is a third of them. */
const SHORTEST = 4;

/** Letters and pairs that are drawn alike, as one of them. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[1il|]/g, 'l'],
  [/0/g, 'o'],
  [/5/g, 's'],
  [/8/g, 'b'],
  [/2/g, 'z'],
  [/_/g, ''],
];

function drawnAs(handle: string): string {
  return ALIKE.reduce((drawn, [letters, one]) => drawn.replace(letters, one), handle.toLowerCase());
}

/** Whether one becomes the other by one letter more, less or other, or by two neighbours that change places. */
function oneSlipApart(a: string, b: string): boolean {
  if (a.length > b.length) return oneSlipApart(b, a);
  if (b.length - a.length > 1) return false;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const [restA, restB] = [a.slice(same), b.slice(same)];
  if (a.length < b.length) return restA === restB.slice(1);
  const changedPlaces = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return restA.slice(1) === restB.slice(1) || changedPlaces;
}

function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whether `one` could be taken for `other`, who is somebody else: by the handle, or by bearing the same name. */
export function looksLike(one: Named, other: Named): boolean {
  const [a, b] = [drawnAs(one.handle), drawnAs(other.handle)];
  if (a === b) return true;
  if (Math.min(a.length, b.length) >= SHORTEST && oneSlipApart(a, b)) return true;
  const name = plainName(one.name);
  return name !== '' && name === plainName(other.name);
}
