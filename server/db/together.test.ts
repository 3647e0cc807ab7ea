import { expect, test } from 'vitest';
import { askTogether } from './together.ts';

type Asked = { readonly questions: readonly number[]; answer(): void; fail(error: unknown): void };

/** Statements that are under way until the test answers them: ten times each question. */
function pending(limits?: { most: number; inFlight: number }) {
  const asked: Asked[] = [];
  const ask = askTogether((questions: readonly number[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<number[]>();
    asked.push({ questions, answer: () => resolve(questions.map((n) => n * 10)), fail: reject });
    return promise;
  }, limits);
  return { ask, asked, all: () => asked.map(({ questions }) => questions) };
}

async function turns(count = 4): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
}

test('questions of one moment are asked in one statement, and each gets its own answer', async () => {
  const { ask, asked, all } = pending();
  const answers = [1, 2, 3].map(ask);
  await turns();
  expect(all()).toEqual([[1, 2, 3]]);
  asked[0]?.answer();
  expect(await Promise.all(answers)).toEqual([10, 20, 30]);
});

test('no more statements at once, and none longer, than was said; the rest goes with the next', async () => {
  const { ask, asked, all } = pending({ most: 2, inFlight: 2 });
  const answers = [1, 2, 3, 4, 5].map(ask);
  await turns();
  expect(all()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  answers.push(ask(6));
  await turns();
  expect(asked).toHaveLength(2);
  asked[1]?.answer();
  await turns();
  expect(all().at(-1)).toEqual([5, 6]);
  for (const statement of asked) statement.answer();
  expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50, 60]);
});

test('a statement that fails is told to those who asked in it, and to nobody else', async () => {
  const { ask, asked } = pending({ most: 2, inFlight: 1 });
  const answers = Promise.allSettled([1, 2, 3].map(ask));
  await turns();
  asked[0]?.fail(new Error('away'));
  await turns();
  asked[1]?.answer();
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});
