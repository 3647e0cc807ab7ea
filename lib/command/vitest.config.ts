/** For `npm run mutation`: the grammar's own tests alone, which need no database and no browser. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['lib/command/**/*.test.ts'], testTimeout: 60_000, env: { COMMAND_PROPERTY_RUNS: '100' } },
});
