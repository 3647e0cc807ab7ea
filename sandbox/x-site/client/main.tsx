/** Starts the sandbox X page in the browser. */

import { render } from 'preact';
import type { InitialState, World } from '../model.ts';
import { App } from './app.tsx';
import { startClicks } from './clicks.ts';
import { startHoverCards } from './hover-card.tsx';
import { startLive } from './live.ts';
import { hashStyles, setBaseClass } from './primitives.tsx';
import { startRouter } from './router.ts';
import { startShortcuts } from './shortcuts.ts';
import { getState, startWith, takeWorld } from './store.ts';
import { cellStyles } from './styles-cells.ts';
import { pageStyles } from './styles-page.ts';
import { partStyles } from './styles-parts.ts';
import { applyPreferences } from './theme.ts';

declare global {
  interface Window {
    __INITIAL_STATE__?: InitialState;
  }
}

async function start(): Promise<void> {
  const root = document.getElementById('react-root');
  const initial = window.__INITIAL_STATE__;
  if (root === null || initial === undefined) throw new Error('the page came without its root or its state');
  startWith(initial);
  const { preferences } = getState();
  setBaseClass(preferences.baseClass);
  applyPreferences(document, preferences);
  addStyles();
  startRouter();
  root.replaceChildren();
  render(
    <div class={preferences.baseClass} style={{ flex: '1', display: 'flex', minWidth: '0' }}>
      <App />
    </div>,
    root,
  );
  startClicks(root);
  startHoverCards(root);
  startShortcuts(document);
  const response = await fetch('/i/api/sandbox/world', { signal: AbortSignal.timeout(20_000) });
  const world: World = await response.json();
  takeWorld(world);
  startLive(document);
}

/** X's styles come in an element of this id too. */
function addStyles(): void {
  const style = document.createElement('style');
  style.id = 'react-native-stylesheet';
  style.textContent = hashStyles(pageStyles + cellStyles + partStyles);
  document.head.append(style);
}

start().catch((error: unknown) => {
  console.error('sandbox x-site:', error);
});
