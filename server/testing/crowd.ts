/** As many made-up X accounts as a test wants: for the stand-in of X, in a server of tests and in the tests alike. */
import type { XAccount } from '../x/port.ts';

/** The same ones at every call. */
export function crowd(size: number): XAccount[] {
  return Array.from({ length: size }, (_, index) => ({
    xUserId: String(1_600_000_000_000_000_000n + BigInt(index)),
    handle: `sparrow_${index}`,
    name: `Sparrow ${index}`,
  }));
}
