/**
 * The service account's token. X's refresh tokens are good for one use: the new one is stored before anything is done with
 * the new access token, and one process refreshes at a time.
 */

export type ServiceTokens = {
  readonly refreshToken: string;
  /** Null until the first refresh. */
  readonly accessToken: string | null;
  readonly expiresAt: Date | null;
};

/** Where the tokens are kept. */
export interface TokenVault {
  read(): Promise<ServiceTokens>;
  /** Runs alone among all processes. What `work` gives is stored before anybody sees it; null: it is as it should be. */
  renew(work: (kept: ServiceTokens) => Promise<ServiceTokens | null>): Promise<ServiceTokens>;
}

/** Before its end, so that none ends under way. */
const MARGIN_MS = 60_000;

export type ServiceToken = {
  /** @param refused the token that X has just refused: another one is wanted. */
  get(refused?: string): Promise<string>;
};

/** `refresh` asks X; it throws when X gives none. */
export function createServiceToken(
  vault: TokenVault,
  refresh: (refreshToken: string) => Promise<ServiceTokens>,
): ServiceToken {
  let known: ServiceTokens | null = null;
  const isGood = (tokens: ServiceTokens, refused: string | undefined) =>
    tokens.accessToken !== null &&
    tokens.accessToken !== refused &&
    (tokens.expiresAt?.getTime() ?? 0) > Date.now() + MARGIN_MS;
  return {
    async get(refused) {
      known ??= await vault.read();
      if (!isGood(known, refused)) {
        // Another process may have been faster: then its token is taken.
        known = await vault.renew(async (kept) =>
          isGood(kept, refused) ? null : refresh(kept.refreshToken),
        );
      }
      if (known.accessToken === null) throw new Error('a refreshed token without an access token');
      return known.accessToken;
    },
  };
}
