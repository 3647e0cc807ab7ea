/**
 * What the payment API needs of X, in our words. `server/x/twitter.ts` is the only importer of
 * `twitter-api-v2`; services see this port alone.
 */

/** One account of X. `xUserId` is the numeric id (64 bits, so a string); the handle may change. */
export type XAccount = { readonly xUserId: string; readonly handle: string; readonly name: string };

/** What must be kept between the two steps of signing in. The verifier never leaves the server. */
export type XAuthorization = { readonly url: string; readonly state: string; readonly codeVerifier: string };

/** X does not answer, answers 5xx or limits us: the caller may try again. */
export class XUnavailableError extends Error {
  override readonly name = 'XUnavailableError';
}

/** X limits us: nothing was done, and nothing will be before `resetAt`. */
export class XLimitedError extends XUnavailableError {
  readonly resetAt: Date;

  constructor(message: string, resetAt: Date) {
    super(message);
    this.resetAt = resetAt;
  }
}

/** X will not do it, now or later: the post is gone, the person takes no messages. Nothing was done. */
export class XRefusedError extends Error {
  override readonly name = 'XRefusedError';
}

/** X refused the code, verifier or redirect address. */
export class XSignInError extends Error {
  override readonly name = 'XSignInError';
}

export interface XPort {
  /** OAuth 2.0 with PKCE, scopes `users.read tweet.read`, no refresh token. */
  startAuthorization(redirectUri: string): XAuthorization;
  /**
   * Ends a sign-in: who authorised us. The access token is used once for this and forgotten.
   * @throws XSignInError, XUnavailableError
   */
  finishAuthorization(input: { code: string; codeVerifier: string; redirectUri: string }): Promise<XAccount>;
  /** The account that bears this handle now, or null. @throws XUnavailableError */
  findByHandle(handle: string): Promise<XAccount | null>;
}

/** A handle in a text, with the account that bore it when the text was written, as X tells. */
export type XMention = { readonly handle: string; readonly xUserId: string };

/** What somebody wrote, in a post or a direct message. */
export type XText = {
  readonly id: string;
  readonly authorId: string;
  /** Whole, also of long posts; without what X puts before a reply and hides on its site; not escaped. */
  readonly text: string;
  readonly writtenAt: Date;
  readonly mentions: readonly XMention[];
};

export type XPost = XText & {
  /** Ids of all its versions, the first one first; its own is the last. */
  readonly versions: readonly string[];
  /** Somebody else's words, passed on. */
  readonly isRepost: boolean;
  readonly repliedToId: string | null;
  readonly repliedToUserId: string | null;
  /**
   * Handles at its beginning that may be X's own doing, where X did not tell which are. Read as payees they could be
   * somebody that its author never named.
   */
  readonly uncertainLead: readonly string[];
};

/** Newest first, as X gives it. `next`: where to go on, null at the end. */
export type XPage<Item> = { readonly items: readonly Item[]; readonly next: string | null };

/** A stream that only says that there is something new: what it says itself is not to be trusted with money. */
export type XDoorbell = {
  /** Resolves when it has ended, whoever ended it. It ends by itself when X has been silent for too long. */
  readonly ended: Promise<void>;
  close(): void;
};

/**
 * X as the service's own account uses it. Each method but `ring` is one request, so that requests are countable, and
 * none is repeated: whether it may be is the caller's to know.
 * @throws XLimitedError, XUnavailableError; those that write also XRefusedError. After a plain XUnavailableError a write
 * may have been done.
 */
export interface XService {
  /** Posts that mention this account, above `sinceId`. X keeps the newest 800. */
  readMentions(from: { sinceId: string | null; page: string | null }): Promise<XPage<XPost>>;
  /**
   * The same between two ids, both left out, of the last seven days: what the time line does not hold any more.
   * @throws XRefusedError where X's access does not include it
   */
  searchMentions(within: { sinceId: string; untilId: string; page: string | null }): Promise<XPage<XPost>>;
  /** Direct messages, this account's own among them. X keeps 30 days. */
  readMessages(from: { page: string | null }): Promise<XPage<XText>>;
  /** Posts as they are now. One that is not among them is gone. */
  readPosts(ids: readonly string[]): Promise<readonly XPost[]>;
  /** Accounts as they are now. One that is not among them is gone. */
  readAccounts(xUserIds: readonly string[]): Promise<readonly XAccount[]>;
  /** This account's own posts above this id. */
  readOwnPosts(from: { sinceId: string; page: string | null }): Promise<XPage<XPost>>;
  /** The last messages between this account and another. */
  readMessagesWith(xUserId: string): Promise<readonly XText[]>;
  /** Connects the stream of mentions. `onPost` gets ids. */
  ring(onPost: (id: string) => void): Promise<XDoorbell>;
  /** @returns the new post's id */
  post(text: string, inReplyToId: string | null): Promise<string>;
  deletePost(id: string): Promise<void>;
  /** @returns the message's id */
  sendMessage(xUserId: string, text: string): Promise<string>;
}
