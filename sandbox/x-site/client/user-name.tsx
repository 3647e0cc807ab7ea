/** `User-Name`: name, handle and time of a tweet's author; links in a cell, plain text in quotes and in the reply modal. */

import type { Person, Tweet } from '../model.ts';
import { shortTime } from './amounts.ts';
import { VerifiedIcon } from './icons.tsx';
import { Link, Span, Text, useRandomId, View } from './primitives.tsx';
import { NameText } from './rich-text.tsx';
import { useLanguage, useWords } from './store.ts';

type UserNameProps = {
  person: Person;
  /** Without it there is no time: the focal tweet has it below, an advertisement nowhere. */
  tweet?: Tweet;
  /** Quotes and the reply modal's copy have no links. */
  links?: boolean;
  /** Name above handle, as on the focal tweet. */
  stacked?: boolean;
};

/** The display name and its tick, as X draws them everywhere. */
export function NameLine({ person, s = 'row name-line' }: { person: Person; s?: string }) {
  const words = useWords();
  return (
    <View s={s}>
      <Text s="name">
        <NameText name={person.name} />
      </Text>
      <Text s="name badge">
        <Span>{person.verified && <VerifiedIcon label={words.verified} />}</Span>
      </Text>
    </View>
  );
}

export function UserName({ person, tweet, links = true, stacked = false }: UserNameProps) {
  const id = useRandomId();
  const name = <NameLine person={person} />;
  const handle = (
    <Text s="muted nowrap">
      <Span>@{person.handle}</Span>
    </Text>
  );
  return (
    <View id={id} data-testid="User-Name" s={stacked ? 'user-name column' : 'user-name row'}>
      <View s="row shrink">
        <View s="row shrink">
          {links ? (
            <Link s="name-link shrink" href={`/${person.handle}`}>
              {name}
            </Link>
          ) : (
            name
          )}
        </View>
      </View>
      <View s={stacked ? 'row shrink' : 'row handle-line'}>
        <View s="row shrink">
          <View s="row shrink">
            {links ? (
              <Link s="shrink block" href={`/${person.handle}`} tabIndex={-1}>
                {handle}
              </Link>
            ) : (
              <View tabIndex={-1}>{handle}</View>
            )}
          </View>
          {tweet !== undefined && (
            <>
              <Text aria-hidden="true" s="muted dot">
                <Span>·</Span>
              </Text>
              <View s="row">
                <Time person={person} tweet={tweet} links={links} />
              </View>
            </>
          )}
        </View>
      </View>
    </View>
  );
}

function Time({ person, tweet, links }: { person: Person; tweet: Tweet; links: boolean }) {
  const language = useLanguage();
  const text = shortTime(tweet.createdAt, Date.now(), language);
  const time = <time dateTime={tweet.createdAt}>{text}</time>;
  if (!links) {
    return (
      <View>
        <Text s="muted nowrap" aria-label={text}>
          {time}
        </Text>
      </View>
    );
  }
  return (
    <Link
      s="muted nowrap small-link"
      dir="ltr"
      href={`/${person.handle}/status/${tweet.id}`}
      aria-label={text}
    >
      {time}
    </Link>
  );
}
