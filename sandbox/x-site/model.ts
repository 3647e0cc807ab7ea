/**
 * What the sandbox X site knows: people and posts. Shared by its server and its page.
 * No markup here, and nothing of Moineau: the site must not know that it is being read.
 */

import type { SandboxAccount } from '../world.ts';

/** A sandbox account, with what only its profile tells. */
export type Person = SandboxAccount & {
  readonly followers: number;
  readonly following: number;
  /** A person can close direct messages: then the profile has no Message button. */
  readonly takesMessages: boolean;
  /** October 2026: X sometimes leaves the Follow button out and keeps its hidden label. */
  readonly followButton: boolean;
};

export type Counts = {
  readonly replies: number;
  readonly reposts: number;
  readonly likes: number;
  readonly bookmarks: number;
  readonly views: number;
};

export type Tweet = {
  readonly id: string;
  readonly authorId: string;
  readonly text: string;
  /** BCP 47; what X writes in `lang` of the text. */
  readonly lang: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly counts: Counts;
  readonly inReplyToId?: string;
  readonly quotedId?: string;
  /** Path of a picture of our own, same origin. */
  readonly photo?: string;
  /** Set on an advertisement: X then shows no time. */
  readonly promoted?: boolean;
  /** Set when `text` is X's automatic translation: the language it came from, and what was written. */
  readonly translatedFrom?: string;
  readonly original?: string;
  /** X shows the first lines and "Show more". */
  readonly long?: boolean;
};

/** One row of a timeline. The same tweet may stand there twice: as posted and as reposted. */
export type TimelineEntry = {
  readonly key: string;
  readonly tweetId: string;
  readonly repostedById?: string;
  readonly pinned?: boolean;
};

/** Everything the page needs, as it goes over the wire. */
export type World = {
  readonly people: readonly Person[];
  readonly tweets: readonly Tweet[];
  readonly home: readonly TimelineEntry[];
  /** Grows with every post; a page asks for what came after the one it has. */
  readonly version: number;
};

export type NewTweet = {
  readonly authorId: string;
  readonly text: string;
  readonly inReplyToId?: string;
  readonly quotedId?: string;
};

export const languages = ['en', 'fr', 'ar'] as const;
export type Language = (typeof languages)[number];

/** X's three themes. `dim` left X in February 2026 and came back through other extensions. */
export const themes = ['light', 'dim', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** X's base class of a View, which changed in summer 2026. */
export const baseClasses = ['css-g5y9jx', 'css-175oi2r'] as const;
export type BaseClass = (typeof baseClasses)[number];

/** X's accent colours. */
export const accents = ['blue', 'yellow', 'pink', 'purple', 'orange', 'green'] as const;
export type Accent = (typeof accents)[number];

export type Preferences = {
  readonly lang: Language;
  readonly dir: 'ltr' | 'rtl';
  readonly theme: Theme;
  /** Pixels of the root element; X offers 13 to 18, 15 by default. */
  readonly fontSize: number;
  readonly baseClass: BaseClass;
  readonly accent: Accent;
};

/** What the server writes into `window.__INITIAL_STATE__`; session and entities are where X has them. */
export type InitialState = {
  readonly session: { readonly user_id?: string; readonly isActiveCreator: boolean };
  readonly entities: {
    readonly users: { readonly entities: Record<string, { id_str: string; screen_name: string }> };
  };
  readonly settings: {
    readonly remote: { readonly settings: { readonly screen_name: string; readonly language: string } };
  };
  readonly sandbox: {
    readonly preferences: Preferences;
    /** Only on the sign-in chooser: whom one can be. */
    readonly signInAs: readonly Person[];
    /** Only on the consent page. */
    readonly consent?: Consent;
  };
};

export type Consent = {
  readonly clientName: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
};
