/** The list that X opens under the editor while one types @ or #. Enter and Tab take from it. */

import { useState } from 'preact/hooks';
import type { Person } from '../model.ts';
import { Avatar } from './avatar.tsx';
import { hashedClass, Span, Text, View } from './primitives.tsx';
import { NameText } from './rich-text.tsx';
import type { State } from './store.ts';

export type Offer = { readonly text: string; readonly person?: Person };

const hashtags = ['#moineaux', '#maps', '#chorale', '#poterie', '#envoyer', '#envoi', '#entraide'];
const most = 6;

export function completionsFor(word: { sign: '@' | '#'; query: string }, state: State): Offer[] {
  const query = word.query.toLowerCase();
  if (word.sign === '#') {
    return hashtags
      .filter((tag) => tag.slice(1).startsWith(query))
      .slice(0, most)
      .map((text) => ({ text }));
  }
  return [...state.people.values()]
    .filter(
      (person) =>
        person.handle.toLowerCase().startsWith(query) || person.name.toLowerCase().startsWith(query),
    )
    .slice(0, most)
    .map((person) => ({ text: `@${person.handle}`, person }));
}

let dropdowns = 0;

export function Typeahead({
  offers,
  chosen,
  onTake,
}: {
  offers: readonly Offer[];
  chosen: number;
  onTake: (index: number) => void;
}) {
  const [number] = useState(() => dropdowns++);
  if (offers.length === 0) return null;
  return (
    <div id={`typeaheadDropdownWrapped-${number}`} class={hashedClass('typeahead')}>
      <View role="listbox" id={`typeaheadDropdown-${number}`}>
        {offers.map(({ text, person }, index) => (
          <View
            data-testid="typeaheadResult"
            s={index === chosen ? 'offer offer-chosen' : 'offer'}
            // Before the editor loses its caret.
            onMouseDown={(event) => {
              event.preventDefault();
              onTake(index);
            }}
          >
            {person === undefined ? (
              <View role="option" tabIndex={0}>
                <Text s="strong">
                  <Span>{text}</Span>
                </Text>
              </View>
            ) : (
              <View role="option" tabIndex={0} data-testid="TypeaheadUser" s="row">
                <View s="cell-left">
                  <Avatar person={person} size={40} as="presentation" tabIndex={-1} />
                </View>
                <View>
                  <Text s="name">
                    <NameText name={person.name} />
                  </Text>
                  <Text s="muted">
                    <Span>{text}</Span>
                  </Text>
                </View>
              </View>
            )}
          </View>
        ))}
      </View>
    </div>
  );
}
