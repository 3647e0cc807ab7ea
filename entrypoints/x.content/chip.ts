/**
 * The line beside an editor that says how a command reads, and the tool that begins one: elements of ours in open
 * shadow roots, never inside the editor. They repeat what the person typed and nothing of the wallet. A trusted press is
 * a wish, as everywhere. Events stay inside: X's Escape closes a composer, its shortcuts would fire.
 */
import type { CommandView } from '../../lib/messages.ts';
import type { Theme } from '../../lib/x/index.ts';
import { whenTrusted } from './pay-button.ts';

export const CHIP_TAG = 'moineau-chip';
export const TOOL_TAG = 'moineau-tool';

const KEPT_EVENTS = (
  'click auxclick dblclick pointerdown pointerup mousedown mouseup touchstart touchend ' +
  'keydown keypress keyup paste cut beforeinput input'
).split(' ');

const COLOURS = `
:host { all: initial; --text: rgb(15,20,25); --line: rgb(207,217,222); --accent: #0e8a6b; --bad: #c01048; --on: #fff; }
:host([data-theme=dim]) { --text: rgb(247,249,249); --line: rgb(56,68,77); --accent: #3ed6ae; --bad: #ff7aa5; --on: #04231b; }
:host([data-theme=dark]) { --text: rgb(231,233,234); --line: rgb(47,51,54); --accent: #3ed6ae; --bad: #ff7aa5; --on: #04231b; }
button { all: unset; box-sizing: border-box; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

const CHIP_STYLE = `${COLOURS}
:host { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; margin-block: 6px; padding: 8px 12px;
  border: 1px solid var(--line); border-inline-start: 3px solid var(--accent); border-radius: 12px; color: var(--text);
  font: .9333rem/1.35 TwitterChirp, -apple-system, system-ui, sans-serif; }
:host([data-kind=ask]), :host([data-kind=refuse]) { border-inline-start-color: var(--bad); }
[role=status] { flex: 1 1 12rem; overflow-wrap: anywhere; unicode-bidi: isolate; }
button { padding: 4px 12px; border: 1px solid var(--accent); border-radius: 9999px; color: var(--accent);
  font-weight: 700; white-space: nowrap; }
button[hidden] { display: none; }
button[data-main] { background: var(--accent); color: var(--on); }
@media (forced-colors: active) { button { color: ButtonText; } }
`;

const TOOL_STYLE = `${COLOURS}
:host { display: flex; align-items: center; justify-content: center; flex: 0 0 auto; }
button { width: 2.2667rem; height: 2.2667rem; display: flex; align-items: center; justify-content: center;
  border-radius: 9999px; color: var(--accent); }
button:hover { background: color-mix(in srgb, var(--accent) 12%, transparent); }
svg { width: 1.3333rem; height: 1.3333rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; }
`;

export type ChipActions = {
  readonly pay: () => void;
  readonly post: () => void;
  readonly fix: () => void;
};

export type Chip = {
  readonly host: HTMLElement;
  show(view: CommandView, theme: Theme): void;
  /** A last word, without anything to press. */
  say(text: string): void;
};

export function createChip(document: Document, actions: ChipActions): Chip {
  const { host, root } = createHost(document, CHIP_TAG, CHIP_STYLE);
  const line = document.createElement('span');
  line.setAttribute('role', 'status');
  const buttons = {
    fix: createButton(document, actions.fix),
    pay: createButton(document, actions.pay),
    post: createButton(document, actions.post),
  };
  buttons.post.dataset.main = '';
  root.append(line, buttons.fix, buttons.pay, buttons.post);
  const label = (button: HTMLElement, text: string | undefined) => {
    button.hidden = text === undefined;
    if (button.textContent !== (text ?? '')) button.textContent = text ?? '';
  };
  const show: Chip['show'] = (view, theme) => {
    host.dataset.theme = theme;
    host.dataset.kind = view.kind;
    // Written only when it differs: a reader reads every change of it aloud.
    if (line.textContent !== view.text) line.textContent = view.text;
    label(buttons.fix, view.fix?.label);
    label(buttons.pay, view.pay?.alone);
    label(buttons.post, view.pay?.posting);
  };
  return {
    host,
    show,
    say(text) {
      line.textContent = text;
      for (const button of Object.values(buttons)) label(button, undefined);
    },
  };
}

/** A tool in X's toolbar that begins a command. */
export function createTool(document: Document, name: string, theme: Theme, onPress: () => void): HTMLElement {
  const { host, root } = createHost(document, TOOL_TAG, TOOL_STYLE);
  host.dataset.theme = theme;
  const button = createButton(document, onPress);
  button.title = name;
  button.setAttribute('aria-label', name);
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', 'M19 5.6A8.2 8.2 0 1 0 19 18.4M2.5 10.2h11M2.5 13.8h10');
  svg.append(path);
  button.append(svg);
  root.append(button);
  return host;
}

function createHost(document: Document, tag: string, css: string): { host: HTMLElement; root: ShadowRoot } {
  const host = document.createElement(tag);
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = css;
  root.append(style);
  for (const type of KEPT_EVENTS) host.addEventListener(type, (event) => event.stopPropagation());
  return { host, root };
}

function createButton(document: Document, act: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.addEventListener('click', whenTrusted(act));
  // The caret stays in the editor.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  return button;
}

/** Ours in a part of the page, and those that an older copy of this script left there. */
export function chipsIn(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(`${CHIP_TAG}, ${TOOL_TAG}`)];
}
