/**
 * Shows one scene, chosen by the address: `?scene=pay&lang=fr&surface=popup`. For people who look and for
 * scripts/gallery.ts; never part of the extension.
 */

import { render } from 'preact';
import type { Answer } from '../../lib/messages.ts';
import { wordsOf } from '../../lib/words/all.ts';
import { App } from '../App.tsx';
import type { Services, Surface } from '../services.ts';
import { fakeHistory } from './fake-history.ts';
import { NOW } from './fixtures.ts';
import { scenes } from './scenes.ts';
import '../style.css';

const query = new URLSearchParams(location.search);
const scene = scenes[query.get('scene') ?? ''];
const language = query.get('lang') === 'fr' ? 'fr' : 'en';
const surface = scene?.surface ?? ((query.get('surface') ?? 'popup') as Surface);

const never = new Promise<never>(() => undefined);

/** Answers the view and keeps everything else waiting, so that a scene stands still. */
const send: Services['send'] = (kind) => {
  if (kind === 'wallet.view' && scene?.view) {
    return Promise.resolve({ ok: true, value: scene.view } as Answer<never>);
  }
  const answer: unknown = scene?.answers?.[kind];
  if (answer === undefined) return never;
  const isError = answer !== null && typeof answer === 'object' && 'attemptsLeft' in answer;
  return Promise.resolve(
    (isError ? { ok: false, error: answer } : { ok: true, value: answer }) as Answer<never>,
  );
};

document.documentElement.lang = language;
document.documentElement.dataset.surface = surface;
const root = document.getElementById('app');
if (scene && root) {
  location.hash = `#${scene.route ?? '/'}`;
  const services: Services = {
    language,
    words: wordsOf(language),
    surface,
    send,
    listPayments: ({ limit, beforeId }) => {
      const all = scene.payments ?? [];
      const from = beforeId === undefined ? 0 : all.findIndex((payment) => payment.id === beforeId) + 1;
      return Promise.resolve(all.slice(from, from + limit));
    },
    history: fakeHistory(scene.payments ?? []),
    saveFile: () => undefined,
    subscribe: () => () => undefined,
    openTab: () => undefined,
    openWindow: () => undefined,
    gestures: { make: () => never, use: () => never },
    update: () => undefined,
    practiceHandle: 'chloe',
    close: () => undefined,
    now: () => NOW,
  };
  render(<App services={services} />, root);
} else if (root) {
  render(<Index />, root);
}

function Index() {
  return (
    <main class="screen">
      <h1>Moineau</h1>
      <ul>
        {Object.keys(scenes).map((name) => (
          <li key={name}>
            <a href={`?scene=${name}&lang=fr`}>{name}</a> · <a href={`?scene=${name}&lang=en`}>en</a>
          </li>
        ))}
      </ul>
    </main>
  );
}
