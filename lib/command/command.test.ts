import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as accept from './cases/accept.ts';
import * as ask from './cases/ask.ts';
import type { Case } from './cases/case.ts';
import * as none from './cases/none.ts';
import * as refuse from './cases/refuse.ts';
import { type CommandContext, type Reading, readCommand } from './index.ts';

/** A reading in the words of the cases. */
function written(reading: Reading): string {
  if (!reading) return 'null';
  if (reading.kind === 'ask') return `? ${reading.question}`;
  if (reading.kind === 'refuse') return `! ${reading.reason}`;
  const memo = reading.memo === null ? '' : ` | ${reading.memo}`;
  return `${reading.amountMinor} ${reading.payees.join(',')}${memo}`;
}

const read = (text: string, context?: CommandContext) => written(readCommand(text, context));

const tables: Record<string, readonly Case[]> = {
  'payments: amounts': accept.amounts,
  'payments: keywords': accept.keywords,
  'payments: payees': accept.payees,
  'payments: replies': accept.replies,
  'payments: memos': accept.memos,
  'questions about the amount': ask.amounts,
  'questions about the payees': ask.payees,
  'refusals of the amount': refuse.amounts,
  'refusals of the payees': refuse.payees,
  'no keyword': none.noKeyword,
  'not the author’s own words': none.notHisWords,
};

for (const [title, cases] of Object.entries(tables)) {
  describe(title, () => {
    for (const [text, expected, context] of cases) {
      it(`${JSON.stringify(text)} → ${expected}`, () => expect(read(text, context)).toBe(expected));
    }
  });
}

it('has at least 300 cases of its own, each text once', () => {
  const all = Object.values(tables).flat();
  const keys = new Set(all.map(([text, , context]) => JSON.stringify([text, context])));
  expect(all.length).toBeGreaterThanOrEqual(300);
  expect(keys.size).toBe(all.length);
});

interface Shared {
  text: string;
  expected: object | null;
  why: string;
  replyTo?: string;
}
const SHARED = '../shared/x-api/command-examples.json';

describe.skipIf(!existsSync(SHARED))(`the shared examples (skipped where there is no ${SHARED})`, () => {
  const examples: Shared[] = existsSync(SHARED) ? JSON.parse(readFileSync(SHARED, 'utf8')) : [];
  it.each(examples)('$why', ({ text, expected, replyTo }) => {
    const reading = readCommand(text, { replyTo: replyTo ?? null });
    if (expected === null || reading === null) expect(reading).toBe(expected);
    else
      expect(
        reading.kind === 'payment' ? { ...reading, amountMinor: Number(reading.amountMinor) } : reading,
      ).toMatchObject(expected);
  });
});

describe('threats', () => {
  it('T04 a retweet, a quotation or a quoted line of somebody’s command is none; his own reply with one is', () => {
    for (const [text] of none.notHisWords) expect(readCommand(text, { replyTo: 'alice' })).toBeNull();
    expect(read('@alice #envoyer 10€ @bob', { replyTo: 'alice' })).toBe('1000 bob');
  });

  it('T05 only the text given is read: a display name with a command in it is not a context', () => {
    const context = { replyTo: '#envoyer 10€ @bob', author: '#pay 5€ @eve' };
    expect(readCommand('merci', context)).toBeNull();
    expect(read('#envoyer 5€', context)).toBe('? no_payee');
  });

  it('T06 twenty euros are twenty euros, however written', () => {
    const forms = [
      '20 euros',
      '20 €',
      '€20',
      '20EUR',
      '20\u00a0€',
      '20\u202f€',
      '２０€',
      '20,00€',
      '20.0 eur',
    ];
    for (const form of forms) expect(read(`#envoyer ${form} @bob`)).toBe('2000 bob');
    expect(read('#envoyer 20,50€ @bob')).toBe('2050 bob');
  });

  it('T07 amounts in doubt are never guessed', () => {
    const expected = {
      '1.000€': '? thousands_or_decimals',
      '1,000€': '? thousands_or_decimals',
      '10€50': '? unclear_amount',
      '-5€': '! negative',
      '0€': '! zero',
      '1e3€': '! exponent',
      '9999999999999€': '! above_limit',
    };
    for (const [amount, reading] of Object.entries(expected)) {
      expect(read(`#envoyer ${amount} @bob`)).toBe(reading);
      expect(read(`#pay @bob ${amount}`)).toBe(reading);
    }
  });

  it('T08 a mark of direction or of no width in or at a handle is refused, wherever it stands', () => {
    for (const mark of '\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202d\u202e\u2060\u2066\u2067\u2069\ufeff\u00ad\u061c') {
      for (const handle of [`@${mark}bob`, `@b${mark}ob`, `@bob${mark}`]) {
        expect(read(`#envoyer 10€ ${handle}`)).toBe('! invalid_handle');
      }
    }
    for (const mark of '\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u061c') {
      expect(read(`#envoyer 10€ ${mark}@bob`)).toBe('! invalid_handle');
    }
  });

  it('T13 a payment to oneself is refused, under any spelling of one’s handle', () => {
    for (const handle of ['alice', 'Alice', 'ALICE']) {
      expect(read(`#envoyer 5€ @${handle}`, { author: 'aLiCe' })).toBe('! oneself');
    }
  });
});

describe('spans', () => {
  it('cover the very characters', () => {
    const text = '🎉 @moineau #envoyer １０ € à ＠bob et @Chloe pour le #miam resto. Bye';
    const reading = readCommand(text);
    if (reading?.kind !== 'payment') throw new Error('not a payment');
    const { keyword, amount, payees, memo } = reading.spans;
    const cover = [keyword, amount, ...payees, ...(memo ? [memo] : [])].map(({ start, end }) =>
      text.slice(start, end),
    );
    expect(cover).toEqual(['#envoyer', '１０ €', '＠bob', '@Chloe', 'le #miam resto']);
  });

  it.each([
    ['#envoyer 5€ ou 10€ @bob', ['5€', '10€']],
    ['#envoyer -€5 @bob', ['-€5']],
    ['#envoyer 10€50 @bob', ['10€', '50']],
    ['#envoyer 10€ @dest-x', ['@dest-x']],
    ['#envoyer 10€ à Bob', ['Bob']],
    ['#envoyer 10 @bob', ['10']],
    ['#envoyer 10€', ['#envoyer']],
    ['#envoyer 10€ @bob #pay', ['#envoyer', '#pay']],
  ])('of the trouble in %j', (text, expected) => {
    const reading = readCommand(text);
    const problem = reading && reading.kind !== 'payment' ? reading.spans.problem : [];
    expect(problem.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });
});

it('proposes euros for one lone number, and for nothing else', () => {
  const proposal = (text: string) => {
    const reading = readCommand(text);
    return reading?.kind === 'ask' ? reading.proposal : undefined;
  };
  expect(proposal('#envoyer 10 @bob')).toBe(1000n);
  expect(proposal('#envoyer 12,5 @bob')).toBe(1250n);
  expect(proposal('#envoyer 1.000 @bob')).toBeNull();
  expect(proposal('#envoyer 10 20 @bob')).toBeNull();
  expect(proposal('#envoyer 10 ou 20 @bob')).toBeNull();
  expect(proposal('#envoyer 501 @bob')).toBeNull();
  expect(proposal('#envoyer @bob')).toBeNull();
});
