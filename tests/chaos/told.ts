/**
 * What the clients were told, in the words of the books: the record that PostgreSQL is held against afterwards.
 * It is made from answers alone, never from the database.
 */

/** `wallet:<person's uuid>`, or the kind of one of the issuer's accounts. Credit positive, in cents. */
export type Line = { readonly account: string; readonly amount: bigint };

/** A transfer that an acknowledged answer stands for. */
export type ToldTransfer = {
  /** The payment, refund or top-up, a UUID. */
  readonly subjectId: string;
  readonly kind: string;
  readonly lines: readonly Line[];
};

/** The outcome of one order. */
export type Told = {
  readonly order: string;
  readonly personId: string;
  readonly key: string;
  readonly status: number;
  readonly body: unknown;
  /** Whether the answer must be kept under its key: every one with an effect is. */
  readonly kept: boolean;
  /** How often it stayed unknown before. Such a try may still be under way, and have its effect later. */
  readonly unknown: number;
  /** The state in which this leaves payments. */
  readonly payments: readonly { readonly id: string; readonly state: string; readonly isNew: boolean }[];
  readonly transfers: readonly ToldTransfer[];
};

/** The UUID in an id of the wire. */
export function uuidOf(wireId: string): string {
  return wireId.slice(wireId.indexOf('_') + 1);
}

/** From one account to another, less a fee. */
export function linesOf(from: string, to: string, amount: bigint, fee = 0n): Line[] {
  const lines = [
    { account: from, amount: -amount },
    { account: to, amount: amount - fee },
    { account: 'fees', amount: fee },
  ];
  return lines.filter((line) => line.amount !== 0n);
}

export function walletOf(personWireId: string): string {
  return `wallet:${uuidOf(personWireId)}`;
}
