/**
 * The skeleton of a piece of X's DOM: which named element stands in which, and through how many plain ones.
 * Named is what has a role or a test id; names that hold a person's handle or an id are made one.
 * Used by structure.test.tsx to compare our pages with the saved ones.
 */

const personal: readonly (readonly [RegExp, string])[] = [
  [/^UserAvatar-Container-.+$/, 'UserAvatar-Container-*'],
  [/^\d+-(un)?follow$/, '*-follow'],
  [/^message-text-.+$/, 'message-text-*'],
  [/^message-[0-9a-f-]{20,}$/, 'message-*'],
  [/^dm-conversation-item-.+$/, 'dm-conversation-item-*'],
  // The same button in its two states.
  [/^un(like|retweet)$/, '$1'],
  [/^removeBookmark$/, 'bookmark'],
];

/** `button(button)[reply]`; undefined for an element without role and test id. */
export function nameOf(element: Element): string | undefined {
  const role = element.getAttribute('role');
  const testId = element.getAttribute('data-testid');
  if (role === null && testId === null) return undefined;
  const normal =
    testId === null ? '' : personal.reduce((id, [pattern, name]) => id.replace(pattern, name), testId);
  // Until early 2024 X wrote div[role=button] for what is a button since.
  const tag = role === 'button' && element.tagName === 'DIV' ? 'button' : element.tagName.toLowerCase();
  return `${tag}${role === null ? '' : `(${role})`}${normal === '' ? '' : `[${normal}]`}`;
}

/**
 * Every relation "named ancestor > named element" below `root`.
 * @param exact also tells the plain elements between the two, as in `div(group) > div > button(button)[reply]`.
 */
export function relationsOf(root: Element, exact = false): Set<string> {
  const found = new Set<string>();
  for (const element of root.querySelectorAll('*')) {
    const name = nameOf(element);
    if (name === undefined) continue;
    const between: string[] = [];
    let parent = element.parentElement;
    while (parent !== null && parent !== root && nameOf(parent) === undefined) {
      between.unshift(parent.tagName.toLowerCase());
      parent = parent.parentElement;
    }
    const above = parent === null ? '' : (nameOf(parent) ?? '(root)');
    found.add([above, ...(exact ? between : []), name].join(' > '));
  }
  return found;
}

/** What all sets hold. */
export function common(sets: readonly ReadonlySet<string>[]): Set<string> {
  const [first, ...rest] = sets;
  return new Set([...(first ?? [])].filter((one) => rest.every((set) => set.has(one))));
}

/** What any set holds. */
export function union(sets: readonly ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
