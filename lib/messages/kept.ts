/** What the background keeps in the browser's storage and reads again later, perhaps as another version. */
import { z } from 'zod';
import { SignedPageRules } from '../protocol/index.ts';
import { HealthPart } from './page.ts';

/** By part: since when it is off, by the names of our selectors that found nothing. */
export const KeptHealth = z.partialRecord(
  HealthPart,
  z.strictObject({ missing: z.array(z.string()), sinceMs: z.number() }),
);
export type KeptHealth = z.infer<typeof KeptHealth>;

/** `seenSerial` outlives the rules themselves: what was replaced can't be played again. */
export const KeptPageRules = z.strictObject({
  signed: SignedPageRules.nullable(),
  seenSerial: z.int().min(0),
  askAtMs: z.number(),
});
export type KeptPageRules = z.infer<typeof KeptPageRules>;
