/**
 * Calls for the composer's script when an editor has the focus for the first time: most pages are read, not written on,
 * and need not carry it. Called again if it did not come.
 */
import { editorOf, focusedEditor, TURNING_EVENTS } from '../../lib/x/editor.ts';
import type { Feature } from './page.ts';

export const composerCall: Feature = {
  name: 'composer',
  init(page) {
    let isCalled = false;
    const call = async () => {
      if (isCalled) return;
      isCalled = true;
      isCalled = (await page.ask('page.need', { script: 'composer' })) === true;
    };
    const attend = (event: Event) => {
      if (!isCalled && editorOf(event)) void call();
    };
    for (const type of TURNING_EVENTS) {
      page.document.addEventListener(type, attend, { capture: true, passive: true, signal: page.signal });
    }
    if (focusedEditor(page.document)) void call();
  },
};
