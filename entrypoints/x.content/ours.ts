/**
 * Which elements of a page are ours: by their names alone, so that a newer copy of this script knows what an older one
 * left. Nothing else may be taken for ours, and nothing of X's ever removed.
 */

/** Every element that we put into X's page. */
export const OUR_TAGS = ['moineau-pay', 'moineau-command', 'moineau-chip', 'moineau-tool'] as const;

const ALL = OUR_TAGS.join(',');

export function isOurs(node: Node): boolean {
  return node.nodeName.startsWith('MOINEAU-');
}

export function oursIn(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(ALL)];
}
