// @vitest-environment jsdom
/** The editor must behave as Draft.js does towards others: it takes a paste in one step and undoes direct writes. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PATIENCE } from '../../../tests/support/patience.ts';
import { type DraftEditor, startDraftEditor } from './draft-editor.ts';
import { blocksOf, type Draft, emptyDraft, insert, remove, wordBeforeCaret } from './draft-model.ts';

let host: HTMLDivElement;
let editor: DraftEditor;
const changes: Draft[] = [];

function paste(text: string): void {
  // jsdom has neither ClipboardEvent nor DataTransfer.
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { getData: (type: string) => (type === 'text/plain' ? text : '') } });
  host.dispatchEvent(event);
}

const lines = () => [...host.querySelectorAll('[data-block]')].map((block) => block.textContent).join('\n');

beforeEach(() => {
  host = document.createElement('div');
  host.setAttribute('contenteditable', 'true');
  document.body.replaceChildren(host);
  changes.length = 0;
  editor = startDraftEditor(host, 'abcde', { onChange: (draft) => changes.push(draft), onKey: () => false });
});

afterEach(() => editor.stop());

describe('the editor', () => {
  it('takes a paste in one step, lines as blocks', () => {
    paste('#envoyer 10€ @bob\n\nmerci');
    expect(lines()).toBe('#envoyer 10€ @bob\n\nmerci');
    expect(editor.draft().text).toBe('#envoyer 10€ @bob\n\nmerci');
    expect(changes).toHaveLength(1);
  });

  it('puts back what others write into its nodes, and does not believe it', async () => {
    paste('hello');
    const block = host.querySelector('[data-text]');
    if (block === null) throw new Error('no text');
    block.textContent = '#envoyer 999€ @mallory';
    await vi.waitFor(() => expect(lines()).toBe('hello'), PATIENCE);
    host.innerHTML = '<b>gone</b>';
    await vi.waitFor(() => expect(lines()).toBe('hello'), PATIENCE);
    expect(editor.draft().text).toBe('hello');
  });

  it('takes beforeinput as typing', () => {
    for (const data of ['a', 'b'])
      host.dispatchEvent(
        new InputEvent('beforeinput', { inputType: 'insertText', data, cancelable: true, bubbles: true }),
      );
    host.dispatchEvent(
      new InputEvent('beforeinput', { inputType: 'insertParagraph', cancelable: true, bubbles: true }),
    );
    host.dispatchEvent(
      new InputEvent('beforeinput', { inputType: 'insertText', data: 'c', cancelable: true, bubbles: true }),
    );
    expect(editor.draft().text).toBe('ab\nc');
    host.dispatchEvent(
      new InputEvent('beforeinput', { inputType: 'deleteContentBackward', cancelable: true, bubbles: true }),
    );
    expect(editor.draft().text).toBe('ab\n');
  });

  it('reads the caret’s leaf after an input that it could not prevent, as execCommand makes one', () => {
    paste('hello');
    const text = host.querySelector('[data-text]')?.firstChild;
    if (!(text instanceof Text)) throw new Error('no text');
    text.data = 'hello you';
    document.getSelection()?.setBaseAndExtent(text, 9, text, 9);
    host.dispatchEvent(new InputEvent('input', { inputType: 'insertText', bubbles: true }));
    expect(editor.draft()).toEqual({ text: 'hello you', start: 9, end: 9 });
  });

  it('colours mentions and hashtags, each in a span of its own', () => {
    paste('#envoyer 10€ @bob oui');
    const coloured = [...host.querySelectorAll<HTMLElement>('[style*="color"]')].map(
      (span) => span.textContent,
    );
    expect(coloured).toEqual(['#envoyer', '@bob']);
    expect(host.querySelector<HTMLElement>('[style]')?.style.color).toBe('rgb(29, 155, 240)');
  });
});

describe('the draft', () => {
  it('inserts over the selection', () => {
    expect(insert({ text: 'one two', start: 4, end: 7 }, 'three')).toEqual({
      text: 'one three',
      start: 9,
      end: 9,
    });
  });
  it('deletes characters, words and lines', () => {
    const at = (text: string): Draft => ({ text, start: text.length, end: text.length });
    expect(remove(at('ab'), 'character', false).text).toBe('a');
    expect(remove(at('one two'), 'word', false).text).toBe('one ');
    expect(remove(at('one\ntwo'), 'line', false).text).toBe('one\n');
    expect(remove(emptyDraft, 'character', false)).toEqual(emptyDraft);
  });
  it('knows the word for which X offers completions', () => {
    expect(wordBeforeCaret({ text: 'hi @bo', start: 6, end: 6 })).toEqual({
      sign: '@',
      query: 'bo',
      from: 3,
    });
    expect(wordBeforeCaret({ text: 'hi @bo ', start: 7, end: 7 })).toBeUndefined();
  });
  it('marks what is beyond the limit', () => {
    expect(blocksOf('abcdef', 4)).toEqual([
      [
        { text: 'abcd', style: 'plain' },
        { text: 'ef', style: 'overflow' },
      ],
    ]);
  });
});
