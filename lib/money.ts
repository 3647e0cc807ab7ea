/**
 * Euro amounts as integers: reading, writing, adding. The only place that does arithmetic on amounts.
 * It must never hold a float: 0.1 + 0.2 must not reach a ledger.
 */

/** Euro cents, as a branded integer. */
export type Cents = bigint & { readonly __unit: 'cents' };

/** The languages in which amounts are shown. */
export type MoneyLanguage = 'fr' | 'en';

/** Brands an integer number of euro cents. `value` is in cents, never in euros. */
export function cents(value: bigint): Cents {
  return value as Cents;
}

/**
 * Reads the wire form of an amount: minor units as a decimal string ("1050" is 10.50 €).
 * @throws RangeError when the text is not a plain, possibly negative, integer.
 */
export function centsFromWire(text: string): Cents {
  if (!/^-?(0|[1-9][0-9]{0,17})$/.test(text)) throw new RangeError(`not an amount in minor units: ${text}`);
  return cents(BigInt(text));
}

/** The wire form of an amount: minor units as a decimal string. */
export function centsToWire(amount: Cents): string {
  return amount.toString();
}

/** The sum of amounts; 0 for none. */
export function sumCents(amounts: Iterable<Cents>): Cents {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return cents(total);
}

/** The same amount with the other sign: the other side of a posting. */
export function negateCents(amount: Cents): Cents {
  return cents(-amount);
}

/**
 * Divides an amount by weights, to the cent, by the largest remainder: the parts always sum to the amount, and equal
 * remainders go to the first ones (10.00 € by three: 3.34, 3.33, 3.33).
 * @throws RangeError when there is no weight above 0, or a weight below it.
 */
export function divideCents(amount: Cents, weights: readonly bigint[]): Cents[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (amount < 0n || total <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError('an amount is divided by weights above 0');
  }
  const parts = weights.map((weight) => (amount * weight) / total);
  const remainders = weights.map((weight) => (amount * weight) % total);
  let left = amount - sumCents(parts.map(cents));
  const order = [...weights.keys()].sort((a, b) => compare(remainders[b], remainders[a]) || a - b);
  for (const i of order) {
    if (left === 0n) break;
    parts[i] = (parts[i] ?? 0n) + 1n;
    left--;
  }
  return parts.map(cents);
}

function compare(a = 0n, b = 0n): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Per mille of an amount, rounded half up to the cent. */
export function perMilleOf(amount: Cents, perMille: bigint): Cents {
  return cents((amount * perMille + 500n) / 1000n);
}

/**
 * Reads what a person typed into an amount field: "5", "5,5", "5.50", with or without "€" and spaces.
 * Returns null when it is not an amount above 0 with at most two decimals: nothing is guessed or rounded.
 */
export function parseTypedEuros(text: string): Cents | null {
  const plain = text.replace(/[\s\u00a0\u202f€]/g, '');
  const match = /^([0-9]{1,7})(?:[.,]([0-9]{1,2}))?$/.exec(plain);
  if (!match) return null;
  const euros = BigInt(match[1] ?? '0');
  const decimals = BigInt((match[2] ?? '').padEnd(2, '0'));
  const amount = euros * 100n + decimals;
  return amount > 0n ? cents(amount) : null;
}

/**
 * Shows an amount: "1 250,00 €" in French (narrow no-break space between groups, no-break space before the
 * sign), "€1,250.00" in English. Written here and not by Intl, whose number type would pass through a float.
 */
export function formatCents(amount: Cents, language: MoneyLanguage): string {
  const sign = amount < 0n ? '−' : '';
  const absolute = amount < 0n ? -amount : amount;
  const group = language === 'fr' ? '\u202f' : ',';
  const euros = (absolute / 100n).toString().replace(/\B(?=(\d{3})+$)/g, group);
  const decimals = (absolute % 100n).toString().padStart(2, '0');
  return language === 'fr' ? `${sign}${euros},${decimals}\u00a0€` : `${sign}€${euros}.${decimals}`;
}
