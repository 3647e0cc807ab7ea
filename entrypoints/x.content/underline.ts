/**
 * Underlines characters in X's editors without touching a node of theirs: ranges registered with the browser (CSS
 * Custom Highlight API), drawn by one style sheet of ours. A browser without it shows the line beside the editor alone.
 */

const NAMES = { payment: 'moineau-read', trouble: 'moineau-trouble' } as const;
const ID = 'moineau-underlines';

/** X's dark themes and light ones both carry these. */
const STYLE = `
::highlight(${NAMES.payment}) { text-decoration: underline 2px #12a47d; text-underline-offset: 3px; }
::highlight(${NAMES.trouble}) { text-decoration: underline wavy 1.5px #e0245e; text-underline-offset: 3px; }
`;

export type Underlines = {
  /** Underlines these characters of one editor, instead of those before. */
  show(editor: Element, kind: keyof typeof NAMES, ranges: readonly Range[]): void;
  clear(editor: Element): void;
};

/** @param signal aborted: every underline goes, and the style sheet */
export function openUnderlines(document: Document, signal: AbortSignal): Underlines {
  const registry = typeof Highlight === 'function' && typeof CSS === 'object' ? CSS.highlights : undefined;
  if (!registry) return { show: () => undefined, clear: () => undefined };
  const highlights = { payment: new Highlight(), trouble: new Highlight() };
  const shown = new Map<Element, readonly Range[]>();
  const clear = (editor: Element) => {
    for (const range of shown.get(editor) ?? []) {
      highlights.payment.delete(range);
      highlights.trouble.delete(range);
    }
    shown.delete(editor);
  };
  let style: HTMLStyleElement | null = null;
  const start = () => {
    document.getElementById(ID)?.remove();
    style = document.createElement('style');
    style.id = ID;
    style.textContent = STYLE;
    document.head.append(style);
    registry.set(NAMES.payment, highlights.payment);
    registry.set(NAMES.trouble, highlights.trouble);
  };
  const stop = () => {
    style?.remove();
    registry.delete(NAMES.payment);
    registry.delete(NAMES.trouble);
    shown.clear();
  };
  signal.addEventListener('abort', () => style && stop(), { once: true });
  return {
    show(editor, kind, ranges) {
      if (signal.aborted) return;
      if (!style) start();
      clear(editor);
      for (const range of ranges) highlights[kind].add(range);
      shown.set(editor, ranges);
    },
    clear,
  };
}
