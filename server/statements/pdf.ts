/**
 * A statement to print, by `pdfkit`, written page by page as it is read. Its fonts are those that every reader of PDF has; they
 * know the letters of Western Europe: a name in others is shown by its handle, which is always there.
 */
import { finished } from 'node:stream';
import PDFDocument from 'pdfkit';
import { type Cents, cents, formatCents, negateCents, sumCents } from '../../lib/money.ts';
import type { Payment } from '../../lib/protocol/index.ts';
import type { Language } from '../http/language.ts';
import type { Period } from './rows.ts';
import { netOf, statementTime, statementWords, stateWord } from './words.ts';

const MARGIN = 48;
const LINE = 12;
const ROW = 30;
/** Where columns begin and how wide they are, points from the margin; the page has 499. */
const COLUMNS = { date: [0, 84], who: [88, 310], amount: [402, 97] } as const;
/** What the fonts can draw: Windows-1252 without control characters. */
const UNDRAWABLE = /[^\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu;

export type Holder = { readonly name: string; readonly handle: string };
type Document = InstanceType<typeof PDFDocument>;
type Statement = {
  readonly holder: Holder;
  readonly period: Period;
  readonly language: Language;
  readonly now: Date;
};

/** The document as a stream; writing waits for its reader. */
export function pdfStatement(payments: AsyncIterable<Payment>, statement: Statement): Document {
  const words = statementWords(statement.language);
  const document = new PDFDocument({
    ...{ size: 'A4', margin: MARGIN, lang: statement.language === 'fr' ? 'fr-FR' : 'en-GB' },
    info: { Title: words.title, Author: 'Moineau', CreationDate: statement.now },
  });
  let gone = false;
  finished(document, () => {
    gone = true;
  });
  write(document, payments, statement, () => gone).catch((error: Error) => document.destroy(error));
  return document;
}

async function write(
  document: Document,
  payments: AsyncIterable<Payment>,
  { holder, period, language, now }: Statement,
  isGone: () => boolean,
): Promise<void> {
  const words = statementWords(language);
  let page = 1;
  const foot = () => writeFoot(document, `${words.page} ${page}`);
  document.font('Helvetica-Bold').fontSize(16).text(words.title);
  document.font('Helvetica').fontSize(10).moveDown(0.5);
  document.text(`${words.of} ${nameOf(holder)}`);
  const day = (instant: string | null, otherwise: string) =>
    instant === null ? otherwise : statementTime(instant).slice(0, 10);
  document.text(`${words.period}: ${day(period.from, words.beginning)} – ${day(period.to, words.today)}`);
  document.text(`${words.made} ${statementTime(now.toISOString())}`).moveDown(1);
  let [came, went] = [cents(0n), cents(0n)];
  let rows = 0;
  for await (const payment of payments) {
    if (isGone()) return;
    if (document.y + ROW > document.page.height - MARGIN - LINE) {
      foot();
      document.addPage();
      page += 1;
    }
    writeRow(document, payment, language);
    const net = netOf(payment);
    if (net > 0n) came = sumCents([came, net]);
    else went = sumCents([went, negateCents(net)]);
    rows += 1;
    // Its reader has enough for now.
    if (document.readableLength > document.readableHighWaterMark) await drained(document);
  }
  if (rows === 0) document.text(words.nothing, MARGIN, document.y);
  document.moveDown(1).font('Helvetica-Bold');
  document.text(`${words.came}: ${amountOf(came, language)}`, MARGIN, document.y);
  document.text(`${words.went}: ${amountOf(went, language)}`, MARGIN, document.y);
  foot();
  document.end();
}

function writeRow(document: Document, payment: Payment, language: Language): void {
  const other = payment.direction === 'in' ? payment.payer : payment.payee;
  const top = document.y;
  const cell = (
    [left, width]: readonly [number, number],
    text: string,
    line: number,
    align: 'left' | 'right',
  ) =>
    document.text(text, MARGIN + left, top + line * LINE, {
      width,
      align,
      height: LINE,
      lineBreak: false,
      ellipsis: true,
    });
  const words = statementWords(language);
  document.font('Helvetica').fontSize(9);
  cell(COLUMNS.date, statementTime(payment.created_at), 0, 'left');
  cell(COLUMNS.date, stateWord(payment.state, language), 1, 'left');
  cell(COLUMNS.who, `${words.directions[payment.direction]} · ${nameOf(other)}`, 0, 'left');
  cell(COLUMNS.who, drawable(payment.memo ?? ''), 1, 'left');
  cell(COLUMNS.amount, amountOf(netOf(payment), language), 0, 'right');
  document.y = top + ROW;
}

function writeFoot(document: Document, text: string): void {
  const { y } = document;
  const bottom = document.page.height - MARGIN;
  document
    .font('Helvetica')
    .fontSize(8)
    .text(text, MARGIN, bottom - LINE, { lineBreak: false });
  document.y = y;
}

/** Someone who left takes nothing more: `finished` tells the writer. */
function drained(document: Document): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.destroyed || document.readableLength <= document.readableHighWaterMark) resolve();
      else setImmediate(look);
    };
    look();
  });
}

function nameOf({ name, handle }: Holder): string {
  const shown = drawable(name);
  return shown === '' ? `@${handle}` : `${shown} (@${handle})`;
}

function drawable(text: string): string {
  return text.normalize('NFC').replace(UNDRAWABLE, '').replace(/\s+/g, ' ').trim();
}

function amountOf(amount: Cents, language: Language): string {
  // The minus sign and the narrow space of typography are not in the fonts.
  return formatCents(amount, language).replace('\u2212', '-').replaceAll('\u202f', '\u00a0');
}
