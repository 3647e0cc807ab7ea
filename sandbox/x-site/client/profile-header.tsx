/** The header of a profile: banner, face, row of buttons, name, bio, and the two counts. */

import type { Person } from '../model.ts';
import { monthAndYear, shortCount } from './amounts.ts';
import { Avatar } from './avatar.tsx';
import { Icon, type IconName, VerifiedIcon } from './icons.tsx';
import { Link, Press, Span, Text, View, viewClasses } from './primitives.tsx';
import { NameText, RichText } from './rich-text.tsx';
import { navigate } from './router.ts';
import { useLanguage, useStore, useWords } from './store.ts';
import { ParodyLine } from './tweet-lines.tsx';
import { FollowButton } from './user-cell.tsx';

export function ProfileHeader({ person }: { person: Person }) {
  const words = useWords();
  const viewerId = useStore((state) => state.viewerId);
  return (
    <View>
      <Link href={`/${person.handle}/header_photo`} tabIndex={-1} aria-hidden="true" s="block">
        <View s="relative">
          <View style={{ paddingBottom: '33.3333%' }} />
          <View s="layer">
            <View s="fill">
              <View
                s="fill avatar-image"
                style={{ backgroundImage: `url("/sandbox/banners/${person.id}.svg")` }}
              />
              <img alt="" draggable={true} src={`/sandbox/banners/${person.id}.svg`} class="css-9pa8cd" />
            </View>
          </View>
        </View>
      </Link>
      <View s="profile-inside">
        <View s="profile-top">
          <View s="profile-face">
            <Avatar person={person} size={134} href={`/${person.handle}/photo`} label={words.profile} />
          </View>
          <View s="profile-row">{viewerId === person.id ? <OwnRow /> : <OtherRow person={person} />}</View>
        </View>
        <Names person={person} />
        {person.parody === true && <ParodyLine />}
        <View s="profile-part">
          <View>
            <Text dir="auto" data-testid="UserDescription" s="bio">
              <RichText text={person.bio} />
            </Text>
          </View>
        </View>
        <Items person={person} />
        <Followers person={person} />
      </View>
    </View>
  );
}

function OwnRow() {
  const words = useWords();
  return (
    <Link href="/settings/profile" data-testid="editProfileButton" s="pill pill-outline">
      <Text s="pill-text">
        <Span>
          <Span>{words.editProfile}</Span>
        </Span>
      </Text>
    </Link>
  );
}

/** X's order (July 2025): more, message, its own "Send or Request", bell, follow. */
function OtherRow({ person }: { person: Person }) {
  const words = useWords();
  const viewerId = useStore((state) => state.viewerId);
  return (
    <>
      {viewerId !== undefined && (
        <>
          <RoundButton icon="more" label={words.more} testId="userActions" menu />
          {person.takesMessages && (
            <RoundButton
              icon="mail"
              label={words.message}
              testId="sendDMFromProfile"
              onClick={() => navigate(conversationPath(viewerId, person.id))}
            />
          )}
          <RoundButton
            icon="cash"
            label={words.sendOrRequest}
            testId="paymentsFromProfile"
            onClick={() => navigate('/i/money/transfer')}
          />
          <View>
            <RoundButton icon="bell" label={words.notify} />
          </View>
        </>
      )}
      <View data-testid="placementTracking" s="profile-follow">
        <FollowButton person={person} />
      </View>
    </>
  );
}

/** `/i/chat/<low>-<high>`: the two numeric ids, the smaller one first. */
export function conversationPath(one: string, other: string): string {
  const [low, high] = BigInt(one) < BigInt(other) ? [one, other] : [other, one];
  return `/i/chat/${low}-${high}`;
}

type RoundProps = { icon: IconName; label: string; testId?: string; menu?: boolean; onClick?: () => void };

function RoundButton({ icon, label, testId, menu = false, onClick }: RoundProps) {
  return (
    <Press
      aria-label={label}
      s="round-outline"
      onClick={onClick}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
      {...(menu ? { 'aria-haspopup': 'menu' as const, 'aria-expanded': 'false' as const } : {})}
    >
      <Text>
        <Icon name={icon} />
        <Span />
      </Text>
    </Press>
  );
}

function Names({ person }: { person: Person }) {
  const words = useWords();
  return (
    <View data-testid="UserName" s="profile-part">
      <View>
        <View>
          <View>
            <View>
              <View>
                <Text s="profile-name">
                  <Span>
                    <NameText name={person.name} />
                    <Span>
                      <Span>
                        <Span>
                          {person.verified && (
                            <View s="inline">
                              <Press aria-label="Provides details about verified accounts.">
                                <VerifiedIcon label={words.verified} />
                              </Press>
                            </View>
                          )}
                        </Span>
                      </Span>
                    </Span>
                  </Span>
                </Text>
              </View>
            </View>
            <View>
              <View tabIndex={-1}>
                <View>
                  <Text s="muted">
                    <Span>@{person.handle}</Span>
                  </Text>
                </View>
              </View>
            </View>
          </View>
        </View>
        <View />
      </View>
    </View>
  );
}

function Items({ person }: { person: Person }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <View s="profile-part">
      <Text data-testid="UserProfileHeader_Items" s="muted row profile-items">
        <span role="presentation" dir="ltr" data-testid="UserLocation" class={viewClasses('profile-item')}>
          <Icon name="pin" s="icon-small" />
          <Span>
            <Span>Sandbox</Span>
          </Span>
        </span>
        <View s="inline">
          <Link
            role="none"
            dir="ltr"
            href={`/${person.handle}/about`}
            data-testid="UserJoinDate"
            s="profile-item muted"
          >
            <Icon name="calendar" s="icon-small" />
            <Span>
              {words.joined}
              {monthAndYear(person.createdAt, language)}
            </Span>
          </Link>
        </View>
      </Text>
    </View>
  );
}

function Followers({ person }: { person: Person }) {
  const words = useWords();
  const language = useLanguage();
  const counts = [
    { path: 'following', count: person.following, text: words.followingCount },
    { path: 'verified_followers', count: person.followers, text: words.followers },
  ];
  return (
    <View s="row profile-counts">
      {counts.map(({ path, count, text }) => (
        <View>
          <Link dir="ltr" href={`/${person.handle}/${path}`} s="name-link">
            <Span s="strong">
              <Span>{shortCount(count, language)}</Span>
            </Span>{' '}
            <Span s="muted">
              <Span>{text}</Span>
            </Span>
          </Link>
        </View>
      ))}
    </View>
  );
}
