/** What waits between two people, a card each: with whom, how much, what for, and what may be done with it. */
import type { ComponentChildren } from 'preact';
import { safeText } from '../names.ts';
import { AtHandle, Avatar } from './PersonCard.tsx';

type ListProps<Item> = {
  title: string;
  items: readonly Item[];
  /** A card for each. */
  children: (item: Item) => ComponentChildren;
};

/** A titled list of cards; nothing at all where there is none. */
export function CardList<Item extends { readonly id: string }>({ title, items, children }: ListProps<Item>) {
  if (items.length === 0) return null;
  return (
    <section class="day">
      <h2>{title}</h2>
      <ul class="cards">
        {items.map((item) => (
          <li key={item.id}>{children(item)}</li>
        ))}
      </ul>
    </section>
  );
}

type CardProps = {
  other: { readonly name: string; readonly handle: string; readonly x_user_id: string };
  title: string;
  /** Until when, or how it stands. */
  fact: string | null;
  memo: string | null;
  children: ComponentChildren;
};

/** One of them, named after the other person. */
export function Card({ other, title, fact, memo, children }: CardProps) {
  return (
    <article class="card">
      <Avatar name={other.name} handle={other.handle} xUserId={other.x_user_id} small />
      <div class="card-text">
        <p class="payment-name">
          <bdi>{title}</bdi>
        </p>
        <p class="payment-facts">
          <AtHandle handle={other.handle} />
          {fact === null ? null : ` · ${fact}`}
        </p>
        {memo ? (
          <p class="payment-memo" dir="auto">
            {safeText(memo)}
          </p>
        ) : null}
        {children}
      </div>
    </article>
  );
}
