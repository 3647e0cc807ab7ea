/** Which characters a reading is about: what screens underline, and what is shown as the amount and the payees. */
import { describe, expect, it } from 'vitest';
import { type CommandContext, type Reading, readCommand, type Span } from './index.ts';

/** A text, how it is read, and in order the characters of its amount, payees and memo, or of what is wrong. */
type Row = readonly [text: string, reading: string, covered: readonly string[], context?: CommandContext];

const amounts: readonly Row[] = [
  ['#envoyer ²€ @bob', '? unclear_amount', ['²€']],
  ['#envoyer ²0€ @bob', '? unclear_amount', ['²0€']],
  ['#envoyer -1.000€ @bob', '? thousands_or_decimals', ['-1.000€']],
  ['#envoyer 10xe5€ @bob', '? unclear_amount', ['10xe5€']],
  ['#envoyer 10x^2€ @bob', '? unclear_amount', ['10x', '2€']],
  ['#envoyer 10^+5€ @bob', '! exponent', ['10^+5€']],
  ['#envoyer 10^5€ @bob', '! exponent', ['10^5€']],
  ['#envoyer 10e3€ @bob', '! exponent', ['10e3€']],
  ['#envoyer 10e-3€ @bob', '! exponent', ['10e-3€']],
  ['#envoyer 10\u200b @bob', '? no_currency', ['10\u200b']],
  ['#envoyer 10e3 @bob', '! exponent', ['10e3']],
  ['#envoyer 10² @bob', '! exponent', ['10²']],
  ['#envoyer 10²€ @bob', '! exponent', ['10²€']],
  ["#envoyer '50€ @bob", '? unclear_amount', ['50€']],
  ["#envoyer @bob '50€", '? unclear_amount', ['50€']],
  ['#envoyer .50€ @bob', '? unclear_amount', ['50€']],
  ['#envoyer ,50€ @bob', '? unclear_amount', ['50€']],
  ['#envoyer @bob,50€', '5000 bob', ['50€', '@bob']],
  ['#envoyer @bob5,50€', '? unclear_amount', ['50€']],
  ['#envoyer 0.0.0€ @bob', '? badly_grouped', ['0.0.0€']],
  ['#envoyer 0 0 0€ @bob', '? badly_grouped', ['0 0 0€']],
  ['#envoyer 100.000.000€ @bob', '! above_limit', ['100.000.000€']],
  ['#envoyer 10 000€ @bob', '! above_limit', ['10 000€']],
  ['#envoyer 100 000€ @bob', '! above_limit', ['100 000€']],
  ['#envoyer 1234567€ @bob', '! above_limit', ['1234567€']],
  ['#envoyer 12345678€ @bob', '! above_limit', ['12345678€']],
  ['#envoyer 10 TRY @bob', '! other_currency', ['10 TRY']],
  ['#envoyer 10 RON @bob', '! other_currency', ['10 RON']],
  ['#envoyer 10 SOL @bob', '! other_currency', ['10 SOL']],
  ['#envoyer 10 XRP @bob', '! other_currency', ['10 XRP']],
  ['#envoyer 10 MAD @bob', '! other_currency', ['10 MAD']],
  ['#envoyer 10 try @bob', '? no_currency', ['10']],
  ['#envoyer 10€ @bob try', '1000 bob', ['10€', '@bob']],
  ["#envoyer 1'000€ @bob", '? badly_grouped', ["1'000€"]],
  ['#envoyer 1’000€ @bob', '? badly_grouped', ['1’000€']],
  ["#envoyer 1'50€ @bob", '? badly_grouped', ["1'50€"]],
  ['#envoyer 1 000,50€ @bob', '! above_limit', ['1 000,50€']],
  ['#envoyer 1,000.50€ @bob', '! above_limit', ['1,000.50€']],
  ['#envoyer 1.000,50€ @bob', '! above_limit', ['1.000,50€']],
  ['#envoyer 1.000.50€ @bob', '? badly_grouped', ['1.000.50€']],
  ['#envoyer 1 000.500€ @bob', '! too_many_decimals', ['1 000.500€']],
  ['#envoyer 10.505€ @bob', '? thousands_or_decimals', ['10.505€']],
  ['#envoyer 0.505€ @bob', '! too_many_decimals', ['0.505€']],
  ['#envoyer 1000.505€ @bob', '! too_many_decimals', ['1000.505€']],
  ['#envoyer 010€ @bob', '? unclear_amount', ['010€']],
  ['#envoyer 00€ @bob', '! zero', ['00€']],
  ['#envoyer 0,00€ @bob', '! zero', ['0,00€']],
  ['#envoyer 0.001€ @bob', '! too_many_decimals', ['0.001€']],
  ['#envoyer 10 20h @bob', '? no_amount', ['#envoyer']],
  ['#envoyer 10€ @bob 20h', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob 2x', '? unclear_amount', ['10€', '2x']],
  ['#envoyer 10€ @bob 10k', '? unclear_amount', ['10€', '10k']],
  ['#envoyer 10 xx @bob', '? no_currency', ['10']],
  ['#envoyer 3D @bob', '? no_amount', ['#envoyer']],
];

const payees: readonly Row[] = [
  ['#envoyer 10€ bob@example.com', '? email_address', ['@example.com']],
  ['#envoyer 10€ 10euros@bob', '? two_amounts', ['10€', '10euros']],
  ['@chloe #envoyer 10€ @bob', '? which_payees', ['@chloe', '@bob']],
  ['#envoyer 10€ @bob. Et @chloe', '? which_payees', ['@bob', '@chloe']],
  ['#envoyer 10€ pour bob@example.com', '? email_address', ['@example.com']],
  ['#envoyer 10€ à @moineau', '! service_is_payee', ['@moineau']],
  ['@moineau #envoyer 10€ à @moineau', '! service_is_payee', ['@moineau'], { replyTo: 'bob' }],
  ['#envoyer 10€ à @moineau', '! service_is_payee', ['@moineau'], { replyTo: 'bob' }],
  ['@moineau #envoyer 10€', '1000 bob', ['10€'], { replyTo: 'bob' }],
  ['#envoyer 10€ @bob et Chloé', '? bare_name', ['Chloé']],
  ['#envoyer 10€ maman et @chloe', '? bare_name', ['maman']],
  ['#envoyer 10€ Bob et @chloe', '? bare_name', ['Bob']],
  ['#envoyer 10€ et @bob', '? which_payees', ['@bob']],
  ['#envoyer 10€ ou @bob', '? which_payees', ['@bob']],
  ['#envoyer 10€ @bob ou rien', '? which_payees', ['@bob']],
  ['#envoyer 10€ @bob @a1 @a2 @a3 @a4 @a5 @a6 @a7 @a8 @a9 @a10', '! too_many_payees', ['@a9', '@a10']],
  ['#envoyer 10€ @alice', '! oneself', ['@alice'], { author: 'alice' }],
  ['#envoyer 10€', '! oneself', ['#envoyer'], { replyTo: 'alice', author: 'alice' }],
  ['#envoyer 10€ @bob vouloir @chloe', '? which_payees', ['@bob', '@chloe']],
  ['#envoyer 10€ @bob jouer @chloe', '? which_payees', ['@bob', '@chloe']],
  ['#envoyer 10€ @bob totor @chloe', '? which_payees', ['@bob', '@chloe']],
  ['#envoyer 10€ toto Bob', '? bare_name', ['Bob']],
  ['#envoyer 10€ into Bob', '? bare_name', ['Bob']],
  ['#envoyer 10€ @bob land Chloe', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob andy Chloe', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob et merci', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob et thank', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob et merciless', '? bare_name', ['merciless']],
  ['#envoyer 10€ @bob et remerci', '? bare_name', ['remerci']],
  ['#envoyer 10€ @bob et thank you', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob\nChloe', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob Chloe', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob, Chloe', '? bare_name', ['Chloe']],
  ['@bob #envoyer 10€', '1000 bob', ['10€', '@bob']],
  ['Salut @bob #envoyer 10€', '? no_payee', ['@bob']],
  ['Salut. @bob #envoyer 10€', '1000 bob', ['10€', '@bob']],
  ['Salut\n@bob #envoyer 10€', '1000 bob', ['10€', '@bob']],
  ['@bob @chloe #envoyer 10€', '1000 bob,chloe', ['10€', '@bob', '@chloe']],
  ['@bob x @chloe #envoyer 10€', '? no_payee', ['@bob', '@chloe']],
  ['@moineau @bob #envoyer 10€', '1000 bob', ['10€', '@bob']],
  ['@bob #envoyer 10€ pour @chloe', '? no_payee', ['@bob', '@chloe']],
  ['@bob #envoyer 10€. @chloe', '? no_payee', ['@bob', '@chloe']],
  ['@chloe. @bob #envoyer 10€', '? no_payee', ['@chloe', '@bob']],
  ['@bob dit #envoyer 10€', '? no_payee', ['@bob']],
  ['@chloe #envoyer 10€', '1000 bob', ['10€'], { replyTo: 'bob' }],
  ['@bob @chloe #envoyer 10€', '1000 bob', ['10€'], { replyTo: 'bob' }],
  ['#envoyer @chloe 10€', '1000 chloe', ['10€', '@chloe'], { replyTo: 'bob' }],
  ['@chloe 10€ #envoyer', '1000 bob', ['10€'], { replyTo: 'bob' }],
  ['@chloe @dave 10€ #envoyer @bob', '1000 bob', ['10€', '@bob'], { replyTo: 'bob' }],
  ['@chloe 10€ #envoyer @bob', '1000 bob', ['10€', '@bob'], { replyTo: 'bob' }],
  ['@chloe 10€ #envoyer @bob', '? which_payees', ['@chloe', '@bob']],
  ['10€ @chloe #envoyer @bob', '1000 chloe,bob', ['10€', '@chloe', '@bob']],
  ['#envoyer 10€ à Alice et à @bob', '? bare_name', ['Alice']],
  ['#envoyer @chloe 10€', '1000 chloe', ['10€', '@chloe'], { replyTo: 'bob' }],
  ['#envoyer 10€ et @bob', '? which_payees', ['@bob']],
  ['#envoyer 10€ @bob\net Chloé', '? bare_name', ['Chloé']],
  ['#envoyer 10€ @bob\nEt bon courage', '1000 bob', ['10€', '@bob']],
  ['#envoyer @bob et 10€', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob Martin', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob photo @chloe', '? which_payees', ['@bob', '@chloe']],
  ['#envoyer 10€ @bob total @chloe', '? which_payees', ['@bob', '@chloe']],
  ['#envoyer 10€ @bob trésor', '1000 bob', ['10€', '@bob']],
  ['#envoyer 10€ @bob oui', '1000 bob', ['10€', '@bob']],
  ['Salut. @chloe #envoyer 10€', '? which_payees', ['@chloe'], { replyTo: 'bob' }],
  ['@chloe 10€ #envoyer', '1000 bob', ['10€'], { replyTo: 'bob' }],
  ['#pay @bob\n@chloe\n5€', '500 bob,chloe', ['5€', '@bob', '@chloe']],
];

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
  return `${reading.amountMinor} ${reading.payees.join(',')}`;
}

for (const [what, rows] of Object.entries({ amounts, payees })) {
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
