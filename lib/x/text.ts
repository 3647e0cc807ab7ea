/**
 * Text of X's nodes as a person sees it, bounded. What comes out was written by strangers: show it, never parse it.
 */

/** Invisible marks that turn the direction of what follows, or hide in a name: they would speak for our own words. */
const HIDDEN_MARKS = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Nodes looked at for one text: a hostile page must not keep us busy. */
const MAX_NODES = 2_000;

/**
 * Text with emoji (X shows them as `<img alt>`), without marks of direction, at most `limit` UTF-16 units and
 * never half a character.
 */
export function textOf(root: Element, limit: number): string {
  const pieces: string[] = [];
  const stack: Node[] = [root];
  let length = 0;
  for (let seen = 0; stack.length > 0 && seen < MAX_NODES && length <= limit * 2; seen++) {
    const node = stack.pop();
    if (!node) break;
    const piece = ownText(node);
    pieces.push(piece);
    length += piece.length;
    for (let child = node.lastChild; child; child = child.previousSibling) stack.push(child);
  }
  return cut(pieces.join('').replace(/\s+/g, ' ').replace(HIDDEN_MARKS, '').trim(), limit);
}

/**
 * The text of a post exactly as its author wrote it, for the grammar: nothing dropped, nothing joined, hidden marks
 * kept so that they can be refused (T08). From nodes: X puts a div inside each mention, so that `innerText` would add
 * line breaks. Null where it is longer than `limit` UTF-16 units.
 */
export function writtenText(root: Element, limit: number): string | null {
  let text = '';
  const walk = (node: Node): void => {
    if (text.length > limit) return;
    if (node.nodeType === 3) text += node.nodeValue ?? '';
    else if (node.nodeName.toLowerCase() === 'img') text += (node as Element).getAttribute('alt') ?? '';
    for (let child = node.firstChild; child; child = child.nextSibling) walk(child);
  };
  walk(root);
  return text.length > limit ? null : text;
}

function ownText(node: Node): string {
  if (node.nodeType === 3) return (node.nodeValue ?? '').slice(0, 1_000);
  if (node.nodeType === 1 && node.nodeName.toLowerCase() === 'img') {
    return ((node as Element).getAttribute('alt') ?? '').slice(0, 100);
  }
  return '';
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = text.charCodeAt(limit - 1);
  const isHalf = end >= 0xd800 && end <= 0xdbff;
  return text.slice(0, isHalf ? limit - 1 : limit);
}
