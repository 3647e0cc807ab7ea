/** Who calls the sandbox's X API: a person by an access token, or the application by its own. */
import type { Answer } from '../http.ts';
import { type Authorizations, sameText } from './authorizations.ts';
import { forbidden, unauthorized, unsupportedAuthentication } from './problems.ts';

export type Person = {
  readonly kind: 'person';
  readonly token: string;
  readonly userId: string;
  readonly scopes: ReadonlySet<string>;
};
export type Application = { readonly kind: 'application'; readonly token: string };
export type Caller = Person | Application;

export class Callers {
  readonly #authorizations: Authorizations;
  readonly #bearerToken: string;

  constructor(authorizations: Authorizations, bearerToken: string) {
    this.#authorizations = authorizations;
    this.#bearerToken = bearerToken;
  }

  /** The caller, or X's answer to one who may not: `scopes` are what a person's token must hold. */
  admit(authorization: string | undefined, scopes: readonly string[]): Caller | Answer {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined) return unauthorized();
    if (sameText(token, this.#bearerToken)) return { kind: 'application', token };
    const access = this.#authorizations.lookUp(token);
    if (!access) return unauthorized();
    if (scopes.some((scope) => !access.scopes.has(scope))) return forbidden();
    return { kind: 'person', token, ...access };
  }

  /** As `admit`, where only a person may. */
  admitPerson(authorization: string | undefined, scopes: readonly string[]): Person | Answer {
    const caller = this.admit(authorization, scopes);
    return isAnswer(caller) || caller.kind === 'person' ? caller : unsupportedAuthentication();
  }

  /** As `admit`, where only the application may. */
  admitApplication(authorization: string | undefined): Application | Answer {
    const caller = this.admit(authorization, []);
    if (isAnswer(caller) || caller.kind === 'application') return caller;
    return unsupportedAuthentication('OAuth 2.0 User Context', 'OAuth 2.0 Application-Only');
  }
}

export function isAnswer(given: Caller | Answer): given is Answer {
  return 'status' in given;
}
