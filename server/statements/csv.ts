/**
 * A statement for spreadsheets, by `csv-stringify`. Whatever people wrote stays text there: a memo must never become a formula
 * (T54), which the library sees to by an apostrophe in front.
 */
import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { type Cents, centsFromWire, centsToWire } from '../../lib/money.ts';
import type { Payment } from '../../lib/protocol/index.ts';
import type { Language } from '../http/language.ts';
import { netOf, statementTime, statementWords, stateWord } from './words.ts';

/** `french`: semicolons and decimal commas. */
export function csvStatement(
  payments: AsyncIterable<Payment>,
  { language, french }: { language: Language; french: boolean },
): Readable {
  const { columns, directions } = statementWords(language);
  const number = (amount: Cents) => plainNumber(amount, french ? ',' : '.');
  const lines = stringify({
    header: true,
    columns: Object.entries(columns).map(([key, header]) => ({ key, header })),
    delimiter: french ? ';' : ',',
    record_delimiter: 'windows',
    // Without it Excel takes UTF-8 for something else.
    bom: true,
    escape_formulas: true,
    cast: {
      // Numbers are ours: a minus in front of one is no formula.
      object: (value) => ({ value: value instanceof Figure ? value.text : '', escape_formulas: false }),
    },
  });
  async function* records() {
    for await (const payment of payments) {
      const other = payment.direction === 'in' ? payment.payer : payment.payee;
      yield {
        date: statementTime(payment.created_at),
        id: payment.id,
        direction: directions[payment.direction],
        name: other.name,
        handle: `@${other.handle}`,
        amount: new Figure(number(centsFromWire(payment.amount.amount))),
        fee: new Figure(number(centsFromWire(payment.fee.amount))),
        refunded: new Figure(number(centsFromWire(payment.amount_refunded.amount))),
        net: new Figure(number(netOf(payment))),
        state: stateWord(payment.state, language),
        memo: payment.memo ?? '',
      };
    }
  }
  // Its reader learns of a failure by the stream's own error.
  return pipeline(Readable.from(records()), lines, () => undefined);
}

/** A number that we wrote. */
class Figure {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** "-12.50": no sign of currency, no spaces. */
function plainNumber(amount: Cents, point: string): string {
  const [, sign = '', digits = ''] = /^(-?)(\d+)$/.exec(centsToWire(amount)) ?? [];
  const padded = digits.padStart(3, '0');
  return `${sign}${padded.slice(0, -2)}${point}${padded.slice(-2)}`;
}
