/**
 * Who someone is: name and handle as X has them, and since when the account is linked here. The name is its
 * owner's and proves nothing, so it is isolated (`<bdi>`) and cleaned, and the handle always stands beside it.
 */
import type { Party, Person } from '../../lib/protocol/people.ts';
import { formatMonth } from '../../lib/words/dates.ts';
import { initialsOf, safeName, tintOf } from '../names.ts';
import { useWords } from '../services.ts';

/** A name that can't disturb the text around it. */
export function Name(props: { name: string; handle: string }) {
  return <bdi class="name">{safeName(props.name, props.handle)}</bdi>;
}

/** The handle, always read from left to right. */
export function AtHandle(props: { handle: string }) {
  return (
    <bdi class="handle" dir="ltr">
      @{props.handle}
    </bdi>
  );
}

/** Initials on a tint. No picture is fetched: it would tell X, or anybody, who pays whom. */
export function Avatar(props: { name: string; handle: string; xUserId: string; small?: boolean }) {
  const initials = initialsOf(safeName(props.name, props.handle));
  return (
    <span
      class={`avatar tint-${tintOf(props.xUserId)}${props.small ? ' avatar-small' : ''}`}
      aria-hidden="true"
    >
      {initials}
    </span>
  );
}

/** Who is paid, large: on the confirmation and on the receipt. */
export function PayeeLine({ payee, small = false }: { payee: Party; small?: boolean }) {
  return (
    <div class="confirm-payee">
      <Avatar name={payee.name} handle={payee.handle} xUserId={payee.x_user_id} small={small} />
      <p>
        <span class="confirm-name">
          <Name name={payee.name} handle={payee.handle} />
        </span>{' '}
        <AtHandle handle={payee.handle} />
      </p>
    </div>
  );
}

type CardProps = {
  name: string;
  handle: string;
  xUserId: string | null;
  holder: Person | null;
  loading?: boolean;
};

export function PersonCard({ name, handle, xUserId, holder, loading = false }: CardProps) {
  const words = useWords();
  const known = holder
    ? words.common.linkedSince(formatMonth(holder.linked_since))
    : xUserId
      ? words.common.noWallet
      : null;
  return (
    <div class="person">
      {xUserId ? (
        <Avatar name={name} handle={handle} xUserId={xUserId} />
      ) : (
        <span class={`avatar avatar-empty${loading ? ' skeleton' : ''}`} aria-hidden="true" />
      )}
      <div class="person-text">
        <p class="person-name">
          <Name name={name} handle={handle} />
        </p>
        <p class="person-facts">
          <AtHandle handle={handle} />
          {holder?.kind === 'organisation' ? <span> · {words.common.organisation}</span> : null}
          {known ? <span> · {known}</span> : null}
          {loading ? <span class="skeleton skeleton-text" aria-hidden="true" /> : null}
        </p>
      </div>
    </div>
  );
}
