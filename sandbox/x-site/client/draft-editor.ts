/**
 * The DOM side of a Draft.js-like editor. It owns everything inside its contenteditable: it draws from its own
 * model, takes input from `beforeinput` and `paste` and puts back whatever anyone else writes into its nodes.
 */

import { blocksOf, type Draft, emptyDraft, insert, remove } from './draft-model.ts';
import { randomLetters } from './primitives.tsx';

export type DraftEditor = {
  draft(): Draft;
  /** Replaces the model: after sending, and when a completion is taken. */
  set(draft: Draft): void;
  focus(): void;
  stop(): void;
};

export type DraftEditorEvents = {
  readonly onChange: (draft: Draft) => void;
  /** Returns true when it took the key, for instance for the completions' list. */
  readonly onKey: (event: KeyboardEvent) => boolean;
};

const linkColour = 'rgb(29, 155, 240)';
const limit = 280;

/** Starts an editor inside `host`, an empty contenteditable element. */
export function startDraftEditor(
  host: HTMLElement,
  editorKey: string,
  events: DraftEditorEvents,
): DraftEditor {
  let draft = emptyDraft;
  let composing = false;
  const blockKeys: string[] = [];
  const page = host.ownerDocument;

  const draw = () => {
    const contents = page.createElement('div');
    contents.setAttribute('data-contents', 'true');
    blocksOf(draft.text, limit).forEach((leaves, line) => {
      blockKeys[line] ??= randomLetters(5);
      contents.append(drawBlock(page, leaves, blockKeys[line] ?? '', editorKey));
    });
    host.replaceChildren(contents);
    watcher.takeRecords();
  };

  // Whatever others write into the editor is undone: React state and DOM must not diverge.
  const watcher = new MutationObserver(() => {
    if (composing) return;
    draw();
    if (page.activeElement === host) placeSelection(host, draft);
  });

  const change = (next: Draft) => {
    draft = next;
    draw();
    if (page.activeElement === host) placeSelection(host, draft);
    events.onChange(draft);
  };

  const readSelection = () => {
    const found = selectionIn(host);
    if (found === undefined || composing) return;
    const moved = found.start !== draft.start || found.end !== draft.end;
    draft = { ...draft, ...found };
    if (moved) events.onChange(draft);
  };

  const onBeforeInput = (event: InputEvent) => {
    if (event.inputType === 'insertCompositionText') {
      composing = true;
      return;
    }
    event.preventDefault();
    readSelection();
    const next = afterInput(draft, event);
    if (next !== undefined) change(next);
  };
  // Chrome writes execCommand('insertText') straight into the DOM and tells it by `input` only. Draft.js then reads
  // the one leaf that holds the caret; what else was written is lost.
  const onInput = () => {
    if (composing) return;
    const read = leafAtCaret(host, draft, blockKeys);
    if (read === undefined) draw();
    else change(read);
  };
  const onCompositionEnd = (event: CompositionEvent) => {
    composing = false;
    change(insert(draft, event.data));
  };
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    // Draft.js pastes where its own selection is, in one step, whoever sent the event.
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text !== '') change(insert(draft, text));
  };
  const onCut = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', draft.text.slice(draft.start, draft.end));
    change(insert(draft, ''));
  };
  const onDrop = (event: DragEvent) => event.preventDefault();
  const onKeyDown = (event: KeyboardEvent) => {
    if (events.onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  host.addEventListener('beforeinput', onBeforeInput);
  host.addEventListener('input', onInput);
  host.addEventListener('compositionend', onCompositionEnd);
  host.addEventListener('paste', onPaste);
  host.addEventListener('cut', onCut);
  host.addEventListener('drop', onDrop);
  host.addEventListener('keydown', onKeyDown);
  page.addEventListener('selectionchange', readSelection);
  draw();
  watcher.observe(host, { childList: true, characterData: true, subtree: true });

  return {
    draft: () => draft,
    set: change,
    focus() {
      host.focus();
      placeSelection(host, draft);
    },
    stop() {
      watcher.disconnect();
      page.removeEventListener('selectionchange', readSelection);
    },
  };
}

/** The draft after a `beforeinput`; undefined for inputs that this editor does not know (undo, formats). */
function afterInput(draft: Draft, event: InputEvent): Draft | undefined {
  switch (event.inputType) {
    case 'insertText':
    case 'insertReplacementText':
      return insert(draft, event.data ?? event.dataTransfer?.getData('text/plain') ?? '');
    case 'insertParagraph':
    case 'insertLineBreak':
      return insert(draft, '\n');
    case 'deleteContentBackward':
      return remove(draft, 'character', false);
    case 'deleteContentForward':
      return remove(draft, 'character', true);
    case 'deleteWordBackward':
      return remove(draft, 'word', false);
    case 'deleteWordForward':
      return remove(draft, 'word', true);
    case 'deleteSoftLineBackward':
    case 'deleteHardLineBackward':
      return remove(draft, 'line', false);
    case 'deleteSoftLineForward':
    case 'deleteHardLineForward':
      return remove(draft, 'line', true);
    default:
      return undefined;
  }
}

function drawBlock(
  page: Document,
  leaves: ReturnType<typeof blocksOf>[number],
  key: string,
  editorKey: string,
): HTMLElement {
  const block = page.createElement('div');
  block.setAttribute('data-block', 'true');
  block.setAttribute('data-editor', editorKey);
  block.setAttribute('data-offset-key', `${key}-0-0`);
  const line = page.createElement('div');
  line.setAttribute('data-offset-key', `${key}-0-0`);
  line.className = 'public-DraftStyleDefault-block public-DraftStyleDefault-ltr';
  block.append(line);
  leaves.forEach(({ text, style }, index) => {
    const content = page.createElement('span');
    content.setAttribute('data-text', 'true');
    content.textContent = text;
    const leaf = page.createElement('span');
    leaf.setAttribute('data-offset-key', `${key}-${index}-0`);
    leaf.append(content);
    if (style === 'plain') {
      line.append(leaf);
      return;
    }
    const colour = page.createElement('span');
    if (style === 'coloured') colour.style.color = linkColour;
    else colour.style.backgroundColor = 'rgb(253, 154, 181)';
    colour.append(leaf);
    line.append(colour);
  });
  if (leaves.length === 0) {
    const leaf = page.createElement('span');
    leaf.setAttribute('data-offset-key', `${key}-0-0`);
    const empty = page.createElement('br');
    empty.setAttribute('data-text', 'true');
    leaf.append(empty);
    line.append(leaf);
  }
  return block;
}

/** The draft with the text of the leaf that holds the caret as it stands in the DOM; undefined when there is none. */
function leafAtCaret(host: HTMLElement, draft: Draft, blockKeys: readonly string[]): Draft | undefined {
  const selection = host.ownerDocument.getSelection();
  const anchor = selection?.anchorNode ?? null;
  const element = anchor instanceof Element ? anchor : anchor?.parentElement;
  const leaf = element?.closest('span[data-offset-key]');
  if (selection === null || anchor === null || leaf === null || leaf === undefined || !host.contains(leaf))
    return undefined;
  const [key = '', index = '0'] = (leaf.getAttribute('data-offset-key') ?? '').split('-');
  const line = blockKeys.indexOf(key);
  const blocks = blocksOf(draft.text, limit);
  const lengthOf = (leaves: (typeof blocks)[number]) =>
    leaves.reduce((sum, { text }) => sum + text.length, 0);
  const own = blocks[line];
  if (own === undefined) return undefined;
  const before = blocks.slice(0, line).reduce((sum, leaves) => sum + lengthOf(leaves) + 1, 0);
  const from = before + lengthOf(own.slice(0, Number(index)));
  const text = (leaf.textContent ?? '').replaceAll('\n', '');
  const upToCaret = host.ownerDocument.createRange();
  upToCaret.selectNodeContents(leaf);
  upToCaret.setEnd(anchor, selection.anchorOffset);
  const caret = from + upToCaret.toString().length;
  const rest = draft.text.slice(from + (own[Number(index)]?.text.length ?? 0));
  return { text: draft.text.slice(0, from) + text + rest, start: caret, end: caret };
}

/** The selection as offsets into the text, when it lies in this editor. */
export function selectionIn(host: HTMLElement): { start: number; end: number } | undefined {
  const selection = host.ownerDocument.getSelection();
  if (selection === null || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!host.contains(range.startContainer) || !host.contains(range.endContainer)) return undefined;
  return {
    start: offsetOf(host, range.startContainer, range.startOffset),
    end: offsetOf(host, range.endContainer, range.endOffset),
  };
}

function offsetOf(host: HTMLElement, container: Node, within: number): number {
  const blocks = [...host.querySelectorAll('[data-block]')];
  const before = host.ownerDocument.createRange();
  let offset = 0;
  for (const [line, block] of blocks.entries()) {
    before.selectNodeContents(block);
    const place = before.comparePoint(container, within);
    if (place < 0) return Math.max(0, offset - 1);
    if (place === 0) {
      before.setEnd(container, within);
      return offset + before.toString().length;
    }
    offset += (block.textContent ?? '').length + (line < blocks.length - 1 ? 1 : 0);
  }
  return offset;
}

function placeSelection(host: HTMLElement, draft: Draft): void {
  const start = pointAt(host, draft.start);
  const end = pointAt(host, draft.end);
  if (start === undefined || end === undefined) return;
  host.ownerDocument.getSelection()?.setBaseAndExtent(start.node, start.offset, end.node, end.offset);
}

function pointAt(host: HTMLElement, offset: number): { node: Node; offset: number } | undefined {
  let rest = offset;
  for (const block of host.querySelectorAll('[data-block]')) {
    const length = (block.textContent ?? '').length;
    if (rest > length) {
      rest -= length + 1;
      continue;
    }
    for (const leaf of block.querySelectorAll('[data-text]')) {
      const text = leaf.firstChild;
      const own = (leaf.textContent ?? '').length;
      if (text === null) return { node: leaf.parentNode ?? block, offset: 0 };
      if (rest <= own) return { node: text, offset: rest };
      rest -= own;
    }
  }
  return undefined;
}
