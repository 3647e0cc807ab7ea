/**
 * Text in X's page that X's own scripts can't read: it stands in a closed shadow root. For what is this person's alone
 * (what he paid, how his command stands). It must never hold a field to type in: X's shortcuts would take its keys, which
 * an open root keeps from them (x-dom REPORT §0.6).
 */

export type PrivateText = {
  /** Shows these lines in place of what the element held; `[]` shows nothing. */
  set(lines: readonly PrivateLine[]): void;
};

/** `tone` is a class of the line's own style, and its whole text then the tooltip. `hidden` is for readers of the screen, and then it is all that they are told. */
export type PrivateLine = { readonly text: string; readonly hidden?: boolean; readonly tone?: string };

const STYLE =
  '.h{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}';

/** @param style rules for the lines, `b` */
export function privateText(host: HTMLElement, style: string): PrivateText {
  const { ownerDocument: document } = host;
  const root = host.attachShadow({ mode: 'closed' });
  const sheet = document.createElement('style');
  sheet.textContent = STYLE + style;
  return {
    set(lines) {
      const isSaid = lines.some(({ hidden }) => hidden);
      const drawn = lines.map(({ text, hidden, tone }) => {
        const line = document.createElement(hidden ? 'span' : 'b');
        if (hidden) line.className = 'h';
        else if (isSaid) line.ariaHidden = 'true';
        line.textContent = text;
        if (tone) {
          line.className = tone;
          line.title = text;
        }
        return line;
      });
      root.replaceChildren(sheet, ...drawn);
    },
  };
}
