/** Help that is in the package: there offline, and when nothing else works. Searched as one types, accents aside. */
import { useId, useState } from 'preact/hooks';
import { help as en } from '../../lib/words/help/en.ts';
import { help as fr } from '../../lib/words/help/fr.ts';
import { goTo } from '../hooks.ts';
import { useServices, useWords } from '../services.ts';
import { Header } from '../ui/Header.tsx';

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

export function Help() {
  const words = useWords();
  const help = { en, fr }[useServices().language];
  const id = useId();
  const [text, setText] = useState('');
  const wanted = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = help.topics.filter((topic) => {
    const all = plain(`${topic.title} ${topic.text}`);
    return wanted.every((word) => all.includes(word));
  });
  return (
    <>
      <Header title={words.help.title} documentTitle={words.help.title} onBack={() => goTo('/settings')} />
      <main class="screen">
        <div class="field">
          <label for={id}>{help.search}</label>
          <input
            id={id}
            type="search"
            autoComplete="off"
            maxLength={60}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <p class="for-readers" role="status">
          {found.length === 0 ? help.none : ''}
        </p>
        {found.length === 0 ? <p class="muted">{help.none}</p> : null}
        {found.map((topic) => (
          // Open where a search has left few: what was looked for is seen at once.
          <details key={topic.title} class="topic" open={wanted.length > 0 && found.length < 3}>
            <summary>{topic.title}</summary>
            <p>{topic.text}</p>
          </details>
        ))}
      </main>
    </>
  );
}
