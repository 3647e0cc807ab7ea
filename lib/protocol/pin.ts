/** Which codes are too easy to guess. Apart from the schemas, so that the wallet's pages need not carry them. */

/** Six equal digits, a run up or down, or a pair or triple repeated: refused when chosen. */
export function isTrivialPin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]));
  const oneStep = steps.every((step) => step === steps[0] && Math.abs(step) <= 1);
  return oneStep || /^(\d\d)\1\1$/.test(pin) || /^(\d\d\d)\1$/.test(pin) || /^(\d)\1\1(\d)\2\2$/.test(pin);
}
