/** What every page of X loads of ours, as it would be sent. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rounded } from '../support/rounds.ts';

export function sizeFigure(): object {
  const script = readFileSync(join(process.cwd(), '.output/chrome-mv3/content-scripts/x.js'));
  return {
    name: 'size.content',
    value: rounded(gzipSync(script).length / 1_024),
    unit: 'KiB, gzip',
    target: 12,
    n: 1,
  };
}
