/**
 * Where the saved X pages are. They belong to X, so they are kept beside the repository and never in it;
 * a test that needs them skips, and says so, where they are not at hand.
 */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** First found wins. `MOINEAU_X_DOM` names the folder outright. */
const candidates = [
  process.env.MOINEAU_X_DOM,
  join(here, '..', '..', '..', 'shared', 'x-dom'),
  join(here, '..', '..', '..', 'x-dom'),
];

/** The folder of snapshots, or undefined when this machine has none. */
export const xDomFolder: string | undefined = candidates.find(
  (folder) => folder !== undefined && existsSync(join(folder, 'expected.json')),
);

/** The title of a skipped suite; print it, so that a silent skip is never taken for a pass. */
export const xDomMissing = 'skipped: no saved X pages (../shared/x-dom or MOINEAU_X_DOM)';

/** @throws when called without snapshots: ask `xDomFolder` first. */
export function readXDom(file: string): string {
  if (xDomFolder === undefined) throw new Error(xDomMissing);
  return readFileSync(join(xDomFolder, file), 'utf8');
}
