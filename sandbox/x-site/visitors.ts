/** Who is signed in to the sandbox X site, and how he likes his pages: read from cookies, as X does. */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { accountById, type SandboxAccount } from '../world.ts';
import {
  accents,
  baseClasses,
  type Language,
  languages,
  type Preferences,
  type Theme,
  themes,
} from './model.ts';

const year_s = 365 * 24 * 3600;

/** X writes 0 light, 1 dim, 2 lights out. */
const nightModes: Readonly<Record<Theme, string>> = { light: '0', dim: '1', dark: '2' };

export type Visitors = {
  viewer(request: IncomingMessage): SandboxAccount | undefined;
  /** Set-Cookie values. `twid` is readable by the page, as on X; the session is not. */
  signIn(account: SandboxAccount): string[];
  signOut(): string[];
};

export function createVisitors(): Visitors {
  const sessions = new Map<string, string>();
  return {
    viewer(request) {
      const token = cookiesOf(request).get('auth_token');
      const id = token === undefined ? undefined : sessions.get(token);
      return id === undefined ? undefined : accountById(id);
    },
    signIn(account) {
      const token = randomBytes(20).toString('hex');
      sessions.set(token, account.id);
      return [
        `auth_token=${token}; Path=/; Max-Age=${year_s}; Secure; HttpOnly; SameSite=Lax`,
        `twid=u%3D${account.id}; Path=/; Max-Age=${year_s}; Secure; SameSite=Lax`,
      ];
    },
    signOut() {
      return ['auth_token=; Path=/; Max-Age=0; Secure; HttpOnly', 'twid=; Path=/; Max-Age=0; Secure'];
    },
  };
}

/** Query beats cookie beats default, so that one page load can be tried without changing the next. */
export function preferencesOf(request: IncomingMessage, query: URLSearchParams): Preferences {
  const cookies = cookiesOf(request);
  const wanted = (name: string, cookie: string) => query.get(name) ?? cookies.get(cookie) ?? '';
  const lang = languages.find((one) => one === wanted('lang', 'lang')) ?? 'en';
  const themeName =
    query.get('theme') ?? themes.find((one) => nightModes[one] === cookies.get('night_mode')) ?? '';
  const theme = themes.find((one) => one === themeName) ?? 'light';
  const dirWanted = wanted('dir', 'sandbox_dir');
  const dir = dirWanted === 'rtl' || dirWanted === 'ltr' ? dirWanted : directionOf(lang);
  const size = Number(wanted('font', 'sandbox_font'));
  const baseClass =
    baseClasses.find((one) => one === `css-${wanted('base', 'sandbox_base')}`) ?? 'css-g5y9jx';
  const accent = accents.find((one) => one === wanted('accent', 'sandbox_accent')) ?? 'blue';
  return { lang, theme, dir, baseClass, accent, fontSize: size >= 12 && size <= 20 ? size : 15 };
}

/** Set-Cookie values that keep what the query of /sandbox/preferences names. */
export function preferenceCookies(query: URLSearchParams): string[] {
  const kept: string[] = [];
  const keep = (cookie: string, value: string | null | undefined) => {
    if (value === null || value === undefined || !/^[a-z0-9-]{1,12}$/.test(value)) return;
    kept.push(`${cookie}=${value}; Path=/; Max-Age=${year_s}; Secure; SameSite=Lax`);
  };
  keep('lang', query.get('lang'));
  const theme = themes.find((one) => one === query.get('theme'));
  keep('night_mode', theme === undefined ? undefined : nightModes[theme]);
  keep('sandbox_dir', query.get('dir'));
  keep('sandbox_font', query.get('font'));
  keep('sandbox_accent', query.get('accent'));
  keep('sandbox_base', query.get('base'));
  return kept;
}

function directionOf(lang: Language): 'ltr' | 'rtl' {
  return lang === 'ar' ? 'rtl' : 'ltr';
}

function cookiesOf(request: IncomingMessage): Map<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}
