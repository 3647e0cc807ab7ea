/**
 * `npm run fuzz:command -- --seed N --runs M`: texts made of the grammar's own pieces, cut, doubled and disturbed,
 * against the invariants of `lib/command`. On a failure it prints the seed, the run and the text, and exits with 1:
 * the same seed finds it again.
 */
import { parseArgs } from 'node:util';
import type { CommandContext } from '../lib/command/index.ts';
import { checkReading } from '../lib/command/invariants.ts';
import { seedFrom, wholeNumber } from './lib/numbers.ts';

/** Pieces by what they stand for; each text draws from all. */
const PIECES = {
  keyword: ['#envoyer', '#payer', '#send', '#PAY', '＃Pay', '#envoyer_', '#pay-per', 'x#send', '#resto', '#'],
  number: [
    '10',
    '5,50',
    '0.01',
    '499.99',
    '500',
    '501',
    '1 000',
    '1.000',
    '0',
    '0,500',
    '1e3',
    '１０',
    '-5',
    '٥',
    '½',
    '007',
  ],
  currency: ['€', ' €', '\u00a0€', '\u202f€', 'EUR', ' euros', '$', ' USD', '£', '€50', '', '€k'],
  handle: [
    '@bob',
    '@Chloe',
    '＠dan',
    '@moineau',
    '@alice',
    '@bоb',
    '@dest-x',
    '@bo…',
    '@abcdefghijklmnopq',
    '@\u200bbob',
    'a@b.fr',
    'Bob',
  ],
  joint: [
    ' ',
    ' ',
    ' ',
    ', ',
    ' et ',
    ' and ',
    ' à ',
    ' to ',
    ' ou ',
    ' pour ',
    ' for ',
    '\n',
    '. ',
    ' ! ',
    '',
    ' & ',
    ': ',
  ],
  other: [
    'merci',
    'Merci',
    '🎉',
    '\u202e',
    '\u200b',
    '\ud800',
    '«',
    '»',
    '“',
    '”',
    '"',
    '> ',
    '&gt; ',
    '&amp;',
    'RT @eve: ',
    '(',
    ')',
  ],
  link: [
    'https://t.co/a',
    'example.com/#pay',
    'www.a.io',
    'x.fr',
    'https://s.fr/?p=20€',
    '-',
    '+',
    'x2',
    '~',
    '…',
    '5"',
    '3D',
    '20h',
  ],
} as const;
type Kind = keyof typeof PIECES;
const KINDS = Object.keys(PIECES) as Kind[];

/** The shape of a plain command: most texts start from it, so that payments are met too. */
const PLAIN: readonly Kind[] = [
  'keyword',
  'joint',
  'number',
  'currency',
  'joint',
  'handle',
  'joint',
  'handle',
  'joint',
  'other',
];

/** mulberry32: small, seeded, the same everywhere. Gives whole numbers below `limit`. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

type Random = ReturnType<typeof randomFrom>;

function pick<T>(random: Random, list: readonly T[]): T {
  const item = list[random(list.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function makeText(random: Random): string {
  const isPlain = random(3) > 0;
  const kinds = isPlain
    ? [...PLAIN].slice(0, 6 + random(5))
    : Array.from({ length: random(16) }, () => pick(random, KINDS));
  const length = isPlain ? random(4) : 0;
  for (let extra = 0; extra < length; extra++) kinds.splice(random(kinds.length + 1), 0, pick(random, KINDS));
  // The plain pieces stand first in each list: draw them more often.
  const pieces = kinds.map((kind) =>
    isPlain && random(3) > 0 ? pick(random, PIECES[kind].slice(0, 4)) : pick(random, PIECES[kind]),
  );
  return mutate(random, pieces.join(''));
}

/** Up to two small accidents: a character gone, doubled, changed, or the text cut short. */
function mutate(random: Random, text: string): string {
  let changed = text;
  for (let count = random(6) - 3; count > 0; count--) {
    const at = random(changed.length + 1);
    const [head, tail] = [changed.slice(0, at), changed.slice(at)];
    const change = random(5);
    if (change === 0) changed = head + tail.slice(1);
    else if (change === 1) changed = head + tail.slice(0, 1) + tail;
    else if (change === 2) changed = head + String.fromCharCode(random(0x10000)) + tail;
    else if (change === 3) changed = head + String.fromCharCode(32 + random(95)) + tail.slice(1);
    else changed = head;
  }
  return changed;
}

function makeContext(random: Random): CommandContext {
  return { replyTo: pick(random, [null, null, 'bob', 'Zoe_1']), author: pick(random, [null, 'alice']) };
}

function main(): void {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, runs: { type: 'string', default: '100000' } },
  });
  const seed = seedFrom(values.seed);
  const runs = wholeNumber(values.runs, 'runs');
  const random = randomFrom(seed);
  const counts = { payment: 0, ask: 0, refuse: 0, none: 0 };
  for (let run = 1; run <= runs; run++) {
    const text = makeText(random);
    const context = makeContext(random);
    try {
      counts[checkReading(text, context)?.kind ?? 'none']++;
    } catch (error) {
      console.error(`seed ${seed}, run ${run}: ${JSON.stringify(text)} ${JSON.stringify(context)}`);
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
      return;
    }
  }
  console.log(JSON.stringify({ seed, runs, ...counts }));
}

main();
