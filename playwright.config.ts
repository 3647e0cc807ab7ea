import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './tests/e2e/build.global.ts',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Each worker starts the whole product; two cores carry one such world well.
  workers: 1,
  retries: 0,
  forbidOnly: !!process.env.CI,
  outputDir: 'test-results/e2e',
  reporter: [['list'], ['json', { outputFile: '.cache/reports/e2e.json' }]],
});
