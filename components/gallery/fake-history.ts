/** A history without a database, for component tests and the gallery: the same answers from a list, newest first. */
import type { Payment } from '../../lib/protocol/payments.ts';
import { addToMonths, fileAway, type MonthTotal } from '../../lib/store/filing.ts';
import { wantedOf } from '../../lib/store/search.ts';
import type { HistoryReader } from '../services.ts';

export function fakeHistory(payments: readonly Payment[]): HistoryReader {
  const kept = payments.map((payment) => fileAway(payment, undefined));
  return {
    async monthTotals() {
      const months = new Map<string, MonthTotal>();
      for (const payment of kept) addToMonths(months, undefined, payment);
      return [...months.values()].sort((a, b) => b.month.localeCompare(a.month));
    },
    paymentsAt: async (from, count) => kept.slice(from, from + count),
    paymentsOf: async (ids) => kept.filter(({ id }) => ids.includes(id)),
    async matching(filter) {
      const wanted = wantedOf(filter);
      const fits = (words: readonly string[]) =>
        wanted.every(({ word, whole }) => words.some((has) => (whole ? has === word : has.startsWith(word))));
      return kept.filter(({ filed }) => fits(filed.words)).map(({ id }) => id);
    },
    takeExport: async () => null,
  };
}
