/**
 * `npm run bench:overlay`: what the extension costs the pages of X, held against the same pages without it, against an
 * extension that only counts tweets, and against another extension's observer. One JSON line a figure on standard output.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seedSandbox } from '../../scripts/lib/seed.ts';
import { type Stack, startStack } from '../../scripts/lib/stack.ts';
import { type Contender, contenders, openReader, type Reader } from './overlay/contenders.ts';
import { costFigures } from './overlay/cost.ts';
import { heapFigures } from './overlay/heap.ts';
import { longestTaskFigure } from './overlay/longest-task.ts';
import { sizeFigure } from './overlay/size.ts';
import { smoothnessFigures } from './overlay/smoothness.ts';
import { say } from './support/rounds.ts';

/** Long enough that a scroll of the usual length never sees its end. */
const SPARE = 400;
const PARTS = ['size', 'cost', 'longest_task', 'smoothness', 'heap'] as const;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    tweets: { type: 'string', default: '2000' },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const count = (name: 'rounds' | 'tweets') => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1`);
  return value;
};
for (const part of values.only) {
  if (!PARTS.some((known) => known === part))
    throw new Error(`no part is called ${part}: ${PARTS.join(', ')}`);
}
const wants = (part: (typeof PARTS)[number]) => values.only.length === 0 || values.only.includes(part);
const figures = async (part: (typeof PARTS)[number], measure: () => Promise<object[]>) => {
  if (!wants(part)) return;
  for (const figure of await measure()) console.log(JSON.stringify(figure));
};

await main();

async function main(): Promise<void> {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'moineau-bench-overlay-'));
  const undo: (() => Promise<void>)[] = [];
  try {
    const stack = await startStack({ stateDirectory, fresh: true, posts: count('tweets') + SPARE, say });
    undo.push(() => stack.stop());
    await seedSandbox(stack, say);
    const bench = { readers: await openAll(stack, undo), rounds: count('rounds'), tweets: count('tweets') };
    await figures('size', async () => [sizeFigure()]);
    await figures('cost', () => costFigures(bench));
    await figures('longest_task', async () => [await longestTaskFigure(bench)]);
    await figures('smoothness', () => smoothnessFigures(bench));
    await figures('heap', () => heapFigures(bench));
  } finally {
    for (const step of undo.reverse()) await step();
    rmSync(stateDirectory, { recursive: true, force: true });
  }
}

async function openAll(stack: Stack, undo: (() => Promise<void>)[]): Promise<Record<Contender, Reader>> {
  const opened: Partial<Record<Contender, Reader>> = {};
  for (const contender of contenders) {
    const reader = await openReader(contender, stack);
    undo.push(() => reader.close());
    opened[contender] = reader;
  }
  return opened as Record<Contender, Reader>;
}
