/** How the page for phones is built: `npm run build:web` (scripts/lib/phone-page.ts). */
import { readFileSync } from 'node:fs';
import preact from '@preact/preset-vite';
import { defaultClientConditions, defineConfig } from 'vite';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Somebody in the sandbox without a wallet, to practise with. Empty in what people get: there money is real. */
const practiceHandle = process.env.MOINEAU_PRACTICE_HANDLE ?? '';

export default defineConfig({
  root: 'web',
  base: '/w/',
  logLevel: 'warn',
  plugins: [preact()],
  // `#platform` is the page's.
  resolve: { conditions: ['phone', ...defaultClientConditions] },
  // The page is served by the API: its origin is the API's.
  define: {
    __API_ORIGIN__: 'location.origin',
    __CLIENT_VERSION__: JSON.stringify(version),
    __PRACTICE_HANDLE__: JSON.stringify(practiceHandle),
  },
  build: {
    outDir: '../.output/web',
    emptyOutDir: true,
    target: ['es2022', 'safari16.4'],
    // The policy allows no inline script and no data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
