/**
 * Reads X's composers: what is typed, for whom, and where something of ours may stand beside them. Writes only as a
 * person would, by one paste or one cut that X's editor takes as its own (REPORT §2.13); never into its nodes, because
 * its state would no longer be what it shows. Several composers exist at once: everything is asked of one editor.
 */
import { kindOf } from './editor.ts';
import { around, find, findAll } from './find.ts';
import { agreed, handleOfLink } from './handles.ts';
import { findTweets, type Place, readTweet } from './tweet.ts';

/** How far above an editor its toolbar and button may be, in elements. */
const MAX_CLIMB = 24;

const isPlain = (editor: Element): editor is HTMLTextAreaElement => editor.localName === 'textarea';

/** What is typed; lines joined by `\n`. */
export function editorText(editor: Element): string {
  if (isPlain(editor)) return editor.value;
  return findAll(editor, 'editorLine')
    .map((line) => line.textContent)
    .join('\n');
}

/** The characters from `start` to `end` of an editor's text; null where they can't be pointed at. */
export function rangeIn(editor: Element, start: number, end: number): Range | null {
  if (isPlain(editor)) return null;
  const from = pointAt(editor, start);
  const to = pointAt(editor, end);
  if (!from || !to) return null;
  const range = editor.ownerDocument.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

function pointAt(editor: Element, at: number): { node: Text; offset: number } | null {
  let left = at;
  let last: { node: Text; offset: number } | null = null;
  for (const line of findAll(editor, 'editorLine')) {
    const length = line.textContent.length;
    if (left <= length) {
      const walker = editor.ownerDocument.createTreeWalker(line, 4); // NodeFilter.SHOW_TEXT
      for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
        last = { node, offset: Math.min(left, node.length) };
        if (left <= node.length) return last;
        left -= node.length;
      }
      return last;
    }
    left -= length + 1;
  }
  return null;
}

/**
 * Who gets the money where the text names nobody: whom one writes to, or the author of the post that is answered.
 * Null on doubt: then the grammar asks.
 */
export function answeredBy(editor: Element): string | null {
  if (kindOf(editor) === 'chat') return chatPartner(editor);
  const modal = around(editor, 'modal');
  if (!isForAnswers(editor, modal)) return null;
  const tweets = findTweets(modal ?? editor.ownerDocument).map((article) => readTweet(article));
  // A modal holds a copy of the post, without its bar; a page of one post, that post.
  const answered = tweets.filter((tweet) => (modal ? tweet?.hasActionBar === false : tweet?.focal === true));
  return answered.length === 1 ? (answered[0]?.handle ?? null) : null;
}

/** A home page's composer answers nobody, whatever stands below it. */
function isForAnswers(editor: Element, modal: Element | null): boolean {
  return modal !== null || /\/status\/\d+/.test(editor.ownerDocument.location?.pathname ?? '');
}

function chatPartner(editor: Element): string | null {
  const root = editor.getRootNode() as ParentNode;
  const handles = findAll(root, 'chatPartner').map(handleOfLink);
  return agreed(handles.filter((handle) => handle !== null));
}

/** The nearest ancestor that holds the editor and the button that sends it. */
function scopeOf(editor: Element): { scope: Element; button: Element } | null {
  const name = kindOf(editor) === 'chat' ? 'chatSend' : 'postButton';
  let at = editor.parentElement;
  for (let climbed = 0; at && climbed < MAX_CLIMB; climbed++, at = at.parentElement) {
    const button = find(at, name);
    if (button) return { scope: at, button };
  }
  return null;
}

/** X's own button that posts or sends, if it may be pressed. */
export function sendButton(editor: Element): HTMLElement | null {
  const button = scopeOf(editor)?.button;
  if (!(button instanceof HTMLElement)) return null;
  const isOff = button.hasAttribute('disabled') || button.getAttribute('aria-disabled') === 'true';
  return isOff ? null : button;
}

/** Where a line of ours stands: before the toolbar, else before what holds the button; in chat above the field. */
export function placeBeside(editor: Element): Place | null {
  if (kindOf(editor) === 'chat') {
    const composer = around(editor, 'chatComposer');
    return composer && { parent: composer, before: composer.firstElementChild };
  }
  const found = scopeOf(editor);
  if (!found) return null;
  const bar = find(found.scope, 'toolBar');
  if (bar?.parentElement && !bar.contains(editor)) return { parent: bar.parentElement, before: bar };
  let child: Element = found.button;
  while (child.parentElement && child.parentElement !== found.scope) child = child.parentElement;
  return { parent: found.scope, before: child };
}

/** Where a tool of ours stands: after X's own tools; in chat before the field. Null while X shows none. */
export function placeInTools(editor: Element): Place | null {
  if (kindOf(editor) === 'chat')
    return around(editor, 'chatInput') && { parent: around(editor, 'chatInput') as Element, before: editor };
  const bar = scopeOf(editor) && find(scopeOf(editor)?.scope as Element, 'toolBar');
  const list = bar && find(bar, 'toolList');
  return list ? { parent: list, before: null } : null;
}

/** The post as which X says it has published what was typed. */
export function postedTweet(document: Document): string | null {
  const link = find(document, 'toastLink');
  return /\/status\/([1-9][0-9]{0,19})(?:[/?#]|$)/.exec(link?.getAttribute('href') ?? '')?.[1] ?? null;
}
