/**
 * What a text was read as. Closed unions: a new question or reason does not compile until every screen has words
 * for it. Nothing here reads text or moves money: a payment reading is a wish that its author must still confirm.
 */
import type { Cents } from '../money.ts';

/** UTF-16 offsets into the text as it was given; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A doubt: the author is asked, nothing is guessed. */
export type Question =
  | 'two_commands'
  | 'two_amounts'
  | 'no_amount'
  /** A number without currency; `proposal` holds it as euros where it reads as such. */
  | 'no_currency'
  /** The only amount stands in the memo: `pour 10€`. */
  | 'amount_in_memo'
  /** `1.000`: one euro, or a thousand? */
  | 'thousands_or_decimals'
  | 'badly_grouped'
  /** `~10€`, `2x10€`, `10€ 50`, `10k€`, `٥€`, a stray number or currency. */
  | 'unclear_amount'
  | 'no_payee'
  | 'bare_name'
  | 'email_address'
  /** Handles that are not one list: on both sides of the amount, in another sentence, joined by `ou`. */
  | 'which_payees';

/** A refusal: what to change is known, there is nothing to choose. */
export type Reason =
  | 'other_currency'
  | 'zero'
  | 'negative'
  | 'too_many_decimals'
  | 'exponent'
  | 'above_limit'
  | 'too_many_payees'
  | 'service_is_payee'
  | 'oneself'
  /** Something in or on it that no handle holds: zero-width, other scripts, `@dest-x`. */
  | 'invalid_handle'
  | 'handle_too_long'
  /** `@bo…`: cut by whoever passed the text on. */
  | 'truncated_handle';

/** One payment of `amountMinor` to **each** payee. */
export interface PaymentReading {
  readonly kind: 'payment';
  /** Euro cents, for each payee. */
  readonly amountMinor: Cents;
  readonly currency: 'EUR';
  /** Handles without `@`, as written, each once. */
  readonly payees: readonly string[];
  readonly memo: string | null;
  readonly spans: {
    readonly keyword: Span;
    readonly amount: Span;
    /** In the order of `payees`; empty where the payee is the author replied to. */
    readonly payees: readonly Span[];
    readonly memo: Span | null;
  };
}

/** Where the trouble is. `problem` holds the keyword where something is missing. */
interface ProblemSpans {
  readonly keyword: Span;
  readonly problem: readonly Span[];
}

export interface AskReading {
  readonly kind: 'ask';
  readonly question: Question;
  /** For `no_currency`: the number as euros, if it is a payable amount. */
  readonly proposal: Cents | null;
  readonly spans: ProblemSpans;
}

export interface RefuseReading {
  readonly kind: 'refuse';
  readonly reason: Reason;
  readonly spans: ProblemSpans;
}

/** `null`: not a command. */
export type Reading = PaymentReading | AskReading | RefuseReading | null;

/** What is known beside the text. Handles without `@`; one that is none is as good as absent. */
export interface CommandContext {
  /** The author of the post that this text answers. */
  readonly replyTo?: string | null;
  /** Who wrote this text. */
  readonly author?: string | null;
}
