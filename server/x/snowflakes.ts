/** X's ids tell when they were given: milliseconds since 4 November 2010 above 22 other bits. */

const epochMs = 1_288_834_974_657n;

/** The lowest id that X gives at this instant. */
export function idAt(at: Date): bigint {
  const sinceEpoch = BigInt(at.getTime()) - epochMs;
  return sinceEpoch <= 0n ? 1n : sinceEpoch << 22n;
}
