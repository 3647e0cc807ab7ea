/**
 * While a command is typed, a line beside the editor says how it reads. Costs nothing until an editor has the focus, and
 * a look at its text per frame then; only a text with a command's keyword is sent to the background, one question at a
 * time, so that typing never waits. Never writes into X's nodes, never posts by itself, never pays.
 */
import { editorOf, focusedEditor, TURNING_EVENTS } from '../../lib/x/editor.ts';
import { chipsIn } from './chip.ts';
import { type Desk, openDesk } from './composer-desk.ts';
import { extensionStorage } from './extension.ts';
import type { Feature } from './page.ts';
import { followRules } from './rules.ts';
import { openUnderlines } from './underline.ts';

export const composer: Feature = {
  name: 'composer',
  init(page) {
    const { document, signal } = page;
    void followRules(extensionStorage(), null, { document, signal });
    for (const left of chipsIn(document)) left.remove();
    const underlines = openUnderlines(document, signal);
    const desks = new Map<HTMLElement, Desk>();
    const close = (editor: HTMLElement) => {
      desks.get(editor)?.close();
      desks.delete(editor);
    };
    const sweep = () => {
      // A composer that X has taken away took the line along; what is left is our memory of it.
      for (const editor of desks.keys()) if (!editor.isConnected) close(editor);
    };
    const attend = (editor: HTMLElement | null) => {
      if (!editor || signal.aborted) return;
      sweep();
      const desk = desks.get(editor);
      if (desk) desk.look();
      else desks.set(editor, openDesk(page, editor, underlines));
    };
    for (const type of TURNING_EVENTS) {
      const turn = (event: Event) => attend(editorOf(event));
      document.addEventListener(type, turn, { capture: true, passive: true, signal });
    }
    page.watcher.add({ name: 'composer', settled: sweep, signal });
    page.inbox.on(
      'told.outcome',
      ({ wish }) => {
        for (const desk of desks.values()) desk.settled(wish);
      },
      signal,
    );
    signal.addEventListener('abort', () => {
      for (const editor of [...desks.keys()]) close(editor);
    });
    attend(focusedEditor(document));
  },
};
