/** `npm run build:web`: the page for phones, into .output/web. */
import { buildPhonePage } from './lib/phone-page.ts';

console.log(await buildPhonePage());
