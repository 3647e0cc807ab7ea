/** A short round of `npm run chaos:commands`: the real process, killed while commands flow in. */
import { expect, test } from 'vitest';
import { runCommandChaos } from './run.ts';

test('T01 T34 killed again and again: every command has its payments once, at most one answer, none is missed', async () => {
  const { signal } = new AbortController();
  const summary = await runCommandChaos({
    seed: 2_014,
    rounds: 6,
    commands: 48,
    signal,
    onRound: () => undefined,
  });
  expect(summary.failures).toEqual([]);
  expect(summary).toMatchObject({ kills: 6, commands: 48 });
  expect(summary.payments).toBeGreaterThan(20);
  expect(summary.answers).toBeGreaterThan(10);
}, 180_000);
