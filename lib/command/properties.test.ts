import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cents } from '../money.ts';
import { readCommand } from './index.ts';
import { checkReading } from './invariants.ts';

/** Texts drawn for each property; fewer while mutants are tried, of which most are found by the cases. */
const RUNS = { numRuns: Number(process.env.COMMAND_PROPERTY_RUNS ?? 2_000) };

const handle = fc
  .stringMatching(/^[A-Za-z0-9_]{1,15}$/)
  .filter((name) => !/^(moineau|smoney|smoneyfr)$/i.test(name));
const payees = fc.uniqueArray(handle, { minLength: 1, maxLength: 9, selector: (name) => name.toLowerCase() });
const amount = fc.bigInt({ min: 1n, max: 50_000n }).map(cents);
const space = fc.constantFrom('', ' ', '\u00a0', '\u202f');
const keyword = fc.constantFrom('#envoyer', '#payer', '#send', '#pay', '#ENVOYER', '＃Pay');

/** Any way of writing an amount of the table in PRODUCT.md. */
const written = fc
  .record({
    amount,
    space,
    comma: fc.constantFrom(',', '.'),
    currency: fc.constantFrom('€', 'EUR', 'eur', 'euros'),
    form: fc.nat(3),
  })
  .map(({ amount: value, space: gap, comma, currency, form }) => {
    const decimals = value % 100n;
    const digits =
      decimals === 0n && form % 2 === 0
        ? `${value / 100n}`
        : `${value / 100n}${comma}${`${decimals}`.padStart(2, '0')}`;
    const wide =
      form === 1 ? digits.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)) : digits;
    return { value, text: form === 3 ? `€${gap}${wide}` : `${wide}${gap}${currency}` };
  });
const joiner = fc.constantFrom(' ', ', ', ',', ' et ', ' and ', '  ', ' et à ');
const memo = fc.stringMatching(/^[a-zé]{1,9}( [a-zé']{2,9}){0,4}$/);
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.array(fc.nat(0xffff), { maxLength: 100 }).map((units) => String.fromCharCode(...units)),
);

describe('any payment', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(
        keyword,
        written,
        payees,
        joiner,
        fc.option(memo),
        fc.boolean(),
        (key, sum, names, join, why, first) => {
          const list = names.map((name) => `@${name}`).join(join);
          const order = first ? `${list} ${sum.text}` : `${sum.text} à ${list}`;
          const reading = readCommand(`@moineau ${key} ${order}${why === null ? '' : ` pour ${why}`}`);
          expect(reading).toMatchObject({
            kind: 'payment',
            amountMinor: sum.value,
            payees: names,
            memo: why,
          });
        },
      ),
      RUNS,
    );
  });

  it('is none any more with a second sum anywhere', () => {
    fc.assert(
      fc.property(written, written, handle, fc.boolean(), (sum, other, name, first) => {
        const command = `#envoyer ${sum.text} @${name}`;
        const text = first ? `${other.text} ! ${command}` : `${command} pour ${other.text}`;
        expect(readCommand(text)).toMatchObject({ kind: 'ask', question: 'two_amounts' });
      }),
    );
  });

  it('is none in quotation marks, in a quoted line or a retweet', () => {
    fc.assert(
      fc.property(keyword, written, handle, (key, sum, name) => {
        const command = `${key} ${sum.text} @${name}`;
        for (const text of [
          `« ${command} »`,
          `“${command}”`,
          `"${command}"`,
          `> ${command}`,
          `RT @${name}: ${command}`,
        ]) {
          expect(readCommand(text)).toBeNull();
        }
      }),
    );
  });
});

it('any text, half characters too, is read without a throw and within its rules', () => {
  fc.assert(
    fc.property(anything, anything, fc.option(handle), (before, after, replyTo) => {
      checkReading(before, { replyTo });
      checkReading(`${before}#envoyer 10€ @bob ${after}`, { replyTo });
      checkReading(`${before} #send ${after} 5€ to @bob for ${before}`, { replyTo, author: 'alice' });
    }),
    RUNS,
  );
});

describe('the work grows with the text, not with its square', () => {
  const hostile =
    '#|#a|@|@a|@a.|a@|a@b.|a.|a.b/|1|1 |1.|10€ |€|- |-1|"|«|”|« »|\n|\n#a |> |&gt;|pour |à |,|.|…|#envoyer |RT @a: |https://|\u200b|\ud800|é|@a, |@a x |0€\n'.split(
      '|',
    );

  it.each(hostile)('%j', (piece) => {
    const text = (size: number) =>
      `#envoyer 10€ @bob ${piece.repeat(Math.ceil(size / piece.length)).slice(0, size)}`;
    const small = charactersTouched(text(1_000));
    const large = charactersTouched(text(10_000));
    expect(large / small).toBeLessThan(12);
  });
});

/** How many characters and list entries a reading looks at: a count, so that a slow machine fails no test. */
function charactersTouched(text: string): number {
  let count = 0;
  const saved: (() => void)[] = [];
  const watch = (
    owner: object,
    name: string,
    cost: (self: unknown, args: unknown[], result: unknown) => number,
  ) => {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') throw new Error(name);
    saved.push(() => Reflect.set(owner, name, original));
    Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
      const result: unknown = Reflect.apply(original, this, args);
      count += cost(this, args, result);
      return result;
    });
  };
  const sizeOf = (value: unknown) => (typeof value === 'string' || Array.isArray(value) ? value.length : 1);
  for (const name of ['charAt', 'charCodeAt', 'codePointAt', 'startsWith'])
    watch(String.prototype, name, () => 1);
  watch(String.prototype, 'slice', (_self, _args, result) => sizeOf(result));
  watch(RegExp.prototype, 'test', (_self, args) => sizeOf(args[0]));
  watch(Array.prototype, 'slice', (_self, _args, result) => sizeOf(result));
  for (const name of ['indexOf', 'find', 'findIndex', 'findLastIndex', 'filter', 'some']) {
    watch(Array.prototype, name, (self) => sizeOf(self));
  }
  try {
    readCommand(text);
  } finally {
    for (const restore of saved) restore();
  }
  return count;
}
