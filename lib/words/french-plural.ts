/** A number with its noun. French counts 0 and 1 as singular. */
export function plural(count: number, one: string, many: string): string {
  if (count < 2) return `${count} ${one}`;
  return `${count} ${many}`;
}
