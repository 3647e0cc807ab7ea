/** Who one wants to be in the sandbox. X's own sign-in is not imitated: nobody should get used to typing a password here. */

import type { Person } from '../model.ts';
import { Avatar } from './avatar.tsx';
import { Letter } from './icons.tsx';
import { Span, Text, View, viewClasses } from './primitives.tsx';
import { NameText } from './rich-text.tsx';
import { useStore, useWords } from './store.ts';

export function SignInPage() {
  const words = useWords();
  const choice = useStore((state) => state.signInAs);
  const next = `${location.pathname}${location.search}`;
  return (
    <main role="main" class={viewClasses('sign-in')}>
      <View s="sign-in-card" data-testid="sandbox-sign-in">
        <View s="logo-large">
          <Letter />
        </View>
        <h1 class={viewClasses('page-title')}>{words.signIn}</h1>
        <Text s="muted">
          <Span>{words.signInHint}</Span>
        </Text>
        {choice.map((person) => (
          <PersonChoice person={person} next={next} />
        ))}
      </View>
    </main>
  );
}

/** A true link, not the router's: the server sets the cookies. */
function PersonChoice({ person, next }: { person: Person; next: string }) {
  return (
    <a
      href={`/sandbox/sign-in?as=${person.handle}&next=${encodeURIComponent(next)}`}
      class={viewClasses('row sign-in-choice')}
      data-testid={`sandbox-sign-in-${person.handle}`}
    >
      <View s="cell-left">
        <Avatar person={person} size={40} as="presentation" />
      </View>
      <View>
        <Text s="name">
          <NameText name={person.name} />
        </Text>
        <Text s="muted">
          <Span>@{person.handle}</Span>
        </Text>
      </View>
    </a>
  );
}
