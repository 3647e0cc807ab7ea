/** The names of currencies. Euros are the only ones that move; the others are known so as to be refused by name. */

const EUROS = new Set(['€', 'eur', 'euro', 'euros']);

/** Codes and words that are no words of French or English prose. */
const OTHERS = new Set(
  (
    'usd gbp chf jpy cny cad aud nzd sek nok dkk pln czk huf bgn rub inr brl mxn zar krw sgd hkd twd xof xaf ' +
    'tnd dzd aed sar ils thb uah isk btc eth usdt usdc doge bitcoin bitcoins dollar dollars pound pounds ' +
    'sterling quid bucks franc francs yen yens yuan yuans rouble roubles rupee rupees'
  ).split(' '),
);
/** Codes that are also words: known in capitals only. */
const OTHERS_IN_CAPITALS = new Set(['MAD', 'TRY', 'RON', 'SOL', 'XRP']);

/** `€`, `EUR`, `euro`, `Euros`. */
export function isEuro(word: string): boolean {
  return EUROS.has(word.toLowerCase());
}

/** A word (not a sign) that names a currency, ours or another. */
export function isCurrencyWord(word: string): boolean {
  return isEuro(word) || OTHERS.has(word.toLowerCase()) || OTHERS_IN_CAPITALS.has(word);
}
