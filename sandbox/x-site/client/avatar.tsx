/** The nest of divs around a face: `UserAvatar-Container-<handle>` is the one name in it that lasts. */

import type { Person } from '../model.ts';
import { Link, View } from './primitives.tsx';

type AvatarProps = {
  person: Person;
  size: number;
  /** In quotes and in the account button X has a plain div instead of a link. */
  as?: 'link' | 'presentation';
  /** List avatars are out of the tab order; the composer's own is in it. */
  tabIndex?: -1 | undefined;
  href?: string;
  label?: string;
};

export function Avatar({ person, size, as = 'link', tabIndex, href, label }: AvatarProps) {
  const picture = `/sandbox/avatars/${person.id}.svg`;
  const layers = (
    <>
      <View s="layer">
        <View />
      </View>
      <View s="layer">
        <View />
      </View>
      <View s="layer">
        <View style={{ paddingBottom: '100%' }} />
        <View s="layer">
          <View aria-label={label} s="fill">
            <View s="fill avatar-image" style={{ backgroundImage: `url("${picture}")` }} />
            <img alt={label ?? ''} draggable={true} src={picture} class="css-9pa8cd" />
          </View>
        </View>
      </View>
      <View s="layer">
        <View s="avatar-shade" />
      </View>
    </>
  );
  return (
    <View
      data-testid={`UserAvatar-Container-${person.handle}`}
      s="avatar"
      style={{ width: `${size}px`, height: `${size}px` }}
    >
      <View style={{ paddingBottom: '100%' }} />
      <View s="layer">
        <View s="fill">
          <View style={{ paddingBottom: '100%' }} />
          <View s="layer">
            <View s="fill">
              {as === 'link' ? (
                <Link
                  s="fill round block"
                  href={href ?? `/${person.handle}`}
                  tabIndex={tabIndex}
                  aria-hidden={tabIndex === -1 ? 'true' : undefined}
                >
                  {layers}
                </Link>
              ) : (
                <View s="fill round" role="presentation" tabIndex={tabIndex}>
                  {layers}
                </View>
              )}
            </View>
          </View>
        </View>
      </View>
    </View>
  );
}
