import { expect, test } from 'vitest';
import { type Books, createTally, objections } from './tally.ts';

const opening = new Map([
  ['alice', 1_000n],
  ['bob', 0n],
]);

function books(changes: Partial<Books> = {}): Books {
  return {
    transfers: new Map([['p1', 1]]),
    balances: new Map([
      ['alice', 900n],
      ['bob', 100n],
    ]),
    accountsOff: 0,
    sumOfPostings: 0n,
    ...changes,
  };
}

/** Alice has paid Bob 1 €, after an answer that was lost. */
function oneOfUnknownOutcome() {
  const tally = createTally(opening);
  tally.ask({ subjectId: 'p1', from: 'alice', to: 'bob', amount: 100n });
  tally.unknown('p1');
  return tally;
}

test('what was unknown and is resolved, once in the books, is a proof', () => {
  const tally = oneOfUnknownOutcome();
  tally.acknowledged('p1');
  const found = tally.compare(books());
  expect(found).toMatchObject({ acknowledged: 1, lost: 0, unknown: 1, unknownResolved: 1, walletsOff: 0 });
  expect(objections('sync', found)).toEqual([]);
});

test('an acknowledged one that is not in the books is lost, which only the control wants', () => {
  const tally = oneOfUnknownOutcome();
  tally.acknowledged('p1');
  const found = tally.compare(books({ transfers: new Map(), balances: opening }));
  expect(found).toMatchObject({ lost: 1, walletsOff: 2 });
  expect(objections('sync', found).join()).toMatch(/1 acknowledged are lost.*2 wallets/);
  expect(objections('async', found)).toEqual([]);
});

test('an order that was acknowledged and that nobody knows any more is lost too', () => {
  const tally = oneOfUnknownOutcome();
  tally.vanished('p1');
  expect(tally.compare(books({ transfers: new Map(), balances: opening }))).toMatchObject({
    ...{ acknowledged: 1, lost: 1, unknownResolved: 1 },
  });
});

test('the control fails when it loses nothing', () => {
  const tally = oneOfUnknownOutcome();
  tally.acknowledged('p1');
  expect(objections('async', tally.compare(books())).join()).toMatch(/the control lost nothing/);
});

test.each([
  ['twice in the books', { transfers: new Map([['p1', 2]]) }, /moved more than once/],
  ['a balance beside its postings', { accountsOff: 1 }, /do not balance/],
  ['postings that do not sum to 0', { sumOfPostings: 1n }, /do not balance/],
  ['a wallet with another balance', { balances: new Map([['alice', 900n]]) }, /1 wallets are not/],
] satisfies [string, Partial<Books>, RegExp][])('objects to %s', (_what, changes, reason) => {
  const tally = oneOfUnknownOutcome();
  tally.acknowledged('p1');
  expect(objections('sync', tally.compare(books(changes))).join()).toMatch(reason);
});

test('objects to what was refused and moved, and to what stays unknown', () => {
  const refused = oneOfUnknownOutcome();
  refused.refused('p1');
  expect(objections('sync', refused.compare(books())).join()).toMatch(/1 were refused and moved/);
  const open = oneOfUnknownOutcome();
  expect(objections('sync', open.compare(books())).join()).toMatch(/1 stay unknown.*1 were never answered/);
});

test('objects to a run without load, or whose kill hit nothing', () => {
  const found = createTally(new Map()).compare(books({ transfers: new Map() }));
  expect(objections('sync', found).join()).toMatch(/nothing was acknowledged.*hit nothing under way/);
});

test('nobody asks for one thing twice, or hears of what he never asked for', () => {
  const tally = oneOfUnknownOutcome();
  expect(() => tally.ask({ subjectId: 'p1', from: 'alice', to: 'bob', amount: 1n })).toThrow(/twice/);
  expect(() => tally.acknowledged('p2')).toThrow(/nobody asked/);
});
