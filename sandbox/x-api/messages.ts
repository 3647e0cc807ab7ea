/** Direct messages of the sandbox's X API. */
import type { Answer } from '../http.ts';
import type { SandboxAccount } from '../world.ts';
import { type Callers, isAnswer } from './callers.ts';
import { disturb, type Faults } from './faults.ts';
import { findMentions } from './mentions.ts';
import { invalidRequest, notFound, refused, tooManyRequests } from './problems.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Message, Record as PublicRecord } from './record.ts';

const readScopes = ['tweet.read', 'users.read', 'dm.read'];
const writeScopes = ['tweet.read', 'users.read', 'dm.write'];
/** X's own limits in 15 minutes. */
const limits = { read: 15, readWith: 15, send: 15 };
// biome-ignore format: a list of names
const fieldsKnown = new Set(['attachments', 'created_at', 'dm_conversation_id', 'entities', 'event_type', 'id', 'text']);

export type MessagesOptions = {
  readonly accounts: () => readonly SandboxAccount[];
  readonly callers: Callers;
  readonly limits: RateLimits;
  readonly record: PublicRecord;
  readonly faults: Faults;
  readonly generosity: number;
  readonly write: (from: string, to: string, text: string) => Message;
  /** Who takes no messages from whom he does not follow. */
  readonly isClosed: (userId: string) => boolean;
};

export class Messages {
  readonly #options: MessagesOptions;

  constructor(options: MessagesOptions) {
    this.#options = options;
  }

  /** Answers what is about messages, or null. */
  answer(method: string, url: URL, authorization: string | undefined, body: unknown): Answer | null {
    const { pathname, searchParams: query } = url;
    if (method === 'GET' && pathname === '/2/dm_events') return this.#read(query, authorization);
    const match = /^\/2\/dm_conversations\/with\/([0-9]{1,19})\/(dm_events|messages)$/.exec(pathname);
    if (!match) return null;
    const [, other = '', what] = match;
    if (method === 'GET' && what === 'dm_events') return this.#read(query, authorization, other);
    return method === 'POST' && what === 'messages' ? this.#send(other, authorization, body) : null;
  }

  #read(query: URLSearchParams, authorization: string | undefined, otherId?: string): Answer {
    const caller = this.#options.callers.admitPerson(authorization, readScopes);
    if (isAnswer(caller)) return caller;
    const fields = (query.get('dm_event.fields') ?? '').split(',').filter(Boolean);
    const unknown = fields.find((field) => !fieldsKnown.has(field));
    if (unknown !== undefined) {
      return invalidRequest(
        'dm_event.fields',
        unknown,
        `The field [${unknown}] is not one of [${[...fieldsKnown]}]`,
      );
    }
    const expansions = new Set((query.get('expansions') ?? '').split(','));
    return this.#limited(caller.token, otherId === undefined ? 'read' : 'readWith', () => {
      const size = Number(query.get('max_results') ?? '100');
      const from = Number(query.get('pagination_token')?.replace(/^0+/, '') || '0');
      const all = this.#options.record.messagesOf(caller.userId, otherId);
      const page = disturb(this.#options.faults, all.slice(from, from + size));
      const data = page.map((message) => this.#show(message, new Set(fields), expansions));
      const hasMore = all.length > from + size;
      const meta = {
        result_count: data.length,
        // X's tokens have 16 characters or more.
        ...(hasMore ? { next_token: String(from + size).padStart(16, '0') } : {}),
      };
      return { status: 200, body: { ...(data.length > 0 ? { data } : {}), meta } };
    });
  }

  #show(message: Message, fields: ReadonlySet<string>, expansions: ReadonlySet<string>): object {
    const mentions = findMentions(message.text).map((mention) => {
      const accounts = this.#options.accounts();
      const account = accounts.find(({ handle }) => handle.toLowerCase() === mention.username.toLowerCase());
      return account ? { ...mention, username: account.handle, id: account.id } : mention;
    });
    const all: Record<string, unknown> = {
      created_at: message.createdAt,
      dm_conversation_id: conversationOf(message),
      ...(mentions.length > 0 ? { entities: { mentions } } : {}),
      text: message.text,
      sender_id: message.senderId,
    };
    const isWanted = (name: string) => fields.has(name) || (name === 'sender_id' && expansions.has(name));
    return {
      id: message.id,
      event_type: 'MessageCreate',
      ...Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name))),
    };
  }

  #send(to: string, authorization: string | undefined, body: unknown): Answer {
    const caller = this.#options.callers.admitPerson(authorization, writeScopes);
    if (isAnswer(caller)) return caller;
    const text: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'text') : null;
    if (typeof text !== 'string' || text === '') return invalidRequest('text', '', 'text is required');
    if (!this.#options.accounts().some(({ id }) => id === to)) return notFound();
    return this.#limited(caller.token, 'send', () => {
      const { record, isClosed, write } = this.#options;
      const hasWritten = record.messagesOf(to, caller.userId).some(({ senderId }) => senderId === to);
      if (isClosed(to) && !hasWritten) return refused('You cannot send messages to this user.');
      const message = write(caller.userId, to, text);
      return {
        status: 201,
        body: { data: { dm_conversation_id: conversationOf(message), dm_event_id: message.id } },
      };
    });
  }

  #limited(token: string, which: keyof typeof limits, work: () => Answer): Answer {
    const allowance = this.#options.limits.count(
      token,
      `dm-${which}`,
      limits[which] * this.#options.generosity,
    );
    const answer = allowance.allowed ? work() : tooManyRequests();
    return { ...answer, headers: { ...answer.headers, ...allowance.headers } };
  }
}

function conversationOf({ participantIds }: Message): string {
  return [...participantIds].sort().join('-');
}
