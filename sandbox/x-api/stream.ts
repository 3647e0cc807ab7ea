/**
 * The filtered stream of the sandbox's X API, and its rules. One connection for an application, as on X's lower tiers.
 * It can be made to say nothing more without being closed: so do X's streams die.
 */
import type { ServerResponse } from 'node:http';
import type { Answer } from '../http.ts';
import type { SandboxAccount } from '../world.ts';
import { type Callers, isAnswer } from './callers.ts';
import { type Faults, strikes } from './faults.ts';
import { findMentions } from './mentions.ts';
import { tooManyRequests } from './problems.ts';
import type { ShownPost } from './record.ts';
import { showPost } from './shown.ts';

/** X's blank line, so that a silence is told from a quiet hour. */
const heartbeatMs = 20_000;

type Rule = { readonly id: string; readonly value: string; readonly tag?: string };
type Listener = { readonly response: ServerResponse; readonly fields: ReadonlySet<string> };

export type StreamOptions = {
  readonly accounts: () => readonly SandboxAccount[];
  readonly callers: Callers;
  readonly faults: Faults;
  readonly nextId: () => string;
};

export class FilteredStream {
  readonly #options: StreamOptions;
  #rules: Rule[] = [];
  #listener: Listener | null = null;
  #isSilent = false;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  /** From now on the open connection says nothing more; the next one speaks again. */
  stall(): void {
    if (this.#listener) this.#isSilent = true;
  }

  /** Closes the open connection. */
  cut(): void {
    this.#listener?.response.destroy();
  }

  get isOpen(): boolean {
    return this.#listener !== null;
  }

  tell(shown: ShownPost): void {
    const listener = this.#listener;
    if (!listener || this.#isSilent) return;
    const handles = new Set(findMentions(shown.text).map(({ username }) => username.toLowerCase()));
    const matching = this.#rules.filter(({ value }) => {
      const [handle = '', ...rest] = value.split(' ');
      if (!handles.has(handle.replace(/^@/, '').toLowerCase())) return false;
      return !(rest.includes('-is:retweet') && shown.post.repostedId !== undefined);
    });
    if (matching.length === 0) return;
    const data = showPost(shown, this.#options.accounts(), listener.fields, 'stream');
    const line = `${JSON.stringify({ data, matching_rules: matching.map(({ id, tag }) => ({ id, tag })) })}\r\n`;
    listener.response.write(line);
    if (strikes(this.#options.faults, 'twice')) listener.response.write(line);
  }

  /** `GET` and `POST /2/tweets/search/stream/rules`. */
  answerRules(method: string, authorization: string | undefined, body: unknown): Answer {
    const caller = this.#options.callers.admitApplication(authorization);
    if (isAnswer(caller)) return caller;
    const sent = new Date().toISOString();
    if (method === 'GET') {
      const data = this.#rules.length > 0 ? { data: this.#rules } : {};
      return { status: 200, body: { ...data, meta: { result_count: this.#rules.length } } };
    }
    const added = rulesOf(body).map((rule) => ({ id: this.#options.nextId(), ...rule }));
    this.#rules = [...this.#rules, ...added];
    const summary = { created: added.length, not_created: 0, valid: added.length, invalid: 0 };
    return { status: 201, body: { data: added, meta: { sent, summary } } };
  }

  /** `GET /2/tweets/search/stream`: an answer that does not end, or a refusal. */
  open(url: URL, authorization: string | undefined, response: ServerResponse): Answer | null {
    const caller = this.#options.callers.admitApplication(authorization);
    if (isAnswer(caller)) return caller;
    if (this.#listener && !this.#isSilent) return tooManyRequests();
    this.#listener?.response.destroy();
    const listener = { response, fields: new Set((url.searchParams.get('tweet.fields') ?? '').split(',')) };
    this.#listener = listener;
    this.#isSilent = false;
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.flushHeaders();
    const heart = setInterval(() => {
      if (this.#listener === listener && !this.#isSilent) response.write('\r\n');
    }, heartbeatMs);
    heart.unref();
    response.once('close', () => {
      clearInterval(heart);
      if (this.#listener === listener) this.#listener = null;
    });
    return null;
  }
}

function rulesOf(body: unknown): { value: string; tag?: string }[] {
  const add: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'add') : null;
  if (!Array.isArray(add)) return [];
  return add.flatMap((rule: unknown) => {
    const value: unknown = typeof rule === 'object' && rule !== null ? Reflect.get(rule, 'value') : null;
    const tag: unknown = typeof rule === 'object' && rule !== null ? Reflect.get(rule, 'tag') : null;
    return typeof value === 'string' ? [{ value, ...(typeof tag === 'string' ? { tag } : {}) }] : [];
  });
}
