/**
 * The replicated set-up, started by the very command an operator uses. Short; longer runs: `npm run failover`.
 * Needs Debian's PostgreSQL and HAProxy; without them it is skipped, and says so.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'vitest';
import { z } from 'zod';
import { missingSoftware } from '../../scripts/failover/machine.ts';

const script = join(import.meta.dirname, '../../scripts/failover.ts');
const SHORT = ['--people', '6', '--in-flight', '16', '--calm-ms', '600'];
const TIMEOUT_MS = 120_000;

const Result = z.object({
  failover: z.enum(['ok', 'failed']),
  acknowledged: z.number(),
  lost: z.number(),
  doubled: z.number(),
  unknown: z.number(),
  unknown_resolved: z.number(),
  balanced: z.boolean(),
});
const Fencing = z.object({ fencing: z.enum(['ok', 'failed']), reached_through_proxy: z.number() });

async function failover(mode: 'sync' | 'async'): Promise<{ status: number; lines: unknown[]; log: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, '--seed', '7', '--mode', mode, ...SHORT], (error, stdout, stderr) => {
      const lines = stdout.trim() === '' ? [] : stdout.trim().split('\n');
      resolve({
        status: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
        lines: lines.map((line): unknown => JSON.parse(line)),
        log: stderr,
      });
    });
  });
}

const missing = await missingSoftware();
const skipped = missing === null ? '' : ` (skipped here: ${missing})`;

// At the same time: each has its own ports and directory, and waits for the disk most of the time.
test.skipIf(missing !== null)(
  `kill -9 of the primary under load: what was acknowledged is on the standby once, and the old primary takes no writes${skipped}`,
  { timeout: TIMEOUT_MS, concurrent: true },
  async ({ expect }) => {
    const { status, lines, log } = await failover('sync');
    expect(status, log).toBe(0);
    expect(Fencing.parse(lines[0])).toEqual({ fencing: 'ok', reached_through_proxy: 0 });
    const result = Result.parse(lines.at(-1));
    expect(result).toMatchObject({ failover: 'ok', lost: 0, doubled: 0, balanced: true });
    expect(result.acknowledged).toBeGreaterThan(0);
    expect(result.unknown).toBeGreaterThan(0);
    expect(result.unknown_resolved).toBe(result.unknown);
  },
);

test.skipIf(missing !== null)(
  `the control: with an asynchronous standby the same kill loses what was acknowledged${skipped}`,
  { timeout: TIMEOUT_MS, concurrent: true },
  async ({ expect }) => {
    const { status, lines, log } = await failover('async');
    expect(status, log).toBe(0);
    const result = Result.parse(lines.at(-1));
    expect(result).toMatchObject({ failover: 'ok', doubled: 0, balanced: true });
    expect(result.lost).toBeGreaterThan(0);
  },
);
