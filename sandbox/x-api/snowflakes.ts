/** X's ids: 64 bits that grow with time, so that a sandbox that starts again never gives an id twice. */

/** The first millisecond of X's ids: 2010-11-04T01:42:54.657Z. */
const epochMs = 1_288_834_974_657n;
/** The lower bits, which count within a millisecond. */
const counterBits = 22n;

/** A source of ids, each above the one before. */
export function createSnowflakes(now: () => number = Date.now): () => string {
  let last = 0n;
  return () => {
    const first = (BigInt(now()) - epochMs) << counterBits;
    last = first > last ? first : last + 1n;
    return String(last);
  };
}
