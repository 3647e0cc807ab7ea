/**
 * Finds X's editors and says of a text whether it may hold a command: the little that every page needs, before the rest
 * of the composer's code is called for. Reads only.
 */
import { around, find, isA } from './find.ts';

export type ComposerKind = 'composer' | 'chat';

/** Most texts hold no command: only one with a keyword is looked at further. */
const KEYWORD = /[#＃](?:envoyer|payer|send|pay)/i;
const EDITOR_ID = /^tweetTextarea_\d+$/;
export function mayHoldCommand(text: string): boolean {
  return KEYWORD.test(text);
}

/**
 * Events by which somebody turns to an editor. Not `focusin` alone: within the shadow root of X's chat the focus moves
 * from one element to the next without a word to the document.
 */
export const TURNING_EVENTS = ['focusin', 'click', 'beforeinput'] as const;

/** The editor that an event came from, or null. In X's chat an event seen from outside names the shadow's host. */
export function editorOf(event: Event): HTMLElement | null {
  const [target] = event.composedPath();
  return target instanceof HTMLElement ? editorAround(target) : null;
}

/** The editor that has the focus, in the page or in X's chat. */
export function focusedEditor(document: Document): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement ? editorAround(active) : null;
}

function editorAround(element: HTMLElement): HTMLElement | null {
  const found = around(element, 'editor') ?? around(element, 'chatEditor');
  if (!(found instanceof HTMLElement)) return null;
  return isA(found, 'chatEditor') || EDITOR_ID.test(found.dataset.testid ?? '') ? found : null;
}

export function kindOf(editor: Element): ComposerKind {
  return isA(editor, 'chatEditor') ? 'chat' : 'composer';
}

/** The inside of X's chat, where the page shows it. */
export function chatRoot(document: Document): ParentNode | null {
  return find(document, 'chatHost')?.shadowRoot ?? null;
}
