// @vitest-environment jsdom
/**
 * One text, read in three places: in X's page (what the page shows, as our reader takes it from there), in the wallet, and by
 * the server (as X's API tells it: with the mentions put before a reply, escaped, long ones in a note). All three must
 * come to the same reading, to the character. The texts are those of the grammar.
 */
import { describe, expect, test } from 'vitest';
import * as accept from '../../lib/command/cases/accept.ts';
import * as ask from '../../lib/command/cases/ask.ts';
import type { Case } from '../../lib/command/cases/case.ts';
import * as none from '../../lib/command/cases/none.ts';
import * as refuse from '../../lib/command/cases/refuse.ts';
import { type CommandContext, readCommand } from '../../lib/command/index.ts';
import { viewCommand } from '../../lib/wallet/command-view.ts';
import { writtenText } from '../../lib/x/text.ts';
import { accounts, type SandboxAccount } from '../../sandbox/world.ts';
import { Record as PublicRecord } from '../../sandbox/x-api/record.ts';
import { showPost } from '../../sandbox/x-api/shown.ts';
import { readPostPage } from '../x/answers.ts';
import { readingOf } from './reading.ts';

const cases: Case[] = [accept, ask, refuse, none].flatMap((module) => Object.values(module).flat());
const LONGEST = 10_000;

const plain = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part));

/** X's page: the text of a post, with its mentions as links. */
function inThePage(text: string, context: CommandContext) {
  const root = document.createElement('div');
  root.dataset.testid = 'tweetText';
  for (const part of text.split(/(@[A-Za-z0-9_]{1,15})/)) {
    const element = document.createElement(part.startsWith('@') ? 'a' : 'span');
    element.textContent = part;
    root.append(element);
  }
  const written = writtenText(root, LONGEST);
  return written === null ? null : readCommand(written, context);
}

/** X's API: the post as the sandbox shows it, and our reading of that answer. */
function byTheServer(text: string, { replyTo = null, author = null }: CommandContext) {
  const account = (id: string, handle: string): SandboxAccount => ({
    ...{ id, handle, name: handle, bio: '', createdAt: '2020-01-01T00:00:00.000Z', verified: false },
  });
  const people = [
    ...accounts,
    account('71', author ?? 'some_author'),
    account('72', replyTo ?? 'some_other'),
  ];
  const record = new PublicRecord(() => people);
  const common = { createdAt: new Date().toISOString(), lang: 'fr' };
  if (replyTo !== null) record.add({ id: '1', authorId: '72', text: 'a post', ...common });
  record.add({ id: '2', authorId: '71', text, ...common, ...(replyTo === null ? {} : { inReplyToId: '1' }) });
  const shown = record.show('2');
  if (!shown) throw new Error('not shown');
  const fields = [
    'author_id',
    'created_at',
    'display_text_range',
    'entities',
    'note_post',
    'referenced_posts',
  ];
  const answer = JSON.parse(JSON.stringify({ data: [showPost(shown, people, new Set(fields), 'rest')] }));
  const [post] = readPostPage(answer).items;
  if (!post) throw new Error('not read');
  const command = { text: post.text, uncertain_lead: [...post.uncertainLead] };
  return readingOf(command, { author: author ?? '', replyTo, serviceHandle: 'moineau' });
}

describe('page, wallet and server read alike', () => {
  test('there are many texts, and of every kind', () => {
    expect(cases.length).toBeGreaterThan(400);
    const kinds = new Set(cases.map(([text, , context = {}]) => readCommand(text, context)?.kind ?? 'none'));
    expect([...kinds].sort()).toEqual(['ask', 'none', 'payment', 'refuse']);
  });

  test.each(cases.map(([text, , context = {}]) => [text, context] as const))('%j %j', (text, context) => {
    const reading = readCommand(text, context);
    expect(plain(byTheServer(text, context)), 'the server').toBe(plain(reading));
    expect(plain(inThePage(text, context)), 'the page').toBe(plain(reading));
    const { replyTo = null, author = null } = context;
    const view = viewCommand({ text, replyTo, author, language: 'fr', place: 'composer' });
    expect(view?.kind ?? 'none', 'the wallet').toBe(reading?.kind ?? 'none');
    const spans =
      reading?.kind === 'payment' ? [reading.spans.amount, ...reading.spans.payees] : reading?.spans.problem;
    expect(view?.spans ?? []).toEqual([...(spans ?? [])].sort((a, b) => a.start - b.start));
  });
});
