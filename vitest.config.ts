import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

export default defineConfig({
  plugins: [WxtVitest(), preact()],
  define: {
    __API_ORIGIN__: JSON.stringify('https://api.moineau.example'),
    __CLIENT_VERSION__: '"1.0.0"',
    __PAGE_RULES_KEY__: '""',
  },
  test: {
    include: [
      '{lib,components,entrypoints,web,server,sandbox,scripts}/**/*.test.{ts,tsx}',
      'tests/{chaos,docs,failover,properties,simulation,threats}/**/*.test.ts',
    ],
    // One PostgreSQL for the whole run; each test file gets a database of its own.
    globalSetup: ['tests/support/postgres.global.ts'],
    reporters: ['default', ['json', { outputFile: '.cache/reports/unit.json' }]],
    testTimeout: 60_000,
    // As tests/support/patience.ts: a busy machine is no failure.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
