/** An amount as everybody sees it: formatted from integer cents, digits of equal width, never broken over lines. */
import { centsFromWire, formatCents } from '../../lib/money.ts';
import type { Language } from '../../lib/words/index.ts';
import { useServices } from '../services.ts';

/** Minor units on the wire ("500") to words ("5,00 €"). */
export function amountText(minor: string, language: Language): string {
  return formatCents(centsFromWire(minor), language);
}

export function Amount(props: { minor: string; size?: 'plain' | 'large' | 'huge' }) {
  const { language } = useServices();
  return <span class={`amount amount-${props.size ?? 'plain'}`}>{amountText(props.minor, language)}</span>;
}

/** With its sign, for lists: `+` came in, `−` went out. The words beside it say the same. */
export function SignedAmount(props: { minor: string; direction: 'in' | 'out'; moved: boolean }) {
  const { language } = useServices();
  const sign = props.direction === 'in' ? '+' : '−';
  const look = props.moved ? `amount-${props.direction}` : 'amount-unmoved';
  return (
    <span class={`amount ${look}`}>
      {props.moved ? `${sign}\u00a0` : ''}
      {amountText(props.minor, language)}
    </span>
  );
}
