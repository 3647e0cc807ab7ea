/**
 * Writes into X's editors as a person would: one paste or one cut, taken by X's own code as its own input (REPORT §2.13).
 * Never types character by character (X's list of hashtags would swallow some), never writes into X's nodes, and never
 * tries a second way when the first seems to have failed: X may have taken both, and the text would stand there twice.
 */
import { editorText, rangeIn } from './composer.ts';

/** Milliseconds after which X's editor has surely drawn what it was given. */
const SETTLE_MS = 50;

/**
 * Writes `text` at the caret, or in the place of the characters from `at.start` to `at.end`.
 * @returns whether the editor shows it now
 */
export async function writeText(
  editor: HTMLElement,
  text: string,
  at: { start: number; end: number } | null = null,
): Promise<boolean> {
  const before = editorText(editor);
  takeFocus(editor);
  if (at) select(editor, at.start, at.end);
  // The editor learns of a selection by an event that comes in a task of its own.
  await settle();
  if (editor instanceof HTMLTextAreaElement) editor.ownerDocument.execCommand('insertText', false, text);
  else send(editor, 'paste', text);
  await settle();
  const now = editorText(editor);
  return now !== before && now.includes(text.trim());
}

/** Takes all of the text away. @returns whether the editor is empty now */
export async function emptyEditor(editor: HTMLElement): Promise<boolean> {
  takeFocus(editor);
  select(editor, 0, editorText(editor).length);
  await settle();
  if (editor instanceof HTMLTextAreaElement) editor.ownerDocument.execCommand('delete');
  else send(editor, 'cut', '');
  await settle();
  return editorText(editor).trim() === '';
}

/** The focus without the caret's place: a browser may put it at the beginning. */
function takeFocus(editor: HTMLElement): void {
  const selection = editor.ownerDocument.getSelection();
  const kept = selection?.rangeCount ? selection.getRangeAt(0) : null;
  const isInside = kept !== null && editor.contains(kept.commonAncestorContainer);
  editor.focus({ preventScroll: true });
  if (selection && kept && isInside) {
    selection.removeAllRanges();
    selection.addRange(kept);
  }
}

function select(editor: HTMLElement, start: number, end: number): void {
  if (editor instanceof HTMLTextAreaElement) {
    editor.setSelectionRange(start, end);
    return;
  }
  const range = rangeIn(editor, start, end);
  const selection = editor.ownerDocument.getSelection();
  if (!range || !selection) return;
  selection.removeAllRanges();
  selection.addRange(range);
}

function send(editor: HTMLElement, type: 'paste' | 'cut', text: string): void {
  const clipboardData = new DataTransfer();
  if (text !== '') clipboardData.setData('text/plain', text);
  editor.dispatchEvent(
    new ClipboardEvent(type, { clipboardData, bubbles: true, cancelable: true, composed: true }),
  );
}

function settle(): Promise<void> {
  return new Promise((done) => setTimeout(done, SETTLE_MS));
}
