/**
 * The documentation as an integrator follows it: the shell blocks of the recipes, in order and in one shell, against
 * the sandbox. Each answer is compared with the one printed under its block.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judge, type Step, stepsOf } from './page.ts';
import { type DocsSandbox, openSandbox } from './sandbox.ts';

/** In the order of docs/api/README.md: each goes on where the one before ended. */
const pages = ['pay', 'retry', 'events', 'claim', 'open-a-wallet', 'split', 'refund'].map(
  (name) => `docs/api/recipes/${name}.md`,
);
const steps = pages.flatMap(stepsOf);

/** Debian has it unless it was left out on purpose. */
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** Printed after each block; no answer has it. */
const MARK = '=== this block has ended ===';

type Run = { readonly outputs: readonly string[]; readonly errors: string };

async function runInOneShell(sandbox: DocsSandbox): Promise<Run> {
  const script = [
    'set -euo pipefail',
    ...steps.flatMap(({ shell }) => [shell, `printf '\\n%s\\n' '${MARK}'`]),
  ];
  const child = spawn('bash', ['-c', script.join('\n')], {
    cwd: sandbox.folder,
    env: { PATH: process.env.PATH, HOME: sandbox.folder, TMPDIR: sandbox.folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { outputs: output.split(`\n${MARK}\n`), errors };
}

/** What is wrong with this step; empty when nothing is. */
function complaints({ outputs, errors }: Run, step: Step): string[] {
  const index = steps.indexOf(step);
  const output = outputs[index];
  // The last part is what came after the last mark: a block that has not ended.
  if (output === undefined) return ['not reached'];
  if (index === outputs.length - 1) return [`ended the shell: ${output}${errors}`];
  return judge(step, output);
}

describe.skipIf(!hasCurl)('the recipes work as printed (needs curl)', () => {
  let sandbox: DocsSandbox | undefined;
  let run: Run;
  beforeAll(async () => {
    sandbox = await openSandbox();
    run = await runInOneShell(sandbox);
  }, 240_000);
  afterAll(() => sandbox?.close());

  test.each(pages)('%s', (page) => {
    const found = steps
      .filter((step) => step.page === page)
      .flatMap((step) => complaints(run, step).map((complaint) => `${page}:${step.line} ${complaint}`));
    expect(found).toEqual([]);
    expect(steps.some((step) => step.page === page)).toBe(true);
  });
});

test('sign.mjs says how it is used, and ends with an error, when it does not understand', () => {
  const sign = join('docs', 'api', 'sign.mjs');
  const asked = spawnSync(process.execPath, [sign, 'toString'], { encoding: 'utf8' });
  expect(asked.status).toBe(2);
  expect(asked.stderr).toMatch(/node sign\.mjs confirm KEYFILE SESSION PAYMENT PIN/);
});
