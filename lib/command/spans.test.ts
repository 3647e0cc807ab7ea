/** Which characters a reading is about: what screens underline, and what is shown as the amount and the payees. */
import { describe, expect, it } from 'vitest';
import * as neighbours from './cases/neighbours.ts';
import * as places from './cases/places.ts';
import { type Reading, readCommand, type Span } from './index.ts';

function spansOf(reading: Reading): readonly Span[] {
  if (!reading) return [];
  if (reading.kind !== 'payment') return reading.spans.problem;
  const { amount, payees, memo } = reading.spans;
  return [amount, ...payees, ...(memo ? [memo] : [])];
}

function written(reading: Reading): string {
  if (!reading) return 'null';
  if (reading.kind === 'ask') return `? ${reading.question}`;
  if (reading.kind === 'refuse') return `! ${reading.reason}`;
  const memo = reading.memo === null ? '' : ` | ${reading.memo}`;
  return `${reading.amountMinor} ${reading.payees.join(',')}${memo}`;
}

const tables: Record<string, readonly places.Place[]> = {
  amounts: places.amounts,
  payees: places.payees,
  links: neighbours.links,
  quotations: neighbours.quotations,
  sums: neighbours.sums,
  handles: neighbours.handles,
  clauses: neighbours.clauses,
};

for (const [what, rows] of Object.entries(tables)) {
  describe(what, () => {
    for (const [text, expected, covered, context] of rows) {
      it(`${JSON.stringify(text)} → ${expected}, of ${covered.join(' | ')}`, () => {
        const reading = readCommand(text, context);
        expect(written(reading)).toBe(expected);
        expect(spansOf(reading).map(({ start, end }) => text.slice(start, end))).toEqual(covered);
      });
    }
  });
}

it.each([
  ['#envoyer 10 @bob', 1000n],
  ['#envoyer 10\u200b @bob', null],
  ['#envoyer 500 @bob', 50_000n],
  ['#envoyer 500,01 @bob', null],
])('%j proposes %s', (text, proposal) => {
  expect(readCommand(text)).toMatchObject({ kind: 'ask', question: 'no_currency', proposal });
});

it('only a number without a currency is proposed as euros', () => {
  expect(readCommand('#envoyer 5 @bob pour 10€')).toMatchObject({
    question: 'amount_in_memo',
    proposal: null,
  });
});
