import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Draft } from '../messages.ts';
import { noNotes } from '../notes.ts';
import type { Payee, Payment, Person, Split } from '../protocol/index.ts';
import {
  alice,
  awaitingPayment,
  bob,
  chloe,
  euros,
  samplePage,
  samplePayment,
  samplePerson,
} from '../protocol/samples.fixture.ts';
import { beginSession } from '../store/session.ts';
import type { Outcome } from './api.ts';

const call = vi.hoisted(() => vi.fn());
vi.mock('./api.ts', () => ({ call, API_ORIGIN: 'https://api.test' }));

const { backToAmount, changeDraft, confirmDraft, noticeTerms, orderDraft } = await import('./draft.ts');
const { handleTyped, leaveOut, resolvePayee, startFromPage, startFromWallet } = await import(
  './draft-payees.ts'
);
const { startFromCommand } = await import('./command-draft.ts');
const { loadDraft } = await import('./draft-store.ts');

const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value });
const payeeOf = (person: Person, holder: Person | null = person): Payee => {
  const { x_user_id, handle, name } = person;
  return { x_user_id, handle, name, holder };
};

/** Everybody whom X knows, by handle. */
let people: Record<string, Payee>;
let answers: Record<string, (request: { body: never }) => Outcome<unknown>>;
const requestsOf = (endpoint: string) =>
  call.mock.calls.filter(([{ name }]) => name === endpoint).map(([, , request]) => request);

async function signInWith(history: readonly Payment[]) {
  await beginSession(
    {
      accessToken: 'token',
      expiresAt: '2027-01-01T00:00:00.000Z',
      deviceId: 'dev_0190a000-0000-7000-8000-000000000003',
      person: alice,
      pinSet: true,
    },
    samplePage([...history]),
  );
}

beforeEach(async () => {
  fakeBrowser.reset();
  await signInWith([samplePayment(1)]);
  people = { bob: payeeOf(bob), chloe: payeeOf(chloe, null) };
  answers = {
    resolvePayee: ({ body }) => {
      const payee = people[(body as { handle: string }).handle];
      if (payee) return done(payee);
      const problem = {
        type: '',
        title: '',
        status: 404,
        code: 'payee_unknown',
        retryable: false,
        request_id: 'r',
      };
      return { kind: 'refused', problem } as Outcome<never>;
    },
    createPayment: () => done(awaitingPayment()),
    cancelPayment: () => done({ ...awaitingPayment(), state: 'cancelled', terms: null }),
  };
  call.mockReset();
  call.mockImplementation(
    async ({ name }: { name: string }, _token: string, request: { body: never }) =>
      answers[name]?.(request) ?? { kind: 'unknown' },
  );
});

const choose = () => changeDraft({ amountMinor: '500', memo: null, division: 'each' });

describe('who is paid', () => {
  it('a payee paid before is known, by his number; another is new', async () => {
    await startFromWallet(['bob']);
    expect((await resolvePayee()).acquaintances).toEqual([
      { xUserId: bob.x_user_id, isNew: false, formerHandle: null, looksLike: null },
    ]);
    await startFromWallet(['chloe']);
    expect((await resolvePayee()).acquaintances).toMatchObject([{ isNew: true, looksLike: null }]);
  });

  it('T10 a handle that has changed since the last payment: the same number, and both handles are told', async () => {
    people.robert = { ...payeeOf(bob), handle: 'robert' };
    await startFromWallet(['robert']);
    expect((await resolvePayee()).acquaintances).toMatchObject([
      { xUserId: bob.x_user_id, isNew: false, formerHandle: 'bob' },
    ]);
  });

  it('T09 who looks like somebody known is not ordered for before his handle was typed', async () => {
    const paul = samplePerson(7, 'paul_l', 'Paul L.');
    await signInWith([samplePayment(1, { payee: paul })]);
    people.pauI_1 = payeeOf(samplePerson(8, 'pauI_1', 'Paul L'));
    await startFromWallet(['pauI_1']);
    expect((await resolvePayee()).acquaintances).toMatchObject([
      { isNew: true, looksLike: { handle: 'paul_l', name: 'Paul L.' } },
    ]);
    await choose();
    expect(await orderDraft()).toMatchObject({ step: 'pay', payment: null });
    await handleTyped('paul_l');
    expect(await orderDraft()).toMatchObject({ step: 'pay', payment: null });
    expect(requestsOf('createPayment')).toEqual([]);
    await handleTyped('pauI_1');
    expect(await orderDraft()).toMatchObject({ step: 'code' });
  });

  it('T09 nor is he one of several who are paid together', async () => {
    const paul = samplePerson(7, 'paul_l', 'Paul L.');
    await signInWith([samplePayment(1, { payee: paul })]);
    people.pauI_1 = payeeOf(samplePerson(8, 'pauI_1', 'Paul L'));
    await startFromWallet(['bob', 'pauI_1']);
    await resolvePayee();
    await choose();
    expect(await orderDraft()).toMatchObject({ step: 'pay', split: null });
    expect(requestsOf('createSplit')).toEqual([]);
  });
});

describe('who sees it', () => {
  const typed = (place: 'composer' | 'chat', text: string): Promise<Draft> => {
    const wish = '00000000-0000-4000-8000-00000000000a';
    return startFromCommand({ place, wish, text, replyTo: 'bob', author: 'alice', tweetId: null }, null);
  };
  const orderedAs = async (endpoint: string) => {
    await resolvePayee();
    await orderDraft();
    return requestsOf(endpoint).map(({ body }) => body);
  };

  it('a command typed in X’s chat is told to its payee in a message', async () => {
    expect(await typed('chat', '#envoyer 5€')).toMatchObject({ origin: 'command_dm', visibility: 'dm' });
    expect(await orderedAs('createPayment')).toMatchObject([{ origin: 'command_dm', visibility: 'dm' }]);
  });

  it('and so is each of several', async () => {
    await typed('chat', '#envoyer 5€ @bob @chloe');
    expect(await orderedAs('createSplit')).toMatchObject([{ origin: 'command_dm', visibility: 'dm' }]);
  });

  it('one typed as a post is nobody’s but payer’s and payee’s, as what is paid by a button', async () => {
    await typed('composer', '#envoyer 5€');
    expect(await orderedAs('createPayment')).toMatchObject([{ origin: 'composer', visibility: 'private' }]);
    call.mockClear();
    await startFromWallet(['bob']);
    await resolvePayee();
    await choose();
    expect(await orderedAs('createPayment')).toMatchObject([{ origin: 'popup', visibility: 'private' }]);
  });
});

describe('several at once', () => {
  const payments = [
    samplePayment(11, { state: 'awaiting_confirmation' }),
    samplePayment(12, { state: 'awaiting_confirmation', payee: { ...chloe, id: null, linked_since: null } }),
  ];
  const split = (state: Payment['state']): Split => ({
    id: 'spl_01900000-0000-7000-8000-000000000001',
    payments: payments.map((payment) => ({ ...payment, state })),
    total: euros('1000'),
    created_at: '2026-11-23T14:01:00Z',
    expires_at: '2026-11-23T14:11:00Z',
    terms:
      state === 'awaiting_confirmation'
        ? {
            ...{
              v: 1,
              split_id: 'spl_01900000-0000-7000-8000-000000000001',
              currency: 'EUR',
              total_minor: '1000',
            },
            payments: payments.map(({ id, payee }) => ({
              ...{ payment_id: id, amount_minor: '500', fee_minor: '0', payee_id: payee.id },
              ...{ payee_x_user_id: payee.x_user_id, payee_label: `${payee.name} (@${payee.handle})` },
            })),
            ...{ purpose: '', nonce: 'AAAAAAAAAAAAAAAAAAAAAA', expires_at: '2026-11-23T14:11:00Z' },
          }
        : null,
  });

  beforeEach(() => {
    answers.createSplit = () => done(split('awaiting_confirmation'));
    answers.confirmSplit = () => done(split('settled'));
    answers.getSplit = () => done(split('settled'));
    answers.cancelSplit = () => done(split('cancelled'));
  });

  async function toCode() {
    await startFromWallet(['bob', 'chloe', 'BOB']);
    await resolvePayee();
    await changeDraft({ amountMinor: '1000', memo: 'Pizza', division: 'total' });
    return orderDraft();
  }

  it('are one order, one code, one receipt', async () => {
    expect(await toCode()).toMatchObject({
      step: 'code',
      payment: null,
      split: { total: { amount: '1000' } },
    });
    expect(requestsOf('createSplit')).toMatchObject([
      {
        body: {
          payee_x_user_ids: [bob.x_user_id, chloe.x_user_id],
          division: 'total',
          amount: { amount: '1000' },
          memo: 'Pizza',
        },
      },
    ]);
    expect(await confirmDraft({ pin: '271828' })).toMatchObject({
      step: 'receipt',
      split: { id: split('settled').id },
    });
    expect(requestsOf('createPayment')).toEqual([]);
  });

  it('T37 a lost answer is asked for by the split, never sent anew', async () => {
    await toCode();
    answers.confirmSplit = () => ({ kind: 'unknown' });
    expect(await confirmDraft({ pin: '271828' })).toMatchObject({
      step: 'sent',
      error: { code: 'outcome_unknown' },
    });
    const { checkDraft } = await import('./draft.ts');
    expect(await checkDraft()).toMatchObject({ step: 'receipt' });
    expect(requestsOf('confirmSplit')).toHaveLength(1);
  });

  it('back from the code cancels all of it', async () => {
    await toCode();
    expect(await backToAmount()).toMatchObject({ step: 'pay', split: null, amountMinor: '1000' });
    expect(requestsOf('cancelSplit')).toHaveLength(1);
  });

  it('one who can’t be found is named by being the first without an answer, and can be left out', async () => {
    await startFromWallet(['bob', 'nobody', 'chloe']);
    expect(await resolvePayee()).toMatchObject({
      payee: { handle: 'bob' },
      others: [{ payee: null }, { payee: null }],
      error: { code: 'payee_unknown' },
    });
    expect(await leaveOut('nobody')).toMatchObject({ others: [{ handle: 'chloe' }], error: null });
    expect(await resolvePayee()).toMatchObject({ others: [{ payee: { handle: 'chloe' } }] });
    expect(await leaveOut('bob')).toMatchObject({ handle: 'chloe', others: [] });
    expect(await leaveOut('chloe')).toMatchObject({ handle: 'chloe', others: [] });
  });
});

describe('T10 terms that change while they are shown', () => {
  const renamed = () => {
    const before = awaitingPayment();
    const terms = before.terms && {
      ...before.terms,
      ...{ version: 2, nonce: 'BBBBBBBBBBBBBBBBBBBBBB', payee_label: 'Robert Martin (@robert)' },
    };
    return { ...before, terms };
  };

  async function toCode() {
    await startFromPage({
      ...{ place: 'tweet', handle: 'bob', tweetId: '20', name: 'Bob', excerpt: 'Bread' },
      notes: noNotes,
    });
    await resolvePayee();
    await choose();
    return orderDraft();
  }

  it.each(['terms_changed', 'authentication_failed'])(
    'the confirmation is refused with %s: the new ones are shown with the old, nothing is sent again',
    async (code) => {
      await toCode();
      const before = await loadDraft();
      const problem = { type: '', title: '', status: 409, code, retryable: false, request_id: 'r' };
      answers.confirmPayment = () => ({ kind: 'refused', problem }) as Outcome<never>;
      answers.getPayment = () => done(renamed());
      const draft = await confirmDraft({ pin: '271828' });
      expect(draft).toMatchObject({
        step: 'code',
        payment: { terms: { version: 2, payee_label: 'Robert Martin (@robert)' } },
        formerTerms: { version: 1, payee_label: 'Bob Martin (@bob)' },
        error: { code: 'terms_changed' },
      });
      expect(draft.confirmKey).not.toBe(before?.confirmKey);
      expect(requestsOf('confirmPayment')).toHaveLength(1);
    },
  );

  it('the event stream tells of it: the code that is being typed is for what is shown', async () => {
    await toCode();
    await noticeTerms(renamed());
    expect(await loadDraft()).toMatchObject({
      payment: { terms: { version: 2 } },
      formerTerms: { version: 1 },
    });
    await noticeTerms(awaitingPayment());
    expect(await loadDraft()).toMatchObject({ payment: { terms: { version: 2 } } });
  });
});
