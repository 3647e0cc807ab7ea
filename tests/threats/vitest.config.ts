/** How `npm run threats` runs Vitest: as every run, but for who reads the report. */
import { defineConfig } from 'vitest/config';
import everyRun from '../../vitest.config.ts';

export default defineConfig({
  ...everyRun,
  test: {
    ...everyRun.test,
    // The options of a reporter that a configuration names can't be changed on the command line.
    reporters: ['dot', ['json', { outputFile: '.cache/threats/unit.json' }]],
  },
});
