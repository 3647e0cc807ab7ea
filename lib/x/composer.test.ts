// @vitest-environment jsdom
/** Reading X's composers: text, places, and who is answered. */
import { beforeEach, describe, expect, it } from 'vitest';
import { answeredBy, editorText, placeBeside, postedTweet, rangeIn, sendButton } from './composer.ts';
import { focusedEditor, kindOf, mayHoldCommand } from './editor.ts';
import { tweet } from './page.fixture.ts';
import { loadSnapshot, snapshotNames, WITHOUT_SNAPSHOTS } from './snapshots.fixture.ts';

/** One line of Draft.js, its leaves as given: a hashtag or a mention has one of its own. */
const line = (...leaves: string[]) =>
  `<div data-block="true"><div>${leaves
    .map((text) => `<span data-offset-key="k"><span data-text="true">${text}</span></span>`)
    .join('')}</div></div>`;
const composerHtml = (lines: string, more = '') => `
  <div class="scope"><div><div contenteditable="true" role="textbox" tabindex="0"
    data-testid="tweetTextarea_0"><div data-contents="true">${lines}</div></div></div>
    <div class="foot">${more}<div data-testid="toolBar"><button data-testid="tweetButtonInline"></button></div></div></div>`;

const editor = (root: ParentNode = document) =>
  root.querySelector<HTMLElement>('[data-testid="tweetTextarea_0"]') as HTMLElement;

beforeEach(() => {
  document.body.innerHTML = '';
  history.replaceState(null, '', '/home');
});

it('tells a command’s keyword from everything else', () => {
  for (const text of ['#envoyer', 'a #PAY b', '＃send']) expect(mayHoldCommand(text), text).toBe(true);
  for (const text of ['envoyer', '# pay', '#bread', '']) expect(mayHoldCommand(text), text).toBe(false);
});

describe('the text', () => {
  it('is that of all lines and leaves, and its characters are pointed at across them', () => {
    document.body.innerHTML = composerHtml(
      line('Merci') + line('') + line('#envoyer', ' 10 € ', '@bob', ' 👍 fin'),
    );
    const text = editorText(editor());
    expect(text).toBe('Merci\n\n#envoyer 10 € @bob 👍 fin');
    for (const part of ['Merci', '#envoyer', '10 €', 'envoyer 10 € @b', '@bob', '👍', 'fin']) {
      const start = text.indexOf(part);
      expect(String(rangeIn(editor(), start, start + part.length)), part).toBe(part);
    }
    expect(rangeIn(editor(), 0, text.length + 5)).toBeNull();
  });

  it('of a plain field is its value, which can’t be pointed at', () => {
    document.body.innerHTML = '<textarea data-testid="tweetTextarea_0">#pay</textarea>';
    expect(editorText(editor())).toBe('#pay');
    expect(rangeIn(editor(), 0, 2)).toBeNull();
  });
});

describe('the place beside', () => {
  it('is before the toolbar, never in the editor', () => {
    document.body.innerHTML = composerHtml(line('x'));
    const place = placeBeside(editor());
    expect(place?.parent.className).toBe('foot');
    expect(place?.before?.getAttribute('data-testid')).toBe('toolBar');
    expect(editor().contains(place?.parent ?? null)).toBe(false);
  });

  it('is before what holds the button where X shows no toolbar; none where there is no button', () => {
    document.body.innerHTML = composerHtml(line('x')).replace('data-testid="toolBar"', 'class="bar"');
    expect(placeBeside(editor())?.before?.className).toBe('foot');
    document.body.innerHTML = composerHtml(line('x')).replace('tweetButtonInline', 'other');
    expect(placeBeside(editor())).toBeNull();
  });

  it('presses X’s button only while X would', () => {
    document.body.innerHTML = composerHtml(line('x'));
    expect(sendButton(editor())?.dataset.testid).toBe('tweetButtonInline');
    for (const off of ['disabled', 'aria-disabled="true"']) {
      document.body.innerHTML = composerHtml(line('x')).replace('<button', `<button ${off}`);
      expect(sendButton(editor())).toBeNull();
    }
  });
});

describe('who is answered', () => {
  const focal = tweet({ handle: 'bob', id: '20' }).replace('<article', '<article tabindex="-1"');

  it('is nobody on home, whatever stands there', () => {
    document.body.innerHTML = composerHtml(line('x')) + focal;
    expect(answeredBy(editor())).toBeNull();
  });

  it('is nobody where two posts might be meant', () => {
    history.replaceState(null, '', '/bob/status/20');
    document.body.innerHTML = focal.replaceAll('bob', 'eve') + focal + composerHtml(line('x'));
    expect(answeredBy(editor())).toBeNull();
  });

  it('is nobody in a modal without a post', () => {
    history.replaceState(null, '', '/bob/status/20');
    document.body.innerHTML = `${focal}<div role="dialog" aria-modal="true">${composerHtml(line('x'))}</div>`;
    expect(answeredBy(editor())).toBeNull();
  });
});

it('reads which post X says it has published', () => {
  document.body.innerHTML = '<div data-testid="toast">Sent. <a href="/alice/status/123">View</a></div>';
  expect(postedTweet(document)).toBe('123');
  document.body.innerHTML = '<div data-testid="toast">Sent.</div>';
  expect(postedTweet(document)).toBeNull();
});

it('finds the editor with the focus, also within the chat’s shadow root', () => {
  document.body.innerHTML = '<div data-testid="xchatEmbedRoute" tabindex="0"></div>';
  const host = document.querySelector('div') as HTMLElement;
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML =
    '<div data-testid="dm-conversation-header"><a href="https://x.com/bob">Bob</a></div>' +
    '<div data-testid="dm-composer-container"><textarea data-testid="dm-composer-textarea"></textarea></div>';
  root.querySelector('textarea')?.focus();
  const found = focusedEditor(document);
  expect(found && kindOf(found)).toBe('chat');
  expect(found && answeredBy(found)).toBe('bob');
  expect((found && placeBeside(found)?.parent)?.getAttribute('data-testid')).toBe('dm-composer-container');
  // A group: several people, so nobody.
  root.firstElementChild?.insertAdjacentHTML('beforeend', '<a href="https://x.com/eve">Eve</a>');
  expect(found && answeredBy(found)).toBeNull();
});

describe.skipIf(snapshotNames.length === 0)(`real pages ${WITHOUT_SNAPSHOTS}`, () => {
  const open = (start: string) => loadSnapshot(snapshotNames.find((name) => name.startsWith(start)) ?? start);

  it('the reply modal over home: two editors, each with its own place; the modal answers its post', () => {
    const page = open('2026-10_reply_modal');
    const [first, second] = [...page.querySelectorAll<HTMLElement>('[data-testid="tweetTextarea_0"]')];
    if (!first || !second) throw new Error('the page has changed');
    const modal = [first, second].find((found) => found.closest('[aria-modal="true"]')) as HTMLElement;
    const other = modal === first ? second : first;
    expect(answeredBy(modal)).toBe('kozi1');
    expect(answeredBy(other)).toBeNull();
    expect(placeBeside(modal)?.parent).not.toBe(placeBeside(other)?.parent);
  });
});
