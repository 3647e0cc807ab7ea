/** The boundaries of the house (docs/ARCHITECTURE.md), checked by `npm run check:boundaries`. */
const inside = (folder) => `^${folder}/`;
const TESTS = '\\.test\\.tsx?$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one thing, or one of them knows too much.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'server-imports-shared-only',
      severity: 'error',
      comment: 'The server may import money, command and protocol of lib/, and nothing of the extension.',
      from: { path: inside('server'), pathNot: '(\\.test\\.tsx?$|^server/testing/)' },
      to: {
        path: '^(lib|components|entrypoints|sandbox|scripts|tests)/',
        pathNot: '^lib/(money\\.ts|command/|protocol/)',
      },
    },
    {
      name: 'shared-stays-shared',
      severity: 'error',
      comment: 'What the server shares must not lead into the extension.',
      from: { path: '^lib/(money\\.ts|command/|protocol/)' },
      to: {
        path: '^(lib|components|entrypoints|server|sandbox)/',
        pathNot: '^lib/(money\\.ts|command/|protocol/)',
      },
    },
    {
      name: 'extension-without-server',
      severity: 'error',
      comment: 'The extension reaches the server over HTTP alone; the product does not know the sandbox.',
      from: { path: '^(lib|components|entrypoints|web)/', pathNot: TESTS },
      to: { path: '^(server|sandbox|scripts|tests)/' },
    },
    {
      name: 'product-without-sandbox',
      severity: 'error',
      from: { path: inside('server'), pathNot: TESTS },
      to: { path: inside('sandbox') },
    },
    {
      name: 'page-never-talks-to-the-api',
      severity: 'error',
      comment: 'Data goes page → background → API. The content script has no client, no store, no key.',
      from: { path: '^(entrypoints/x[.-]|lib/x/)', pathNot: TESTS },
      to: { path: '^lib/(wallet|store)/' },
    },
    {
      name: 'popup-never-reads-the-page',
      severity: 'error',
      from: { path: '^(entrypoints/popup|components)/' },
      to: { path: '^(lib/x|entrypoints/x\\.content)/' },
    },
    {
      name: 'popup-never-talks-to-the-api',
      severity: 'error',
      comment: 'The wallet’s pages speak to the background by messages, and read the store.',
      from: { path: '^(entrypoints/popup|components)/' },
      to: { path: inside('lib/wallet') },
    },
    {
      name: 'phone-page-without-extension',
      severity: 'error',
      comment:
        'There is no extension where the page for phones runs, and nothing of X’s pages is its business.',
      from: { path: '^web/' },
      to: {
        path: '^(entrypoints|lib/x)/|^lib/platform/extension\\.ts|node_modules/(webextension-polyfill|wxt)',
      },
    },
    {
      name: 'ledger-knows-no-http-and-no-x',
      severity: 'error',
      from: { path: inside('server/ledger'), pathNot: TESTS },
      to: {
        path: '^server/(payments|people|funding|events|x|app\\.ts|main\\.ts|http)|node_modules/(fastify|twitter-api-v2)',
      },
    },
    {
      name: 'twitter-api-v2-behind-its-port',
      severity: 'error',
      from: { pathNot: inside('server/x') },
      to: { path: 'node_modules/twitter-api-v2' },
    },
    {
      name: 'stripe-behind-its-port',
      severity: 'error',
      from: { pathNot: '^(server/funding|sandbox/cards)/' },
      to: { path: 'node_modules/stripe' },
    },
    {
      name: 'no-polyfill-or-zod-in-the-page',
      severity: 'error',
      comment: 'The content script pays for every byte on every page of X.',
      from: { path: '^(entrypoints/x[.-]|lib/x/)', pathNot: TESTS },
      to: {
        path: 'node_modules/(webextension-polyfill|zod|preact|idb|jose)',
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|html|json|svg)$' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
