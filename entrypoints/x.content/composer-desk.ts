/**
 * All that belongs to one editor: how its text reads, the line and the tool beside it, and what becomes of a wish that
 * began there. Its draft is emptied only when the background says that all of it is paid, and only if it still is the
 * text that was paid.
 */
import type { CommandView } from '../../lib/messages.ts';
import { composerWords } from '../../lib/words/composer.ts';
import {
  answeredBy,
  editorText,
  placeBeside,
  placeInTools,
  postedTweet,
  rangeIn,
  sendButton,
} from '../../lib/x/composer.ts';
import { emptyEditor, writeText } from '../../lib/x/composer-write.ts';
import { kindOf, mayHoldCommand } from '../../lib/x/editor.ts';
import { type Chip, createChip, createTool } from './chip.ts';
import type { Page } from './page.ts';
import type { Underlines } from './underline.ts';

/** Milliseconds without a key after which a text is read: between two keys of a quick typist nothing of ours runs. */
const READ_AFTER_MS = 50;
/** Milliseconds for which it is remembered whom an editor answers: reading the page costs more than a key may. */
const ANSWERED_MS = 1_000;
/** Milliseconds in which X must have posted what it was given. */
const POST_WAIT_MS = 15_000;
const POST_LOOK_MS = 100;
/** Milliseconds in which X's "sent" may name the post. */
const TOAST_WAIT_MS = 1_500;

export type Desk = {
  /** The text may have changed. */
  look(): void;
  /** A wish has been paid in full: empties the draft, if it was this one's. */
  settled(wish: string): void;
  close(): void;
};

/** What the line shows, and of which text. */
type Read = { readonly text: string; readonly replyTo: string | null; readonly view: CommandView };

export function openDesk(page: Page, editor: HTMLElement, underlines: Underlines): Desk {
  return new EditorDesk(page, editor, underlines);
}

class EditorDesk implements Desk {
  readonly #page: Page;
  readonly #editor: HTMLElement;
  readonly #underlines: Underlines;
  readonly #observer: MutationObserver;
  readonly #closed = new AbortController();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #seen: string | null = null;
  #isAsking = false;
  #read: Read | null = null;
  #chip: Chip | null = null;
  #answeredHandle: string | null = null;
  #answeredUntil = Number.NEGATIVE_INFINITY;
  #tool: HTMLElement | null = null;
  /** The wish under way and the text that it pays. */
  #wish: { readonly id: string; readonly text: string } | null = null;

  constructor(page: Page, editor: HTMLElement, underlines: Underlines) {
    this.#page = page;
    this.#editor = editor;
    this.#underlines = underlines;
    this.#observer = new MutationObserver(() => {
      this.#keepUnderlines();
      this.look();
    });
    const changes = { childList: true, subtree: true, characterData: true };
    if (editor.localName === 'textarea') {
      editor.addEventListener('input', () => this.look(), { signal: this.#closed.signal });
      // X empties a plain field without an event: its button goes, or is switched off.
      const around = placeBeside(editor)?.parent ?? editor.parentElement;
      if (around) this.#observer.observe(around, { childList: true, subtree: true, attributes: true });
    } else this.#observer.observe(editor, changes);
    this.look();
  }

  look(): void {
    if (this.#closed.signal.aborted) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#placeTool();
      this.#consider();
    }, READ_AFTER_MS);
  }

  close(): void {
    this.#closed.abort();
    this.#observer.disconnect();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#clear();
    this.#tool?.remove();
  }

  settled(wish: string): void {
    const paid = this.#wish;
    if (paid?.id !== wish) return;
    this.#wish = null;
    // Changed since, or posted: what stands there now is not what was paid.
    if (!this.#editor.isConnected || editorText(this.#editor) !== paid.text) return;
    const chip = this.#chip;
    void emptyEditor(this.#editor).then((isEmpty) => {
      const words = composerWords[this.#page.language()];
      if (!isEmpty) chip?.say(words.paidButKept);
    });
  }

  /** One question at a time; the answer to an older text is thrown away, and the newest asked for. */
  #consider(): void {
    const text = editorText(this.#editor);
    if (text === this.#seen) {
      this.#keepPlace();
      return;
    }
    if (!mayHoldCommand(text)) {
      this.#seen = text;
      this.#clear();
      return;
    }
    if (this.#isAsking) return;
    this.#seen = text;
    this.#isAsking = true;
    const replyTo = this.#answered();
    const { page, place } = { page: this.#page, place: kindOf(this.#editor) };
    const question = { place, text, replyTo, author: page.viewer().handle, language: page.language() };
    void page.ask('page.read_command', question).then((view) => {
      this.#isAsking = false;
      if (this.#closed.signal.aborted) return;
      if (editorText(this.#editor) !== text) this.look();
      else if (view) this.#show({ text, replyTo, view });
      else this.#clear();
    });
  }

  #answered(): string | null {
    const now = performance.now();
    if (now > this.#answeredUntil) {
      this.#answeredHandle = answeredBy(this.#editor);
      this.#answeredUntil = now + ANSWERED_MS;
    }
    return this.#answeredHandle;
  }

  #show(read: Read): void {
    this.#read = read;
    this.#chip ??= createChip(this.#page.document, {
      pay: () => this.#pay(),
      post: () => void this.#postAndPay(),
      fix: () => void this.#fix(),
    });
    this.#chip.show(read.view, this.#page.theme());
    this.#keepPlace();
    this.#underline(read.view, read.view.spans);
  }

  #underline(view: CommandView, spans: CommandView['spans']): void {
    const ranges = spans.map(({ start, end }) => rangeIn(this.#editor, start, end));
    this.#underlines.show(
      this.#editor,
      view.kind === 'payment' ? 'payment' : 'trouble',
      ranges.filter((range) => range !== null),
    );
  }

  /** X draws a line anew at every key: what has not changed stays underlined, before the page is painted. */
  #keepUnderlines(): void {
    const read = this.#read;
    if (!read) return;
    const text = editorText(this.#editor);
    const isSame = ({ start, end }: { start: number; end: number }) =>
      text.slice(start, end) === read.text.slice(start, end);
    this.#underline(read.view, read.view.spans.filter(isSame));
  }

  #clear(): void {
    this.#read = null;
    this.#chip?.host.remove();
    this.#chip = null;
    this.#underlines.clear(this.#editor);
  }

  /** X may have drawn the composer's foot anew. */
  #keepPlace(): void {
    const chip = this.#chip?.host;
    if (!chip || chip.isConnected) return;
    const place = placeBeside(this.#editor);
    if (!place) chip.remove();
    else if (chip.parentElement !== place.parent) place.parent.insertBefore(chip, place.before);
  }

  #placeTool(): void {
    if (this.#tool?.isConnected) return;
    const place = placeInTools(this.#editor);
    if (!place) return;
    this.#tool ??= createTool(
      this.#page.document,
      composerWords[this.#page.language()].begin,
      this.#page.theme(),
      () => void this.#begin(),
    );
    place.parent.insertBefore(this.#tool, place.before);
  }

  /** Writes the beginning of a command at the caret. */
  async #begin(): Promise<void> {
    const words = composerWords[this.#page.language()];
    const text = answeredBy(this.#editor) === null ? words.toSomebody : words.toAnswered;
    // A hashtag must not stick to the word before it.
    const isApart = /(^|\s)$/.test(editorText(this.#editor));
    await writeText(this.#editor, isApart ? text : ` ${text}`);
    this.look();
  }

  async #fix(): Promise<void> {
    const read = this.#current();
    const fix = read?.view.fix;
    if (fix) await writeText(this.#editor, fix.text, fix);
    this.look();
  }

  /** What the line shows, if it still is what stands in the editor. */
  #current(): Read | null {
    return this.#read && editorText(this.#editor) === this.#read.text ? this.#read : null;
  }

  /** The same still as when it was read, and for the same person: X may have gone to another post meanwhile. */
  #isPayable(read: Read | null): read is Read {
    return read?.view.kind === 'payment' && answeredBy(this.#editor) === read.replyTo;
  }

  #pay(): void {
    const read = this.#current();
    if (!this.#isPayable(read)) return;
    const id = crypto.randomUUID();
    this.#wish = { id, text: read.text };
    this.#send(id, read, null);
  }

  #send(wish: string, { text, replyTo }: Read, tweetId: string | null): void {
    const author = this.#page.viewer().handle;
    this.#page.pay({ place: kindOf(this.#editor), wish, text, replyTo, author, tweetId });
  }

  /** X posts by its own button; the code is asked for when it has. */
  async #postAndPay(): Promise<void> {
    const read = this.#current();
    const button = read && sendButton(this.#editor);
    if (!button || !this.#isPayable(read)) return;
    const { document } = this.#page;
    const isChat = kindOf(this.#editor) === 'chat';
    const earlier = postedTweet(document);
    button.click();
    const isGone = () => !this.#editor.isConnected || editorText(this.#editor).trim() === '';
    if (!(await this.#until(isGone, POST_WAIT_MS))) {
      this.#chip?.say(composerWords[this.#page.language()].notPosted);
      return;
    }
    const isNamed = () => ![null, earlier].includes(postedTweet(document));
    const tweetId = !isChat && (await this.#until(isNamed, TOAST_WAIT_MS)) ? postedTweet(document) : null;
    if (!this.#page.signal.aborted) this.#send(crypto.randomUUID(), read, tweetId);
  }

  /** By looking now and then: X's list of things that may happen is not ours to know. */
  #until(check: () => boolean, waitMs: number): Promise<boolean> {
    return new Promise((done) => {
      const end = performance.now() + waitMs;
      const look = () => {
        const isSo = check();
        if (isSo || performance.now() > end || this.#page.signal.aborted) done(isSo);
        else setTimeout(look, POST_LOOK_MS);
      };
      look();
    });
  }
}
