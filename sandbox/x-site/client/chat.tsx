/** The inside of the chat: conversations left, messages and a plain textarea right. */

import { useState } from 'preact/hooks';
import type { Person } from '../model.ts';
import { conversationPath } from './profile-header.tsx';
import { navigate } from './router.ts';
import { getState, useStore, useWords } from './store.ts';

type Message = { readonly id: string; readonly own: boolean; readonly text: string };

/** Messages of this page load, by conversation. */
const kept = new Map<string, Message[]>();

export function ChatRoot({ conversation }: { conversation: string | undefined }) {
  const { dir, theme } = useStore((state) => state.preferences);
  const viewer = useStore((state) => state.viewer);
  const people = useStore((state) => state.people);
  if (viewer === undefined) return null;
  const partners = [...people.values()].filter(
    (person) => person.id !== viewer.id && person.takesMessages && person.handle !== 'sample_brand',
  );
  const partner = partners.find(
    (person) => conversationPath(viewer.id, person.id) === `/i/chat/${conversation}`,
  );
  return (
    <div dir={dir} data-theme={theme} class="flex h-full w-full">
      <div>
        <div data-testid="dm-container" class="flex h-full">
          <Inbox viewer={viewer} partners={partners} open={partner} />
          <div data-testid="dm-conversation-panel" class="flex-1">
            <div>{partner !== undefined && <Conversation key={partner.id} partner={partner} />}</div>
          </div>
        </div>
      </div>
    </div>
  );
}

function Inbox({
  viewer,
  partners,
  open,
}: {
  viewer: Person;
  partners: readonly Person[];
  open: Person | undefined;
}) {
  const words = useWords();
  return (
    <div data-testid="dm-inbox-panel" class="inbox">
      <div>
        <header data-testid="dm-inbox-header">
          <div data-testid="dm-inbox-header-main" class="flex between">
            <div>
              <div data-testid="dm-inbox-title">{words.chat}</div>
            </div>
            <div>
              <button type="button" data-testid="dm-new-chat-button" aria-label={words.newMessage}>
                <span>＋</span>
              </button>
            </div>
          </div>
          <div data-testid="dm-search-bar">
            <div>
              <div>
                <span />
                <input data-testid="dm-search-input" aria-label={words.search} placeholder={words.search} />
              </div>
            </div>
          </div>
        </header>
        <div />
        <div role="listbox" aria-label={words.conversations} tabIndex={0}>
          <div data-testid="dm-conversation-scroller" tabIndex={-1}>
            <ul>
              {partners.map((person) => (
                <li>
                  <div
                    data-testid={`dm-conversation-item-${conversationPath(viewer.id, person.id).slice(8)}`}
                  >
                    <a
                      role="option"
                      tabIndex={-1}
                      href={conversationPath(viewer.id, person.id)}
                      aria-selected={person.id === open?.id}
                      class="flex item"
                      onClick={(event) => {
                        event.preventDefault();
                        navigate(conversationPath(viewer.id, person.id));
                      }}
                    >
                      <div>
                        <div>
                          <img alt="" src={`/sandbox/avatars/${person.id}.svg`} class="face" />
                        </div>
                        <div>
                          <div>{person.name}</div>
                        </div>
                      </div>
                    </a>
                  </div>
                </li>
              ))}
            </ul>
          </div>
        </div>
      </div>
    </div>
  );
}

function Conversation({ partner }: { partner: Person }) {
  const words = useWords();
  const [messages, setMessages] = useState<readonly Message[]>(
    () => kept.get(partner.id) ?? firstMessages(partner),
  );
  const [text, setText] = useState('');
  const send = () => {
    if (text.trim() === '') return;
    const next = [...messages, { id: crypto.randomUUID(), own: true, text: text.trim() }];
    kept.set(partner.id, next);
    setMessages(next);
    setText('');
  };
  return (
    <div data-testid="dm-conversation-content" class="conversation">
      <div>
        <div data-testid="dm-conversation-header" class="flex head">
          <div />
          <div class="grow">
            <a
              href={`https://x.com/${partner.handle}`}
              class="flex"
              onClick={(event) => leave(event, `/${partner.handle}`)}
            >
              <div>
                <img alt="" src={`/sandbox/avatars/${partner.id}.svg`} class="face" />
              </div>
              <div>
                <div data-testid="dm-conversation-username">
                  <div>
                    <div>{partner.name}</div>
                  </div>
                </div>
              </div>
            </a>
          </div>
          <div>
            <button type="button" aria-label={words.more} data-testid="dm-conversation-more-button">
              <span>⋯</span>
            </button>
          </div>
        </div>
        <div data-testid="dm-message-list-container" class="grow">
          <div data-testid="dm-message-list">
            <div
              role="log"
              data-testid="dm-message-scroller"
              data-virtualizer="true"
              aria-label={words.messages}
              tabIndex={0}
            >
              <div />
              <div>
                {messages.map((message) => (
                  <MessageRow message={message} author={message.own ? words.you : partner.name} />
                ))}
              </div>
              <div data-testid="dm-message-list-composer-spacer" />
            </div>
          </div>
        </div>
        <div data-testid="dm-composer-container">
          <form
            data-testid="dm-composer-form"
            onSubmit={(event) => {
              event.preventDefault();
              send();
            }}
          >
            <div data-testid="dm-composer-input-container">
              <textarea
                data-testid="dm-composer-textarea"
                aria-label={words.typeMessage}
                placeholder={words.typeMessage}
                dir="auto"
                rows={1}
                value={text}
                onInput={(event) => setText(event.currentTarget.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || event.shiftKey) return;
                  event.preventDefault();
                  send();
                }}
              />
              {text.trim() !== '' && (
                <button type="submit" data-testid="dm-composer-send-button" aria-label="Send">
                  <span>➤</span>
                </button>
              )}
            </div>
          </form>
        </div>
      </div>
    </div>
  );
}

function MessageRow({ message, author }: { message: Message; author: string }) {
  const short = message.id.slice(0, 4);
  return (
    <div>
      <div>
        <div>
          <div data-testid={`message-${message.id}`} class={message.own ? 'message own' : 'message'}>
            <div aria-hidden="true" />
            <span id={`_m-${short}-author`} hidden>
              {author}
            </span>
            <span id={`_m-${short}-time`} hidden>
              00:00
            </span>
            <div>
              <div />
              <div>
                <div role="article" aria-labelledby={`_m-${short}-author _m-${short}-time`} tabIndex={-1}>
                  <div data-testid={`message-text-${message.id}`} id={`_m-${short}-body`} class="bubble">
                    <div>
                      <span>
                        <span dir="auto">
                          <span>{message.text}</span>
                        </span>
                      </span>
                    </div>
                  </div>
                </div>
              </div>
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

function firstMessages(partner: Person): Message[] {
  const id = (last: string) => `0e1c4f40-d6f1-45d7-bcf9-${partner.id.slice(-11)}${last}`;
  return [
    {
      id: id('1'),
      own: true,
      text: `Salut ${getState().people.get(partner.id)?.handle} ! Tu gardes une part de gâteau ?`,
    },
    { id: id('2'), own: false, text: 'Of course. Two if nobody looks.' },
  ];
}

function leave(event: MouseEvent, path: string): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  navigate(path);
}
