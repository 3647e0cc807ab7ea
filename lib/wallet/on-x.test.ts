import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { platform } from '#platform';
import type { Command } from '../protocol/index.ts';
import { alice, awaitingPayment, bob } from '../protocol/samples.fixture.ts';
import { getSingleton } from '../store/database.ts';
import { listPayments } from '../store/payments.ts';
import { beginSession, takeInEvent } from '../store/session.ts';
import type { Outcome } from './api.ts';

const call = vi.hoisted(() => vi.fn());
vi.mock('./api.ts', () => ({ call, API_ORIGIN: 'https://api.test' }));

const { chooseVisibility } = await import('./on-x.ts');
const { writtenTexts } = await import('./written.ts');
const { emptyDraft, loadDraft, saveDraft } = await import('./draft-store.ts');

const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value });
let answers: Record<string, (request: never) => Outcome<unknown>>;

beforeEach(async () => {
  fakeBrowser.reset();
  vi.restoreAllMocks();
  await beginSession(
    {
      accessToken: 't',
      expiresAt: '2027-01-01T00:00:00.000Z',
      deviceId: 'dev_0190a000-0000-7000-8000-000000000003',
      person: alice,
      pinSet: true,
    },
    { items: [], has_more: false, next_cursor: null, as_of_seq: 0 },
  );
  answers = {};
  call.mockImplementation(async ({ name }: { name: string }, _: unknown, request: never) =>
    answers[name] ? answers[name](request) : { kind: 'unknown' },
  );
});

function command(more: Partial<Command>): Command {
  return {
    ...{ id: 'cmd_019a0000-0000-7000-8000-000000000001', channel: 'tweet', tweet_id: '18' },
    ...{ text: '@moineau #envoyer 10 @bob', state: 'refused', problem: 'no_currency', payment_ids: [] },
    ...{ split_id: null, written_at: '2026-11-23T13:40:00Z', edited_at: null, deleted_at: null },
    ...more,
  };
}

it.each<[string, Partial<Command>, RegExp | null]>([
  ['the grammar’s sentence with the very characters', {}, /10.*euros/],
  [
    'what stood in the way though it could be read',
    { text: '@moineau #envoyer 10€ @bob', problem: 'insufficient_funds' },
    /assez d’argent/,
  ],
  ['oneself', { text: '@moineau #envoyer 10€ @alice_two', problem: 'oneself' }, /se payer soi-même/],
  ['nothing where X alone is concerned', { text: '@moineau #envoyer 1€ @bob', problem: 'too_old' }, null],
  ['nothing of what was read', { text: '@moineau #envoyer 1€ @bob', state: 'ordered', problem: null }, null],
])('says of a text that ordered nothing why: %s', async (_, more, said) => {
  vi.spyOn(platform, 'language').mockReturnValue('fr');
  answers = { listCommands: () => done({ items: [command(more)] }) };
  const [text] = await writtenTexts();
  if (said === null) expect(text?.why).toBeNull();
  else expect(text?.why).toMatch(said);
});

it('what he has read why of does not ring any more', async () => {
  const at = '2026-11-23T13:41:00.000Z';
  const told = { id: command({}).id, state: 'refused' } as const;
  await takeInEvent({ seq: 1, at, type: 'command.updated', command: told });
  vi.spyOn(platform, 'language').mockReturnValue('fr');
  const showUnseen = vi.spyOn(platform, 'showUnseen').mockResolvedValue(undefined);
  await expect(writtenTexts()).rejects.toThrow();
  expect((await getSingleton('sync'))?.refused).toEqual([told.id]);
  answers = { listCommands: () => done({ items: [command({})] }) };
  await writtenTexts();
  expect(showUnseen.mock.calls).toEqual([[0]]);
});

it('who sees a payment is kept in the draft that shows it, and in the store', async () => {
  const payment = awaitingPayment();
  await saveDraft({
    ...emptyDraft({ handle: bob.handle, name: bob.name, origin: 'popup' }),
    ...{ step: 'code', payment },
  });
  answers = { chooseVisibility: () => done({ ...payment, visibility: 'public' }) };
  await chooseVisibility(payment.id, 'public');
  expect((await loadDraft())?.payment?.visibility).toBe('public');
  expect(await listPayments({ limit: 5 })).toMatchObject([{ id: payment.id, visibility: 'public' }]);
});

it('what the API refuses changes nothing that is shown', async () => {
  const payment = awaitingPayment();
  await saveDraft({
    ...emptyDraft({ handle: bob.handle, name: bob.name, origin: 'popup' }),
    ...{ step: 'code', payment },
  });
  await expect(chooseVisibility(payment.id, 'public')).rejects.toThrow();
  expect((await loadDraft())?.payment?.visibility).toBe('private');
});
