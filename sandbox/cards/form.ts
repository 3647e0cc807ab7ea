/**
 * Stripe's request bodies: forms with brackets, `metadata[top_up_id]=…`, `allowed_payment_method_types[0]=card`.
 * Must never guess: what is not in this form is null.
 */

/** The body as flat names (`metadata[top_up_id]`) and texts, or null when a name comes twice or is not well formed. */
export function readForm(body: string): ReadonlyMap<string, string> | null {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (!/^[a-z_]+(\[[A-Za-z0-9_-]*\])*$/.test(name) || form.has(name)) return null;
    form.set(name, value);
  }
  return form;
}

/** The entries below a name: `metadata` of `metadata[a]=1` is `{a: '1'}`. */
export function entriesOf(form: ReadonlyMap<string, string>, name: string): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [path, value] of form) {
    const key = path.startsWith(`${name}[`) ? path.slice(name.length + 1, -1) : '';
    if (key !== '') entries[key] = value;
  }
  return entries;
}

/** One text for one set of parameters, in whatever order they came: what an idempotency key is bound to. */
export function canonicalForm(form: ReadonlyMap<string, string>): string {
  return JSON.stringify([...form].sort(([left], [right]) => (left < right ? -1 : 1)));
}
