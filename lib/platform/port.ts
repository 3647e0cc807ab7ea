/**
 * What the wallet needs of the surroundings it runs in, and what differs between them: the extension's background
 * (extension.ts) and a web page. Which one `#platform` is, is decided when it is built
 * (package.json, `imports`; docs/decisions/0021-phone-page.md), so that neither carries the other.
 */
import type { ToldMessage } from '../told.ts';
import type { Language } from '../words/language.ts';

export type Platform = {
  /** Which client this is, for the API, which may switch versions of it off. */
  readonly client: 'extension' | 'phone';
  /** The language in which the wallet speaks where no screen is open. */
  readonly language: () => Language;
  /** Small values that outlive a stopped page or worker. Never a code, a token or a key. */
  readonly kept: {
    readonly get: (key: string) => Promise<unknown>;
    readonly set: (key: string, value: unknown) => Promise<void>;
    readonly remove: (key: string) => Promise<void>;
  };
  /** Shows on the icon how many incoming payments were not looked at yet. */
  readonly showUnseen: (count: number) => Promise<void>;
  /** One system notification; the same `id` again replaces it. Nothing where the person does not allow any. */
  readonly notify: (note: {
    readonly id: string;
    readonly title: string;
    readonly text: string;
    /** The one thing to do about it, where notifications can have buttons. */
    readonly button?: string;
  }) => Promise<void>;
  readonly clearNotifications: () => Promise<void>;
  /** Has every open page of ours read the store again. */
  readonly tellPages: () => Promise<void>;
  /** Tells our script in one of X's pages. A tab that is closed, or shows something else, is no error. */
  readonly tellTab: (tabId: number, message: ToldMessage) => Promise<void>;
  /** Where X sends people back to after their consent: one of the API's allowed addresses. */
  readonly redirectUri: () => string;
  /**
   * Shows X's consent page, and answers the address to which X sent the person back. A page that has to leave for it
   * never answers: it keeps `linkId` and ends the sign-in when it is back.
   * @throws Error when he closed it or refused
   */
  readonly askX: (authorizeUrl: string, linkId: string) => Promise<string>;
  /** A name by which the person knows this device in a list: "Chromium, linux". At most 60 characters. */
  readonly deviceName: () => Promise<string>;
  /** Called at every sign of life of the event stream: keeps a worker from being stopped as idle. */
  readonly stayAwake: () => void;
};
