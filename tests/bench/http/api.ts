/** Starts API processes on a database of the bench. */
import { join } from 'node:path';
import { startProgram } from '../../../scripts/lib/processes.ts';
import { ORIGIN, testEnvironment } from '../../../server/testing/api.ts';

const script = join(import.meta.dirname, 'server.ts');

/** What clients call the API by: what their proofs are made for. */
export const PUBLIC_ORIGIN = ORIGIN;

export type BenchApi = { readonly address: string; stop(): Promise<unknown> };

/** `codes`: whether a code is really checked, or counts as right at once. */
export async function startApi(databaseUrl: string, codes: 'accepted' | 'checked'): Promise<BenchApi> {
  const { readyLine, stop } = await startProgram({
    script,
    env: {
      ...testEnvironment(databaseUrl, { PORT: '0', LOG_LEVEL: 'warn' }),
      NODE_ENV: 'production',
      BENCH_CODES: codes,
    },
    isReady: (line) => line.startsWith('listening '),
  });
  return { address: readyLine.slice('listening '.length), stop };
}
